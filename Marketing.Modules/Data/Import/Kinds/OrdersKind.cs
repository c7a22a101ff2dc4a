namespace Marketing.Data.Import.Kinds;

/// <summary>Order lines; the rows themselves are read and cleaned by <see cref="OrderReader"/>.</summary>
internal static class OrdersKind
{
    public static readonly ImportKind Kind = new("orders", [.. OrderFileColumns.Fields], [])
    {
        IsOrders = true,
        Merge = Staged.Lines,
        FileNames = ["order", "invoice", "sales", "transaction", "订单", "销售"],
    };
}
