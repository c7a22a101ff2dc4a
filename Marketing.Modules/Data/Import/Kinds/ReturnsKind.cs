namespace Marketing.Data.Import.Kinds;

internal static class ReturnsKind
{
    private static readonly string[] Number = ["return id", "return no", "return number", "refund id", "return code", "refund no", "refund number", "rma", "rma number", "退货单号", "退货单", "退货号", "退货编号", "退款编号"];

    public static readonly ImportKind Kind = new(
        "returns",
        [
            new Field("return", FieldType.Code, [.. Number, "id"]) { Needed = true },
            new Field("at", FieldType.Date, [.. CommonNames.At, "return date", "returned at", "refund date", "退货时间", "退货日期", "退款时间"]) { Needed = true },
            new Field("customer", FieldType.Code, [.. CommonNames.Customer.Where(name => name != "id")]),
            new Field("email", FieldType.Email, CommonNames.Email),
            new Field("product", FieldType.ProductCode, CommonNames.Product) { Needed = true },
            new Field("quantity", FieldType.Whole, "qty", "units", "returned quantity", "数量", "退货数量", "件数") { Needed = true, Least = 1 },
            new Field("price", FieldType.Money, "unit price", "refund", "refund price", "单价", "退款单价", "价格") { Needed = true, Least = 0 },
            new Field("currency", FieldType.Currency, CommonNames.Currency),
        ],
        [new RowStatement("add-file-return", "return", ImportKind.Customer, ImportKind.Product, "at", "quantity", "price", ImportKind.Import)])
    {
        Tells = ["return", .. Number],
        FileNames = ["return", "refund", "退货", "退款"],
    };
}
