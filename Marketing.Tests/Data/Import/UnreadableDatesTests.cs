using System.Text;
using Marketing.Data;
using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Import;

public sealed class UnreadableDatesTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("1 May 2010")]
    [InlineData("401482.3")]
    [InlineData("2010-13-01 10:00")]
    [InlineData("01/05/10 10:00")]
    [InlineData("2010-05-01 25:00")]
    [InlineData("2010-05-01 10:00 or so")]
    public async Task A_date_that_cannot_be_read_costs_its_row_only(string date)
    {
        var summary = await _rig.Shop.AppliedAsync(Row(1, "2010-05-01 10:00"), Row(2, date), Row(3, "2010-05-02 10:00"));
        Assert.Equal((3L, 2L, 1L), (summary.Rows, summary.Lines, summary.Rejected));
        var issue = Assert.Single(await _rig.Shop.IssuesAsync(summary.Id));
        Assert.Equal((3L, "InvoiceDate", date, "unreadable-date"), (issue.Row, issue.Column, issue.Value, issue.Rule));
        Assert.Contains("2024-12-09 12:50", issue.Reason);
        Assert.Equal(1, (await _rig.Shop.RulesAsync(summary.Id))["unreadable-date"]);
        Assert.Contains($",{date},", await _rig.RejectedAsync(summary.Id));
    }

    [Fact]
    public async Task A_preview_shows_the_row_among_the_worst()
    {
        var plan = await _rig.PlanAsync(Text(Row(1, "13/05/2010"), Row(2, "not-a-date"), Row(3, "14/05/2010")), "orders");
        Assert.Equal("day-first", plan.Form.Dates);
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(plan, default)).Preview;
        Assert.Equal((3L, 2L, 1L), (preview.Rows, preview.Accepted, preview.Rejected));
        Assert.Equal((3L, "not-a-date"), (preview.Worst[0].Row, preview.Worst[0].Value));
    }

    [Fact]
    public async Task Dates_behind_the_sample_are_rejected_row_by_row_too()
    {
        var rows = Enumerable.Range(1, 3000).Select(i => Row(i, i > 2500 ? "never" : "13/05/2010"));
        var summary = await _rig.Shop.AppliedAsync([.. rows, Row(9999, "14/05/2010")]);
        Assert.Equal((2501L, 500L), (summary.Lines, summary.Rejected));
    }

    [Fact]
    public async Task A_file_of_whose_dates_more_than_half_cannot_be_read_is_refused_with_how_many_and_the_first_places()
    {
        var refused = await _rig.Shop.RefusedAsync(ImportRig.Header + string.Concat(Row(1, "2010-05-01") + "\n", Row(2, "soon") + "\n", Row(3, "2010-99-99") + "\n"));
        Assert.Equal("InvoiceDate", refused.Column);
        Assert.Contains("2 of 3 dates cannot be read", refused.Reason);
        Assert.Contains("3: \"soon\", 4: \"2010-99-99\"", refused.Reason);
        Assert.Contains("2011-12-09 12:50:00", refused.Fix);
    }

    [Fact]
    public async Task Days_and_months_that_contradict_one_another_refuse_the_file()
    {
        var refused = await _rig.Shop.RefusedAsync(ImportRig.Header + Row(1, "13/05/2010") + "\n" + Row(2, "05/14/2010") + "\n");
        Assert.Contains("2: \"13/05/2010\"", refused.Reason);
        Assert.Contains("3: \"05/14/2010\"", refused.Reason);
    }

    [Fact]
    public async Task Dates_with_the_year_first_are_read_beside_others()
    {
        var summary = await _rig.Shop.AppliedAsync(Row(1, "2010-05-01 10:00"), Row(2, "13/05/2010 10:00"), Row(3, "20100514"), Row(4, "02/05/2010"));
        Assert.Equal((4L, 0L), (summary.Lines, summary.Rejected));
        Assert.Equal(new DateTimeOffset(2010, 5, 1, 23, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), (await _rig.Shop.LookAsync()).Orders.Time[1]);
    }

    [Fact]
    public async Task Single_dates_that_could_be_read_both_ways_are_rejected_among_those_with_the_year_first()
    {
        var summary = await _rig.Shop.AppliedAsync(Row(1, "2010-05-01"), Row(2, "01/05/2010"), Row(3, "2010-05-02"));
        Assert.Equal((2L, 1L), (summary.Lines, summary.Rejected));
        Assert.Equal("01/05/2010", Assert.Single(await _rig.Shop.IssuesAsync(summary.Id)).Value);
    }

    [Fact]
    public async Task Dates_that_every_row_leaves_open_are_counted_in_the_refusal()
    {
        var refused = await _rig.Shop.RefusedAsync(ImportRig.Header + Row(1, "01/05/2010") + "\n" + Row(2, "02/05/2010") + "\n");
        Assert.Contains("decides which: 2 of them", refused.Reason);
        Assert.Contains("2: \"01/05/2010\", 3: \"02/05/2010\"", refused.Reason);
        Assert.Contains("--dates day-first", refused.Fix);
    }

    [Fact]
    public async Task Other_kinds_find_the_order_beside_dates_that_cannot_be_read()
    {
        var summary = await _rig.AppliedAsync("customer,purpose,granted,date\n1,marketing,yes,13/05/2009\n2,marketing,yes,never\n3,marketing,yes,05.06.2009\n4,marketing,yes,2009-05-07\n", "consents");
        Assert.Equal((3L, 1L), (summary.Lines, summary.Rejected));
        Assert.Equal("never", Assert.Single(await _rig.Shop.IssuesAsync(summary.Id)).Value);
    }

    [Fact]
    public async Task A_column_half_day_first_and_half_month_first_is_left_open()
    {
        var look = await _rig.SeenAsync("customer,purpose,granted,date\n1,marketing,yes,13/05/2009\n2,marketing,yes,05/13/2009\n", kind: "consents");
        Assert.Equal(("unknown", 0.0), (look.Form.Dates, look.Sure["dates"]));
    }

    private static string Row(int order, string date) => $"{order},20001,LAMP,1,{date},1.50,17,France";

    private static byte[] Text(params string[] rows) => Encoding.UTF8.GetBytes(ImportRig.Header + string.Concat(rows.Select(row => row + "\n")));
}
