using Marketing.Data;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>Dates of workbooks whose cells lost their form: they are the numbers of days.</summary>
public sealed class WorkbookDateTests : IDisposable
{
    private static readonly string[] Header = ["Order No", "SKU", "Qty", "Order Date", "Price", "Customer"];
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("#1.5")]
    [InlineData("1,50")]
    public async Task Numbers_of_days_are_read_beside_dates_in_words_with_either_sign_before_decimals(string price)
    {
        var book = Packed.Workbook([Header, ["1", "A1", "#2", "#40148", price, "7"], ["2", "A2", "#1", "#40149.4375", price, "8"], ["3", "A2", "#1", "13/12/2009 10:30", price, "8"]]);
        var look = await _rig.SeenAsync(book, "report.xlsx");
        Assert.Equal(("orders", "day-first"), (look.Kind, look.Form.Dates));
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(await _rig.PlanAsync(book, "orders", "report.xlsx"))).Summary;
        Assert.Equal((3L, 0L), (summary.Orders, summary.Rejected));
        Assert.Equal(
            ((DateTimeOffset[])[new(2009, 12, 1, 0, 0, 0, TimeSpan.Zero), new(2009, 12, 2, 10, 30, 0, TimeSpan.Zero), new(2009, 12, 13, 10, 30, 0, TimeSpan.Zero)]).Select(at => at.ToUnixTimeMilliseconds()),
            _rig.All<long>("select at from data_orders order by at"));
    }

    [Fact]
    public async Task A_column_of_numbers_is_not_taken_for_dates_by_its_content()
    {
        var book = Packed.Workbook([["sku", "units", "code"], .. Enumerable.Range(0, 9).Select(i => (string[])[$"A{i}", "#3", $"#{40148 + i}"])]);
        var look = await _rig.SeenAsync(book, "stock.xlsx", "stock");
        Assert.DoesNotContain("code", look.Columns.Values);
    }
}
