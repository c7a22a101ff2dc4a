namespace Marketing.Data.Import.Kinds;

internal static class CustomersKind
{
    private static readonly string[] Name = ["full name", "customer name", "display name", "姓名", "名字", "客户姓名", "客户名称", "昵称", "会员姓名"];

    // Parts of names are not taken over, but say that the rows are people.
    private static readonly string[] PartsOfNames =
    [
        "first name", "firstname", "given name", "forename", "last name", "surname", "family name", "vorname", "nachname", "familienname", "prénom", "prenom", "nom", "nombre", "apellido", "apellidos",
        "名", "姓",
    ];

    public static readonly ImportKind Kind = new(
        "customers",
        [
            new Field("customer", FieldType.Code, CommonNames.Customer),
            new Field("email", FieldType.Email, CommonNames.Email),
            new Field("phone", FieldType.Text, "telephone", "mobile", "phone number", "mobile phone", "cell", "电话", "手机", "手机号", "手机号码", "联系电话", "电话号码"),
            new Field("name", FieldType.Text, Name),
            new Field("country", FieldType.Text, "country code", "shipping country", "billing country", "default address country", "国家", "国家地区", "国家/地区"),
            new Field("city", FieldType.Text, "town", "default address city", "billing city", "shipping city", "城市", "所在城市", "市"),
            new Field("postcode", FieldType.Text, "postal code", "zip", "zip code", "post code", "default address zip", "billing postcode", "shipping postcode", "邮编", "邮政编码"),
            new Field("language", FieldType.Text, "locale", "lang", "语言"),
            new Field("created", FieldType.Date, "created at", "signup date", "registered", "registration date", "customer since", "date created", "注册时间", "注册日期", "创建时间", "加入时间"),
            new Field("tags", FieldType.Tags, "labels", "groups", "标签", "分组"),
        ],
        [new RowStatement("stage-customer", ImportKind.Import, ImportKind.CustomerKey, "email", "phone", "name", "country", "city", "postcode", "language", "created", "tags")])
    {
        OneOf = ["customer", "email"],
        Merge = Staged.Customers,
        OnlyWhenTold = true,
        Hints = ["customer", .. CommonNames.Customer, "name", .. Name, .. PartsOfNames],
        FileNames = ["customer", "client", "contact", "subscriber", "客户", "会员", "顾客"],
    };
}
