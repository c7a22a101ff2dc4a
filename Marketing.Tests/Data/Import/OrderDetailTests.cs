using Dapper;
using Marketing.Data;

namespace Marketing.Tests.Data.Import;

public sealed class OrderDetailTests : IDisposable
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,Order Status,Currency,Discount Amount,Coupon Code,Payment Method,Shipping\n";
    private readonly ImportRig _rig = new();

    private sealed record Stored(string Number, string Status, string? Coupon, string? Payment, long? Shipping, long? Discount, string? Currency, double? Rate);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Details_of_an_order_are_taken_from_its_first_row()
    {
        await AppliedAsync(
            "N1,P1,Cup,2,2024-02-01 10:00,3.50,7,France,Paid,,1.25,SPRING,PayPal,4.90",
            "N1,P2,Pot,1,2024-02-01 10:00,9.00,7,France,,,,,,");
        Assert.Equal([new Stored("N1", "paid", "SPRING", "PayPal", 490, 125, null, null)], Orders());
        Assert.Equal((1, 2), ((await _rig.LookAsync()).Orders.Count, (await _rig.LookAsync()).Orders.Lines));
    }

    [Theory]
    [InlineData("Cancelled")]
    [InlineData("已取消")]
    [InlineData("voided")]
    public async Task A_cancelled_order_is_kept_and_is_no_sale(string word)
    {
        var import = await AppliedAsync($"N1,P1,Cup,2,2024-02-01 10:00,3.50,7,France,{word},,,,,", "N2,P1,Cup,1,2024-02-01 11:00,3.50,8,France,已完成,,,,,");
        Assert.Equal(["cancelled", "done"], Orders().Select(order => order.Status));
        Assert.Equal(1, (await _rig.LookAsync()).Orders.Count);
        Assert.Equal(1, (await _rig.RulesAsync(import.Id))["cancelled-order"]);
    }

    [Fact]
    public async Task A_refunded_order_brings_its_return()
    {
        await AppliedAsync("N1,P1,Cup,2,2024-02-01 10:00,3.50,7,France,refunded,,,,,");
        var shop = await _rig.LookAsync();
        Assert.Equal((1, 1), (shop.Orders.Count, shop.Returns.Count));
        Assert.Equal((2, 350L), (shop.Returns.Quantity[0], shop.Returns.Price[0]));
    }

    [Fact]
    public async Task An_order_in_another_currency_is_converted_with_the_rate_of_its_day()
    {
        Rate("USD", "2024-01-01", 1.25);
        Rate("USD", "2024-02-02", 2);
        await AppliedAsync("N1,P1,Cup,2,2024-02-01 10:00,10.00,7,France,,USD,5,,,2.50", "N1,P2,Pot,1,2024-02-01 10:00,1.00,7,France,,,,,,", "N2,P1,Cup,1,2024-02-02 10:00,10.00,7,France,,usd,,,,");
        Assert.Equal([new Stored("N1", "done", null, null, 200, 400, "USD", 1.25), new Stored("N2", "done", null, null, null, null, "USD", 2)], Orders());
        var shop = await _rig.LookAsync();
        Assert.Equal<long>([800, 80, 500], shop.Orders.LinePrice.ToArray());
    }

    [Fact]
    public async Task Without_a_rate_the_rows_stay_apart_and_say_which_rate_is_missing()
    {
        Rate("USD", "2024-02-02", 2);
        var import = await AppliedAsync("N1,P1,Cup,2,2024-02-01 10:00,10.00,7,France,,USD,,,,", "N1,P2,Pot,1,2024-02-01 10:00,1.00,7,France,,,,,,", "N2,P1,Cup,1,2024-02-01 10:00,10.00,7,France,,GBP,,,,");
        Assert.Equal("N2", Assert.Single(Orders()).Number);
        var issues = await _rig.IssuesAsync(import.Id);
        Assert.Equal(2, issues.Count);
        Assert.All(issues, issue => Assert.Equal("rate-missing", issue.Rule));
        Assert.Equal(("Currency", "USD"), (issues[0].Column, issues[0].Value));
        Assert.Contains("no rate of USD to GBP for 2024-02-01", issues[0].Reason);
        Assert.Contains("marketing rates set USD 2024-02-01", issues[0].Reason);
    }

    [Fact]
    public async Task A_whole_file_in_a_currency_without_a_rate_waits_instead_of_being_refused()
    {
        var import = await AppliedAsync("N1,P1,Cup,2,2024-02-01 10:00,10.00,7,France,,USD,,,,");
        Assert.Empty(Orders());
        Assert.Equal("rate-missing", Assert.Single(await _rig.IssuesAsync(import.Id)).Rule);
    }

    [Fact]
    public async Task A_detail_that_cannot_be_read_is_left_out_and_said()
    {
        var import = await AppliedAsync("N1,P1,Cup,2,2024-02-01 10:00,10.00,7,France,somewhere,,five,,,");
        Assert.Equal(new Stored("N1", "done", null, null, null, null, null, null), Assert.Single(Orders()));
        Assert.Contains(await _rig.IssuesAsync(import.Id), issue => issue is { Rule: "unreadable-detail", Value: "five" });
    }

    private async Task<ImportSummary> AppliedAsync(params string[] rows) =>
        await _rig.ImportAsync(Header + string.Concat(rows.Select(row => row + "\n"))) switch { ImportOutcome.Applied applied => applied.Summary, ImportOutcome.Refused refused => throw new InvalidOperationException(refused.ToString()), _ => throw new InvalidOperationException() };

    private List<Stored> Orders() => _rig.Database.Read(connection => connection.Query<Stored>(
        "select number as Number, status as Status, coupon as Coupon, payment as Payment, shipping as Shipping, discount as Discount, currency as Currency, rate as Rate from data_orders order by id").AsList());

    private void Rate(string currency, string day, double rate) => _rig.Database.Write((connection, transaction) =>
        connection.Execute("insert into data_currency_rates (currency, day, rate) values (@currency, @day, @rate)", new { currency, day, rate }, transaction));
}
