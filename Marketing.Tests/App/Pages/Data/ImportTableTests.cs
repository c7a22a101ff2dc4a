using Bunit;
using Marketing.App.Components.Pages.Data;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.App.Pages.Data;

public sealed class ImportTableTests
{
    [Theory]
    [InlineData("orders", "110", "40")]
    [InlineData("customers", "100", "–")]
    public void Each_file_says_how_many_rows_were_taken_over_and_only_orders_how_many_orders(string kind, string taken, string orders)
    {
        using var page = new PageContext();
        var import = new ImportSummary(new ImportId(1), "a.csv", "anna", ImportState.Applied, DateTimeOffset.UnixEpoch, null, 120, kind == "orders" ? 40 : 0, 100, kind == "orders" ? 10 : 0, 0, 5, 5, 0, null, 1, false) { Kind = kind };
        var table = page.Render<ImportTable>(with => with.Add(one => one.Rows, [import]));
        var heads = table.FindAll("thead th").Select(head => head.TextContent).ToList();
        var cells = table.FindAll("tbody tr > *").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal((taken, orders), (cells[heads.IndexOf("Rows taken over")], cells[heads.IndexOf("Orders")]));
    }
}
