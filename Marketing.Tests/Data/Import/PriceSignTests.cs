using System.Text;
using Marketing.Data;
using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Import;

/// <summary>A sign before the decimals that was found and not said is held against every price of the file.</summary>
public sealed class PriceSignTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("5", "1.299", "12,50", "decimal-comma")]
    [InlineData("1.299", "1.299", "12,50", "decimal-comma")]
    [InlineData("12,50", "1,299", "12.50", "decimal-point")]
    public async Task Prices_that_are_clear_in_later_rows_refuse_the_sign_that_was_found_in_the_first(string first, string open, string clear, string code)
    {
        var prices = Enumerable.Repeat(first, 2000).Concat(Enumerable.Repeat(open, 1500)).Concat(Enumerable.Repeat(clear, first == "12,50" ? 2001 : 500));
        var rows = prices.Select(Row).ToList();
        var bytes = Encoding.UTF8.GetBytes(ImportRig.Header + string.Concat(rows.Select(row => string.Join(',', row) + "\n")));
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(bytes, "orders"));
        Assert.Equal((code, "UnitPrice", 3502L), (refused.Why!.Code, refused.Column, refused.Row));
        Assert.Contains(clear, refused.Reason);
        if (code == "decimal-comma")
        {
            Assert.Equal(code, Assert.IsType<ImportOutcome.Refused>(await _rig.Shop.ImportAsync(bytes)).Why!.Code);
            var book = Packed.Workbook([ImportRig.Header.Trim().Split(','), .. rows.Select(row => row.Select(cell => cell.Trim('"')).ToArray())]);
            Assert.Equal(code, Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(book, "orders")).Why!.Code);
        }
    }

    [Theory]
    [InlineData("£1,050.25", 105_025L)]
    [InlineData("2.99 £", 299L)]
    [InlineData("GBP 2.50", 250L)]
    [InlineData("$3.00", null)]
    [InlineData("£", null)]
    public async Task A_sign_of_the_shops_own_currency_may_stand_beside_a_price_and_no_other(string price, long? minor)
    {
        var rows = string.Join(',', Row("5.50", 1)) + "\n" + string.Join(',', Row(price, 2)) + "\n";
        var done = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(Encoding.UTF8.GetBytes(ImportRig.Header + rows))).Summary;
        Assert.Equal(minor is null ? 1 : 0, done.Rejected);
        Assert.Equal(minor is { } paid ? [550L, paid] : [550L], _rig.All<long>("select unit_price from data_order_lines order by order_id"));
    }

    [Fact]
    public async Task A_sign_that_a_person_says_is_followed()
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(ImportRig.Header + string.Join(',', Row("5.50", 1)) + "\n" + string.Join(',', Row("1.299", 2)) + "\n"), "orders");
        Assert.Equal("point", plan.Form.DecimalSign);
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan with { Form = plan.Form with { DecimalSign = "comma" } }));
        Assert.Equal([550L, 129_900L], _rig.All<long>("select unit_price from data_order_lines order by order_id"));
    }

    [Theory]
    [InlineData("point")]
    [InlineData("comma")]
    public async Task Numbers_of_a_workbook_are_what_they_are_whatever_sign_its_texts_have(string sign)
    {
        var book = Packed.Workbook([ImportRig.Header.Trim().Split(','), ["1", "20001", "LAMP", "#2", "2010-05-01", "#1.125", "#17", "France"], ["2", "20001", "LAMP", "#1000", "2010-05-01", "#1234.5", "#18", "France"]]);
        var plan = await _rig.PlanAsync(book, "orders");
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan with { Form = plan.Form with { DecimalSign = sign } }));
        Assert.Equal([(2L, 112L), (1000L, 123_450L)], _rig.All<(long, long)>("select quantity, unit_price from data_order_lines order by order_id"));
    }

    [Fact]
    public async Task A_minority_beyond_slips_refuses_a_file_with_prices_that_could_be_meant_in_both_ways_and_no_other()
    {
        string Text(params (string Price, int Rows)[] prices) => "sku,name,price\n" + string.Concat(prices.SelectMany(price => Enumerable.Range(0, price.Rows).Select(i => $"{price.Price[^1]}{price.Price.Length}-{i},Lamp,\"{price.Price}\"\n")));
        var refused = await _rig.RefusedAsync(Text(("12.50", 500), ("12,55", 4), ("1.299", 3)), "products");
        Assert.Equal(("decimal-comma", "price", 502L), (refused.Why!.Code, refused.Column, refused.Row));
        await _rig.AppliedAsync(Text(("12.50", 700), ("12,55", 3), ("1.299", 3)), "products", "slips.csv");
        await _rig.AppliedAsync(Text(("13.50", 5), ("12,55", 5)), "products", "clear.csv");
        var orders = Enumerable.Repeat("12.50", 510).Concat(Enumerable.Repeat("12,50", 485)).Append("1.250").Select(Row).Select(row => string.Join(',', row) + "\n");
        Assert.Equal("decimal-comma", Assert.IsType<ImportOutcome.Refused>(await _rig.Shop.ImportAsync(Encoding.UTF8.GetBytes(ImportRig.Header + string.Concat(orders)))).Why!.Code);
    }

    private static string[] Row(string price, int order) => [$"{order}", "20001", "LAMP", "1", "2010-05-01", price.Contains(',', StringComparison.Ordinal) ? $"\"{price}\"" : price, "17", "France"];
}
