namespace Marketing.Data.Import.Kinds;

internal static class StockKind
{
    public static readonly ImportKind Kind = new(
        "stock",
        [
            new Field("product", FieldType.ProductCode, [.. CommonNames.Product, "code"]) { Needed = true },
            new Field("units", FieldType.Whole, "stock", "stock level", "quantity", "qty", "on hand", "inventory", "available", "inventory quantity", "库存", "库存数量", "现有库存", "数量", "可用库存") { Needed = true },
            new Field("at", FieldType.Date, [.. CommonNames.At, "as of", "counted at", "盘点时间"]) { NowWhenEmpty = true },
            new Field("lead-days", FieldType.Number, "lead time", "lead time days", "delivery days", "replenishment days", "交货期", "补货天数", "提前期", "采购周期") { Least = 0 },
        ],
        [
            new RowStatement("add-file-stock", ImportKind.Product, "at", "units", ImportKind.Import),
            new RowStatement("stage-stock", ImportKind.Import, "product", "units", "at", "lead-days"),
        ])
    {
        Merge = Staged.Products,
        FileNames = ["stock", "inventory", "库存"],
    };
}
