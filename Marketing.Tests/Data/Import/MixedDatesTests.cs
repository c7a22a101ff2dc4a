using System.Text;
using Marketing.Data;
using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Import;

/// <summary>Dates whose day and month contradict one another, or are decided by next to nothing, are never read by guess.</summary>
public sealed class MixedDatesTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_of_one_country_with_the_tail_of_another_is_refused_with_counts_and_first_places()
    {
        var text = Text([.. Days(800), .. Repeat("03/04/2011", 50), .. Repeat("12/25/2011", 100)]);
        var refused = await _rig.Shop.RefusedAsync(text);
        Assert.Equal(("mixed-dates", "InvoiceDate"), (refused.Why!.Code, refused.Column));
        Assert.Contains("100 only with the month first (852: \"12/25/2011\"", refused.Reason);
    }

    [Fact]
    public async Task What_contradicts_behind_the_rows_that_settled_the_order_refuses_the_file_too()
    {
        string[] dates = [.. Days(3000), .. Repeat("03/04/2011", 400), .. Repeat("12/25/2011", 30)];
        var refused = await _rig.Shop.RefusedAsync(Text(dates));
        Assert.Equal("mixed-dates", refused.Why!.Code);
        Assert.Contains("3,000 can only be read with the day first", refused.Reason);
        Assert.Contains("30 only with the month first (3402: \"12/25/2011\", 3403:", refused.Reason);
        Assert.Equal(0, _rig.Ask<long>("select count(*) from data_orders"));

        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text(dates)), "orders");
        Assert.Equal("day-first", plan.Form.Dates);
        Assert.Equal("mixed-dates", Assert.IsType<PreviewOutcome.Refused>(await _rig.Files.PreviewAsync(plan, default)).Refusal.Why!.Code);
        Assert.Equal("mixed-dates", Assert.IsType<ImportOutcome.Refused>(await _rig.RunAsync(plan)).Why!.Code);
    }

    [Fact]
    public async Task One_slip_among_rows_that_can_be_read_both_ways_settles_nothing()
    {
        var refused = await _rig.Shop.RefusedAsync(Text([.. Repeat("12/01/2011", 999), "25/12/2011"]));
        Assert.Equal("open-dates", refused.Why!.Code);
        Assert.Contains("999 of them", refused.Reason);
        Assert.Equal("unknown", (await _rig.SeenAsync(Text([.. Repeat("12/01/2011", 999), "25/12/2011"]), kind: "orders")).Form.Dates);
    }

    [Fact]
    public async Task Few_slips_among_many_dates_that_decide_cost_their_rows_only()
    {
        Assert.Equal((900L, 3L), Left(await AppliedAsync([.. Days(900), .. Repeat("05/14/2011", 3)])));
        Assert.Equal("mixed-dates", (await _rig.Shop.RefusedAsync(Text([.. Days(901), .. Repeat("05/15/2011", 5)]))).Why!.Code);
        Assert.Equal("mixed-dates", (await _rig.Shop.RefusedAsync(Text([.. Days(30), "05/14/2011"]))).Why!.Code);
    }

    [Fact]
    public async Task An_order_that_a_person_says_is_followed_and_what_contradicts_it_is_rejected()
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text([.. Days(10), "05/14/2011", "03/04/2011"])), "orders");
        var said = plan with { Form = plan.Form with { Dates = "day-first" } };
        Assert.Equal((11L, 1L), Left(Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(said)).Summary));
    }

    [Theory]
    [InlineData("day-first", "2010-13-01")]
    [InlineData("year-first", "13/05/2010")]
    public async Task More_than_half_unreadable_dates_refuse_a_file_whose_order_was_said_and_its_preview(string said, string unreadable)
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text(["2010-05-01", unreadable, unreadable])), "orders");
        var told = plan with { Form = plan.Form with { Dates = said } };
        var refused = Assert.IsType<PreviewOutcome.Refused>(await _rig.Files.PreviewAsync(told, default)).Refusal;
        Assert.Equal("unreadable-dates", refused.Why!.Code);
        Assert.Contains($"2 of 3 dates cannot be read. The first, each behind its row: 3: \"{unreadable}\", 4:", refused.Reason);
        Assert.Equal(refused.Reason, Assert.IsType<ImportOutcome.Refused>(await _rig.RunAsync(told)).Reason);
    }

    [Fact]
    public async Task Unreadable_dates_are_counted_in_the_whole_file_and_in_workbooks()
    {
        Assert.Contains("1,500 of 2,600 dates", (await _rig.Shop.RefusedAsync(Text([.. Days(1100), .. Repeat("never", 1500)]))).Reason);
        var book = Packed.Workbook([ImportRig.Header.Trim().Split(','), .. new[] { "2010-05-01", "soon", "later" }.Select((date, i) => Row(i, date).Split(','))]);
        Assert.Contains("2 of 3 dates", Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(book, "orders")).Reason);
    }

    [Fact]
    public async Task Dates_of_orders_that_are_there_already_count_among_the_readable_ones()
    {
        await AppliedAsync([.. Days(50)]);
        var again = await AppliedAsync([.. Days(50), "soon", "later", "2011-02-01"]);
        Assert.Equal((1L, 2L, 50L), (again.Lines, again.Rejected, again.Unchanged));
    }

    [Fact]
    public async Task The_preview_of_a_long_file_that_begins_badly_reads_on_before_it_says_no()
    {
        string[] dates = [.. Repeat("never", 15_000), .. Days(16_000)];
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text(dates)), "orders");
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(plan with { Form = plan.Form with { Dates = "day-first" } }, default)).Preview;
        Assert.Equal((31_000L, 15_000L), (preview.Rows, preview.Rejected));
    }

    [Fact]
    public async Task Text_dates_of_a_workbook_are_read_as_those_of_a_text_file()
    {
        var book = Packed.Workbook([ImportRig.Header.Trim().Split(','), Row(1, "13/05/2010").Split(','), Row(2, "02/05/2010").Split(',')]);
        Assert.Equal((2L, 0L), Left(Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(book, "orders")).Summary));
    }

    [Fact]
    public async Task Other_kinds_hold_all_rows_against_the_order_of_the_first_ones_too_unless_somebody_says_it()
    {
        var rows = Days(2500).Concat(Repeat("03/04/2011", 200)).Concat(Repeat("12/25/2011", 40)).Select((date, i) => $"{i},marketing,yes,{date}\n");
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes("customer,purpose,granted,date\n" + string.Concat(rows)), "consents");
        Assert.Equal("day-first", plan.Form.Dates);
        var refused = Assert.IsType<PreviewOutcome.Refused>(await _rig.Files.PreviewAsync(plan, default)).Refusal;
        Assert.Contains("40 only with the month first (2702: \"12/25/2011\"", refused.Reason);
        Assert.Equal((refused.Reason, "date"), Assert.IsType<ImportOutcome.Refused>(await _rig.RunAsync(plan)) is var other ? (other.Reason, other.Column) : default);
        Assert.Equal(0, _rig.Ask<long>("select count(*) from data_consents"));

        var said = await _rig.Files.LookAsync(plan.Path, plan.Name, plan.Form with { Dates = "month-first" }, "consents", default);
        var again = Assert.IsType<LookOutcome.Seen>(said).Look.Form with { Dates = "day-first" };
        Assert.Equal((2700L, 40L), Left(Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan with { Form = again })).Summary));
    }

    [Fact]
    public async Task Dates_that_the_rows_leave_open_are_read_as_a_remembered_mapping_has_them_unless_they_contradict_it()
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text([.. Days(20)])), "orders");
        await _rig.Shop.Mappings.SaveAsync("shop", ImportRig.Header.Trim().Split(','), plan, default);
        var open = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text(["2011-12-01", "2011-12-02", "09/12/2011"])), "orders");
        Assert.Equal("day-first", open.Form.Dates);
        Assert.Equal((3L, 0L), Left(Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(open)).Summary));
        Assert.Equal(new DateTimeOffset(2011, 12, 9, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), _rig.Ask<long>("select max(at) from data_orders"));
        var other = await _rig.PlanAsync(Encoding.UTF8.GetBytes(Text(["12/01/2011", "12/25/2011"])), "orders");
        Assert.Equal("month-first", other.Form.Dates);
    }

    private static (long, long) Left(ImportSummary summary) => (summary.Lines, summary.Rejected);

    private static IEnumerable<string> Days(int rows) => Enumerable.Range(0, rows).Select(i => $"{13 + (i % 16)}/05/2011");

    private static IEnumerable<string> Repeat(string date, int rows) => Enumerable.Repeat(date, rows);

    private static string Row(int order, string date) => $"{order},20001,LAMP,1,{date},1.50,17,France";

    private static string Text(string[] dates) => ImportRig.Header + string.Concat(dates.Select((date, i) => Row(i, date) + "\n"));

    private async Task<ImportSummary> AppliedAsync(string[] dates) => Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(Text(dates))).Summary;
}
