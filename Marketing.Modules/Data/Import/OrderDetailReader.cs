using System.Collections.Frozen;
using System.Text;
using Marketing.Data.Import.Kinds;

namespace Marketing.Data.Import;

/// <summary>Reads the details of orders, each from the order's first row: later rows of an order often leave them empty.</summary>
internal sealed class OrderDetailReader(CsvRecords records, OrderFileColumns columns, ShopProfile shop, DatedRates rates)
{
    private const int LongestText = 200;

    private static readonly FrozenDictionary<string, string> States = new (string State, string[] Words)[]
    {
        ("open", ["open", "pending", "onhold", "authorized", "unpaid", "pendingpayment", "draft", "待付款", "未付款", "待处理"]),
        ("paid", ["paid", "processing", "partiallypaid", "partiallyrefunded", "unfulfilled", "已付款", "待发货", "部分退款"]),
        ("shipped", ["shipped", "fulfilled", "partial", "delivered", "已发货", "待收货", "已签收"]),
        ("done", ["done", "complete", "completed", "closed", "success", "已完成", "交易成功", "完成"]),
        (OrderDetails.Cancelled, ["cancelled", "canceled", "voided", "void", "failed", "expired", "trash", "已取消", "取消", "交易关闭", "已关闭"]),
        (OrderDetails.Refunded, ["refunded", "returned", "chargeback", "已退款", "退款", "退款成功"]),
    }.SelectMany(row => row.Words, (row, word) => KeyValuePair.Create(word, row.State)).ToFrozenDictionary();

    private readonly byte[][] _signs = columns.Signs(shop.Currency);
    private readonly int _decimals = Kernel.Money.Decimals(shop.Currency);
    private readonly Dictionary<int, OrderDetails> _known = [];

    /// <summary>The details of an order.</summary>
    /// <param name="order">Index of the order in the file.</param>
    /// <param name="at">Time of the row, UTC milliseconds.</param>
    /// <param name="unclear">A detail that could not be read and was left out: its column and the rule, or null.</param>
    public OrderDetails Of(int order, long at, out (CleaningRule Rule, int Column)? unclear)
    {
        unclear = null;
        if (_known.TryGetValue(order, out var details))
        {
            return details;
        }

        var (currency, rate, missing) = Rate(at);
        var status = Text(columns.Details.Status) ?? "";
        if (!States.TryGetValue(Field.Plain(status), out var state))
        {
            state = "done";
            unclear = status.Length > 0 ? (CleaningRule.UnknownStatus, columns.Details.Status) : null;
        }

        details = new OrderDetails(
            state, Text(columns.Details.Coupon), Text(columns.Details.Payment), Amount(columns.Details.Shipping, rate, ref unclear), Amount(columns.Details.Discount, rate, ref unclear), currency, rate)
        {
            Missing = missing,
        };
        return _known[order] = details;
    }

    private (string? Currency, double Rate, string? Missing) Rate(long at)
    {
        var currency = Text(columns.Details.Currency)?.ToUpperInvariant();
        if (currency is null || currency == shop.Currency)
        {
            return (null, 1, null);
        }

        var day = rates.Day(at);
        return rates.On(currency, day) is { } rate
            ? (currency, rate, null)
            : (currency, 0, $"There is no rate of {currency} to {shop.Currency} for {day} or before. Give it with 'marketing rates set {currency} {day} RATE' ({currency} for one {shop.Currency}) and import the rejected rows again.");
    }

    private long? Amount(int column, double rate, ref (CleaningRule Rule, int Column)? unclear)
    {
        if (column < 0 || rate <= 0)
        {
            return null;
        }

        var text = Cell.WithoutSign(Cell.Trim(records[column]), _signs);
        if (text.IsEmpty)
        {
            return null;
        }

        if (!NumberText.TryPrice(text, columns.DecimalComma, _decimals, out var amount))
        {
            unclear = (CleaningRule.UnreadableDetail, column);
            return null;
        }

        return (long)Math.Round(Math.Abs(amount.Minor) / rate);
    }

    private string? Text(int column)
    {
        if (column < 0)
        {
            return null;
        }

        var text = Cell.Trim(records[column]);
        return text.IsEmpty ? null : Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestText)]);
    }
}
