namespace Marketing.Tests.Data.Import;

public sealed class LikelyDatesTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Orders_of_the_future_and_of_the_empty_date_of_a_spreadsheet_are_rejected_with_the_reason()
    {
        var tomorrow = _rig.System.GetUtcNow().AddHours(20).ToString("yyyy-MM-dd HH:mm", null);
        var done = await _rig.AppliedAsync($"1,A,Cup,1,{tomorrow},1.50,7,France", "2,A,Cup,1,2035-01-01 10:00,1.50,7,France", "3,A,Cup,1,1900-01-01 00:00,1.50,7,France", "4,A,Cup,1,1990-01-02 00:00,1.50,7,France");
        Assert.Equal((2L, 2L), (done.Orders, done.Rejected));
        var issues = await _rig.IssuesAsync(done.Id);
        Assert.Equal([(3L, "unlikely-date"), (4L, "unlikely-date")], issues.Select(issue => (issue.Row, issue.Rule)));
        Assert.All(issues, issue => Assert.Equal("InvoiceDate", issue.Column));
    }

    [Theory]
    [InlineData("weird,")]
    [InlineData("???,")]
    public async Task An_unknown_state_of_an_order_is_a_changed_row(string details)
    {
        var done = Assert.IsType<Marketing.Data.ImportOutcome.Applied>(await _rig.ImportAsync($"InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Status,Shipping\n1,A,1,2009-01-01,1.50,7,{details}\n")).Summary;
        Assert.Contains("unknown-status", (await _rig.RulesAsync(done.Id)).Keys);
    }
}
