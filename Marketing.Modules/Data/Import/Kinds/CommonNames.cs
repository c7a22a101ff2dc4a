namespace Marketing.Data.Import.Kinds;

/// <summary>Headers that mean the same in every kind of file.</summary>
internal static class CommonNames
{
    public static readonly string[] Customer = ["customer id", "customer no", "customer number", "customer key", "client id", "user id", "member id", "id", "客户编号", "客户号", "客户id", "客户", "顾客编号", "会员号", "会员编号", "用户id", "用户编号"];

    public static readonly string[] Email = ["e-mail", "mail", "email address", "e-mail address", "customer email", "mail address", "email id", "recipient", "subscriber", "email adresse", "emailadresse", "mailadresse", "kunden email", "adresse email", "adresse e-mail", "adresse mail", "adresse électronique", "courriel", "adresse courriel", "correo", "correo electrónico", "correo electronico", "dirección de correo", "direccion de correo", "邮箱", "电子邮箱", "邮件地址", "电子邮件", "邮箱地址", "收件人"];

    public static readonly string[] Product = ["product code", "product id", "sku", "item", "item id", "item code", "stock code", "variant sku", "article", "商品编号", "商品编码", "商品代码", "产品编号", "产品编码", "货号", "商品id"];

    public static readonly string[] At = ["date", "time", "timestamp", "datetime", "created at", "occurred at", "event time", "updated at", "日期", "时间", "发生时间", "更新时间", "创建时间"];

    public static readonly string[] Currency = ["currency code", "币种", "货币"];
}
