using System.Text;
using Marketing.Data;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>Tables that do not begin in the first row, or stand on another sheet.</summary>
public sealed class HeaderRowTests : IDisposable
{
    private static readonly string[] Header = ["Order No", "SKU", "Qty", "Order Date", "Price", "Customer"];
    private static readonly string[] First = ["1", "A1", "#2", "2009年12月1日 10时30分5秒", "#1.5", "7"];
    private static readonly string[] Second = ["2", "A2", "#1", "2009年12月02日 10:30", "#2.5", "8"];
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_title_and_an_empty_row_above_the_header_of_a_workbook_are_skipped_and_the_row_is_said()
    {
        var book = Packed.Workbook([["Sales report 2024"], [], Header, First, Second]);
        var look = await _rig.SeenAsync(book, "report.xlsx");
        Assert.Equal((3, "orders", "year-first"), (look.Form.HeaderRow, look.Kind, look.Form.Dates));
        Assert.Equal(Header, look.Headers);
        Assert.Equal("1", look.Samples[0][0]);

        var plan = await _rig.PlanAsync(book, "orders", "report.xlsx");
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(plan, default)).Preview;
        Assert.Equal((2L, 2L, 4L), (preview.Rows, preview.Accepted, preview.First[0].Row));
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan)).Summary;
        Assert.Equal((2L, 2L, 0L), (summary.Rows, summary.Orders, summary.Rejected));
        Assert.Equal(
            [new DateTimeOffset(2009, 12, 1, 10, 30, 5, TimeSpan.Zero).ToUnixTimeMilliseconds(), new DateTimeOffset(2009, 12, 2, 10, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()],
            _rig.All<long>("select at from data_orders order by at"));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Titles_above_the_header_of_a_text_are_skipped_too_and_rows_keep_their_numbers(char delimiter)
    {
        var text = "Customers of the shop, as of December\n\nMade by: export\n" + "Id,E-Mail,City\n7,a@x.example,Bonn\n8,none,Bonn\n".Replace(',', delimiter);
        var look = await _rig.SeenAsync(text);
        Assert.Equal((4, "customers"), (look.Form.HeaderRow, look.Kind));
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(text, "customers")).Summary;
        Assert.Equal((2L, 1L, 1L), (summary.Rows, summary.Lines, summary.Rejected));
        Assert.Equal((6L, "E-Mail"), Assert.Single(await _rig.Shop.IssuesAsync(summary.Id)) is var issue ? (issue.Row, issue.Column) : default);
        Assert.StartsWith("Id,E-Mail,City,Import note\r\n8,none,Bonn,", await _rig.RejectedAsync(summary.Id));
    }

    [Fact]
    public async Task A_header_of_unknown_names_is_found_below_a_lone_title_and_can_be_said_by_hand()
    {
        var book = Packed.Workbook([["Liste"], [], ["Kennung", "Anschrift", "Ort"], ["7", "a@x.example", "Bonn"]]);
        Assert.Equal(3, (await _rig.SeenAsync(book, "liste.xlsx", "customers")).Form.HeaderRow);

        var second = Packed.Workbook([["Stand", "heute"], ["Kennung", "Anschrift"], ["7", "a@x.example"]]);
        var look = await _rig.SeenAsync(second, "liste.xlsx", "customers");
        Assert.Equal(1, look.Form.HeaderRow);
        var said = Assert.IsType<LookOutcome.Seen>(await _rig.LookAsync(second, "liste.xlsx", look.Form with { HeaderRow = 2 }, "customers")).Look;
        Assert.Equal(["Kennung", "Anschrift"], said.Headers);
        var gone = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(second, "liste.xlsx", look.Form with { HeaderRow = 40 }, "customers")).Refusal;
        Assert.Contains("no row 40", gone.Reason);
    }

    [Theory]
    [InlineData("Kunde,Adresse\n7,a@x.example\n")]
    [InlineData("email\na@x.example\nb@x.example\n")]
    [InlineData("Kontakt\na@x.example,Ann\nb@x.example,Bob\n")]
    [InlineData("id,email\nid,email\n")]
    public async Task The_first_row_is_the_header_where_nothing_shows_another(string text) =>
        Assert.Equal(1, (await _rig.SeenAsync(text, kind: "customers")).Form.HeaderRow);

    [Fact]
    public async Task A_missing_column_is_said_of_the_row_of_the_header()
    {
        var text = "Report\n\nOrder No,SKU,Qty,Order Date,Price,Customer\n1,A1,1,2009-12-01,1.5,7\n";
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), "orders");
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.RunAsync(plan with { Columns = new Dictionary<string, string>(plan.Columns) { ["UnitPrice"] = "Amount" } }));
        Assert.Equal(3, refused.Row);
    }

    [Fact]
    public async Task Of_several_sheets_the_first_with_a_known_header_is_read_and_a_cover_is_not()
    {
        var book = Packed.Book(("Cover", [["ACME Ltd"], ["Annual figures", "2024"]]), ("Notes", []), ("Sales", [["Sales"], Header, First]), ("More", [Header, Second]));
        var look = await _rig.SeenAsync(book, "book.xlsx");
        Assert.Equal(("Sales", 2, 1.0, "orders"), (look.Form.Sheet, look.Form.HeaderRow, look.Sure["sheet"], look.Kind));
        Assert.Equal(["Cover", "Notes", "Sales", "More"], look.Sheets);
        var said = Assert.IsType<LookOutcome.Seen>(await _rig.LookAsync(book, "book.xlsx", look.Form with { Sheet = "More", HeaderRow = 0 })).Look;
        Assert.Equal(("More", 1), (said.Form.Sheet, said.Form.HeaderRow));
        Assert.Equal("2", said.Samples[0][0]);
    }

    [Fact]
    public async Task Where_no_sheet_has_a_known_header_the_first_is_shown_and_said_to_be_not_sure()
    {
        var book = Packed.Book(("Cover", [["ACME"]]), ("Daten", [["Kennung", "Anschrift"], ["7", "Bonn"]]));
        var look = await _rig.SeenAsync(book, "book.xlsx");
        Assert.Equal((null, 0.0), (look.Form.Sheet, look.Sure["sheet"]));
        Assert.DoesNotContain("sheet", (await _rig.SeenAsync(Packed.Workbook([["Kennung"], ["7"]]), "book.xlsx")).Sure.Keys);
    }

    [Fact]
    public void A_form_that_was_kept_before_rows_could_be_said_has_its_header_in_the_first()
    {
        var form = System.Text.Json.JsonSerializer.Deserialize<FileForm>("""{"Packing":"plain","Encoding":"utf-8","Delimiter":"comma","Quote":"double","DecimalSign":"point","Dates":"year-first","Sheet":null}""");
        Assert.Equal(1, form!.HeaderRow);
    }
}
