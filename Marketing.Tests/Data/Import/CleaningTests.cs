using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Import;

public sealed class CleaningTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_sale_arrives_with_its_customer_product_time_and_money()
    {
        var summary = await _rig.AppliedAsync(
            "489434,85048,\"15CM \"\"GLASS\"\" BALL, BOXED\",12,2009-12-01 07:45:00,6.95,13085,United Kingdom",
            "489434,22041,RECORD FRAME,48,2009-12-01 07:45:00,2.1,13085,United Kingdom");
        Assert.Equal((2, 1, 2, 0, 0), (summary.Rows, summary.Orders, summary.Lines, summary.Rejected, summary.Changed));
        var shop = await _rig.LookAsync();
        Assert.Equal(["13085"], shop.Customers.Key);
        Assert.Equal(["United Kingdom"], shop.Customers.Country);
        Assert.Equal(["85048", "22041"], shop.Products.Code);
        Assert.Equal(["15CM \"GLASS\" BALL, BOXED", "RECORD FRAME"], shop.Products.Name);
        Assert.Equal([695L, 210L], shop.Orders.LinePrice);
        Assert.Equal([12, 48], shop.Orders.LineQuantity);
        Assert.Equal(new DateTimeOffset(2009, 12, 1, 7, 45, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), Assert.Single(shop.Orders.Time));
    }

    [Fact]
    public async Task Orders_are_sales_whatever_letters_a_shop_numbers_them_with()
    {
        var summary = await _rig.AppliedAsync(
            "C1001,20001,MUG,2,2010-05-01 10:00,1.50,17,France",
            "C1001,20002,PLATE,-1,2010-05-01 10:00,1.50,17,France",
            "A1002,20001,MUG,1,2010-05-02 10:00,1.50,17,France");
        Assert.Equal((2, 2, 1, 0), (summary.Orders, summary.Lines, summary.Returns, summary.Rejected));
    }

    [Fact]
    public async Task Every_row_is_a_line_a_return_unchanged_or_rejected_and_every_rejection_can_be_read()
    {
        var summary = await _rig.AppliedAsync(
            "1001,20001,MUG,2,2010-05-01 10:00,1.50,17,France",
            "1001,20001,MUG,2,2010-05-01 10:00,1.50,17,France",
            "1001,20001,MUG,2,2010-05-01 10:00,1.60,17,France",
            "C1002,20001,MUG,-1,2010-05-02 10:00,1.50,17,France",
            "1003,20001,MUG,-3,2010-05-02 10:00,1.50,17,France",
            "1004,20002,PLATE,5,2010-05-03 10:00,3,,France",
            "1005,post,POSTAGE,1,2010-05-03 10:00,3,17,France",
            "1005,gift_0001_30,VOUCHER,1,2010-05-03 10:00,30,17,France",
            "1006,20002,damaged,-9,2010-05-03 10:00,3,,France",
            "1007,20002,PLATE,1,2010-05-03 10:00,0,17,France",
            "1007,20002,PLATE,1,2010-05-03 10:00,-2,17,France",
            "A1008,B,Adjust bad debt,1,2010-05-03 10:00,500,,France",
            "1009,20002,PLATE,two,2010-05-03 10:00,3,17,France",
            "1009,20002,PLATE,2,2010-05-03 10:00,$3,17,France",
            ",20002,PLATE,2,2010-05-03 10:00,3,17,France",
            "1010,,PLATE,2,2010-05-03 10:00,3,17,France",
            "1010,20002,PLATE,2,,3,17,France");
        Assert.Equal((17, 2, 3, 2, 1, 12), (summary.Rows, summary.Orders, summary.Lines, summary.Returns, summary.Anonymous, summary.Rejected));
        var rules = await _rig.RulesAsync(summary.Id);
        Assert.Equal(1, rules["duplicate-line"]);
        Assert.Equal(2, rules["cancellation"]);
        Assert.Equal(1, rules["no-customer"]);
        Assert.Equal(2, rules["non-product-code"]);
        Assert.Equal(1, rules["quantity-not-positive"]);
        Assert.Equal(2, rules["price-not-positive"]);
        Assert.Equal(1, rules["bad-debt"]);
        Assert.Equal((1, 1, 1, 1, 1), (rules["unreadable-quantity"], rules["unreadable-price"], rules["no-order-number"], rules["no-product-code"], rules["no-date"]));
        var issues = await _rig.IssuesAsync(summary.Id);
        Assert.Equal([3L, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18], issues.Select(issue => issue.Row));
        var price = Assert.Single(issues, issue => issue.Rule == "unreadable-price");
        Assert.Equal(("orders.csv", "UnitPrice", "$3", "reject"), (price.File, price.Column, price.Value, price.Effect));
        Assert.Equal("1009,20002,PLATE,2,2010-05-03 10:00,$3,17,France", price.Text);
    }

    [Fact]
    public async Task A_return_keeps_the_units_above_zero()
    {
        await _rig.AppliedAsync("C1002,20001,MUG,-4,2010-05-02 10:00,1.50,17,France", "1,20001,MUG,1,2010-05-01 10:00,1.50,17,France");
        var returns = (await _rig.LookAsync()).Returns;
        Assert.Equal([4], returns.Quantity);
        Assert.Equal([150L], returns.Price);
    }

    [Fact]
    public async Task Codes_differ_by_neither_case_nor_blanks()
    {
        var summary = await _rig.AppliedAsync("1,84029e,LAMP,1,2010-05-01 10:00,1.50,17,France", "2, 84029E ,LAMP,1,2010-05-01 10:00,1.50,17,France", "3,ß1,LAMP,1,2010-05-01 10:00,1.50,17,France");
        Assert.Equal(["84029E", "ß1"], (await _rig.LookAsync()).Products.Code);
        Assert.Equal(2, (await _rig.RulesAsync(summary.Id))["code-normalised"]);
        Assert.Equal(0, summary.Changed);
    }

    [Fact]
    public async Task A_customer_number_loses_the_decimals_of_a_spreadsheet()
    {
        var summary = await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,13085.0,France", "2,20001,LAMP,1,2010-05-01 11:00,1.50,13085,France", "3,20001,LAMP,1,2010-05-01 11:00,1.50,v1.0,France");
        Assert.Equal(["13085", "v1.0"], (await _rig.LookAsync()).Customers.Key);
        Assert.Equal(1, (await _rig.RulesAsync(summary.Id))["customer-number-normalised"]);
    }

    [Theory]
    [InlineData("1.234", 123)]
    [InlineData("1.235", 124)]
    [InlineData("1.245", 124)]
    [InlineData("1.2451", 125)]
    public async Task A_price_with_more_decimals_is_rounded_half_to_even_and_kept_as_a_change(string price, long pence)
    {
        var summary = await _rig.AppliedAsync($"1,20001,LAMP,1,2010-05-01 10:00,{price},17,France");
        Assert.Equal([pence], (await _rig.LookAsync()).Orders.LinePrice);
        Assert.Equal(1, summary.Changed);
        var issue = Assert.Single(await _rig.IssuesAsync(summary.Id));
        Assert.Equal(("price-rounded", "change", price, "UnitPrice"), (issue.Rule, issue.Effect, issue.Value, issue.Column));
    }

    [Fact]
    public async Task A_price_that_rounds_to_nothing_is_no_sale()
    {
        var outcome = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportRowsAsync("1,20001,LAMP,1,2010-05-01 10:00,0.001,17,France"));
        Assert.Contains("zero", outcome.Reason);
    }

    [Fact]
    public async Task A_product_is_called_as_most_rows_call_it_and_an_empty_description_counts_for_nothing()
    {
        await _rig.AppliedAsync(
            "1,20001,LAMP OLD,1,2010-05-01 10:00,1.50,17,France",
            "2,20001,LAMP,1,2010-05-01 10:00,1.50,17,France",
            "3,20001,,1,2010-05-01 10:00,1.50,17,France",
            "4,20001,,1,2010-05-01 10:00,1.50,17,France",
            "5,20001,,1,2010-05-01 10:00,1.50,17,France",
            "6,20001,LAMP,1,2010-05-01 10:00,1.50,17,France");
        Assert.Equal(["LAMP"], (await _rig.LookAsync()).Products.Name);
    }

    [Fact]
    public async Task A_customer_lives_where_the_latest_order_came_from()
    {
        await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-03 10:00,1.50,17,Japan", "2,20001,LAMP,1,2010-05-01 10:00,1.50,17,France", "3,20001,LAMP,1,2010-05-02 10:00,1.50,17,Spain");
        Assert.Equal(["Japan"], (await _rig.LookAsync()).Customers.Country);
    }

    [Fact]
    public async Task Rows_of_an_order_that_lie_apart_stay_one_order_and_their_duplicates_are_found()
    {
        var summary = await _rig.AppliedAsync(
            "1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France",
            "2,20001,LAMP,1,2010-05-01 10:00,1.50,17,France",
            "1,20002,MUG,1,2010-05-01 10:00,1.50,17,France",
            "2,20001,LAMP,1,2010-05-01 10:00,1.50,17,France",
            "1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France");
        Assert.Equal((2, 3, 2), (summary.Orders, summary.Lines, summary.Rejected));
        Assert.Equal([4L + 1, 5 + 1], (await _rig.IssuesAsync(summary.Id)).Select(issue => issue.Row));
        var orders = (await _rig.LookAsync()).Orders;
        Assert.Equal([0, 2, 3], orders.LineStart);
    }

    [Fact]
    public async Task Another_customer_in_an_order_is_kept_as_a_change()
    {
        var summary = await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France", "1,20002,LAMP,1,2010-05-01 10:00,1.50,18,France");
        Assert.Equal((1, 2, 1), (summary.Orders, summary.Lines, summary.Changed));
        Assert.Equal("18", Assert.Single(await _rig.IssuesAsync(summary.Id)).Value);
        Assert.Equal(1, _rig.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_customers")));
    }

    [Fact]
    public async Task The_downloaded_rows_run_nothing_in_a_spreadsheet()
    {
        var summary = await _rig.AppliedAsync(
            "1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France",
            "2,20001,LAMP,=cmd|' /C calc'!A0,2010-05-01 10:00,1.50,17,France",
            "2,20001,LAMP,@SUM(A1),2010-05-01 10:00,1.50,17,France",
            "=3,20001,\"LAMP, BIG\",1,2010-05-01 10:00,0,17,France");
        using var output = new MemoryStream();
        await _rig.Imports.WriteIssuesAsync(summary.Id, RowNotes.English, output, CancellationToken.None);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split("\r\n");
        Assert.Equal("\uFEFFFile,Row,Column,Value,Rule,Effect,Reason,Text", lines[0]);
        Assert.StartsWith("orders.csv,3,Quantity,'=cmd|' /C calc'!A0,unreadable-quantity,reject,", lines[1]);
        Assert.StartsWith("orders.csv,4,Quantity,'@SUM(A1),", lines[2]);
        Assert.Contains(",\"'=3,20001,\"\"LAMP, BIG\"\",1,", lines[3]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task Issues_are_searched_and_picked_by_rule()
    {
        var summary = await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France", "2,20001,LAMP,1_5,2010-05-01 10:00,1.50,17,France", "3,20001,LAMP,1,2010-05-01 10:00,0,17,France");
        var page = await _rig.Imports.IssuesAsync(summary.Id, "price-not-positive", new TableQuery(), CancellationToken.None);
        Assert.Equal((1, 4L), (page.Total, Assert.Single(page.Items).Row));
        page = await _rig.Imports.IssuesAsync(summary.Id, null, new TableQuery(Search: "1_5"), CancellationToken.None);
        Assert.Equal((1, 3L), (page.Total, Assert.Single(page.Items).Row));
        Assert.Equal(0, (await _rig.Imports.IssuesAsync(summary.Id, null, new TableQuery(Search: "1%5"), CancellationToken.None)).Total);
    }
}
