using Bunit;
using Marketing.App.Components.Pages.Data;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Import.Files;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.App.Pages.Data;

/// <summary>Files dropped on the wizard, by what its pages say.</summary>
public sealed class ImportWizardPageTests : IDisposable
{
    private const string Customers = "id,email\n7,seven@x.example\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Of_several_files_each_is_told_with_where_it_stands_and_they_are_gone_through_one_after_the_other()
    {
        await using var page = Page(Words.English);
        var wizard = Open(page);
        Drop(wizard, ("empty.csv", ""), ("first.csv", Customers), ("second.csv", Customers.Replace('7', '8')));
        wizard.WaitForAssertion(() => Assert.Equal(["empty.csv refused", "first.csv open here", "second.csv waits for you"], Listed(wizard)));
        Assert.Contains("The file is empty.", wizard.Find(".dropped [role=alert]").TextContent, StringComparison.Ordinal);

        await StartAsync(page, wizard);
        wizard.WaitForAssertion(() => Assert.Equal(["empty.csv refused", "first.csv import started", "second.csv open here"], Listed(wizard)));
        wizard.WaitForAssertion(() => Assert.Equal("second.csv", wizard.Find("h1").TextContent));

        await wizard.WaitForElement(".wizard-foot button").ClickAsync(new());
        wizard.WaitForAssertion(() => Assert.EndsWith("/data/imports", page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("first.csv", Assert.Single(await _rig.Files.JobsAsync(9, default), job => job.State == ImportJobState.Waiting).Name);
    }

    [Fact]
    public async Task A_file_is_gone_on_with_only_when_no_other_is_still_uploaded()
    {
        await using var page = Page(Words.English);
        var dropped = new DroppedFiles();
        var (first, second) = dropped.Take(["first.csv", "second.csv"]) is [var one, var two] ? (one, two) : default;
        first.Keep(7);
        second.Look();
        var list = page.Render<DroppedList>(parameters => parameters.Add(shown => shown.Dropped, dropped));
        Assert.Empty(list.FindAll("a"));
        second.Refuse("broken");
        list.Render();
        Assert.Contains("draft=7", Assert.Single(list.FindAll("a")).GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_all_refused_stay_named_where_others_can_be_dropped()
    {
        await using var page = Page(Words.Chinese);
        var wizard = Open(page);
        Drop(wizard, ("empty.csv", ""), ("bare.csv", ""));
        wizard.WaitForAssertion(() => Assert.Equal(["empty.csv 已拒绝", "bare.csv 已拒绝"], Listed(wizard)));
        Assert.Equal(2, wizard.FindAll(".dropped [role=alert]").Count);
        Assert.Contains("文件是空的", wizard.Find(".dropped [role=alert]").TextContent, StringComparison.Ordinal);

        Drop(wizard, ("good.csv", Customers));
        wizard.WaitForAssertion(() => Assert.Equal("good.csv", wizard.Find("h1").TextContent));
        Assert.Empty(wizard.FindAll(".dropped"));
    }

    [Fact]
    public async Task More_files_than_are_taken_at_once_are_refused_by_name()
    {
        await using var page = Page(Words.English);
        var wizard = Open(page);
        Drop(wizard, [.. Enumerable.Range(1, 51).Select(i => ($"{i}.csv", ""))]);
        wizard.WaitForAssertion(() => Assert.Equal(51, wizard.FindAll(".dropped [role=alert]").Count));
        Assert.Equal("Up to 50 files are taken at once. Drop this one again afterwards.", wizard.FindAll(".dropped [role=alert]")[^1].TextContent);
    }

    [Theory]
    [InlineData(Words.English, "This shop counts money in GBP and days in the time zone Europe/London.", "before the first orders come in", "cannot change now")]
    [InlineData(Words.Chinese, "本店以 GBP 记账，并按 Europe/London 时区计算日期。", "首批订单之前", "货币不能再更改")]
    public async Task The_last_step_says_in_what_the_shop_counts_and_where_that_is_changed(string language, string counts, string before, string after)
    {
        await using var page = Page(language);
        var wizard = Open(page);
        Drop(wizard, ("people.csv", Customers));
        wizard.WaitForAssertion(() => Assert.Equal("people.csv", wizard.Find("h1").TextContent));
        GoTo(page, ImportStep.Start);
        wizard.WaitForAssertion(() => Assert.Contains(counts, wizard.Find(".wizard-step .note").TextContent, StringComparison.Ordinal));
        Assert.Contains(before, wizard.Find(".wizard-step .note").TextContent, StringComparison.Ordinal);
        Assert.Equal("/settings/shop", wizard.Find(".wizard-step .note a").GetAttribute("href"));

        var fixedNow = page.Render<ShopBasis>(parameters => parameters.Add(one => one.Profile, ShopProfile.Default).Add(one => one.HasOrders, true));
        Assert.Contains(after, fixedNow.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_nobody_knows_opens_as_orders_and_names_the_missing_columns_without_options_of_a_command()
    {
        await using var page = Page(Words.English);
        var wizard = Open(page);
        Drop(wizard, ("list.csv", "email,birthday\na@x.example,1980-01-01\n"));
        wizard.WaitForAssertion(() => Assert.Contains("No column yet for: ", wizard.Find(".wizard-step").TextContent, StringComparison.Ordinal));
        wizard.WaitForAssertion(() => Assert.Contains("InvoiceNo", wizard.Find(".consequences").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("--", wizard.Find(".consequences").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Each address is refused", wizard.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_no_field_takes_are_named_beside_the_steps()
    {
        await using var page = Page(Words.Chinese);
        var wizard = Open(page);
        Drop(wizard, ("people.csv", "id,email,First name,Birthday\n7,a@x.example,Ann,1980-01-01\n"));
        wizard.WaitForAssertion(() => Assert.Contains("未使用的列：First name、Birthday", wizard.Find(".consequences").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(Words.English, "not sure", "Row of the header", "The first 100 of 150.", "Write one of: unsubscribed, bounced, complained, suppressed.")]
    [InlineData(Words.Chinese, "无法确定", "表头所在行", "共 150 行，仅列出前 100 行。", "请使用以下词之一：unsubscribed, bounced, complained, suppressed。")]
    public async Task What_is_open_is_not_called_sure_the_row_of_the_header_is_shown_and_a_part_of_the_bad_rows_is_called_one(string language, string open, string header, string part, string words)
    {
        await using var page = Page(language);
        var wizard = Open(page);
        var rows = string.Concat(Enumerable.Range(1, 150).Select(i => $"a{i}@x.example,mailshot,01/02/2009\n"));
        Drop(wizard, ("unsubscribed.csv", "Left\n\nemail,reason,date\nb@x.example,bounced,02/01/2009\n" + rows));
        wizard.WaitForAssertion(() => Assert.Contains(open, wizard.Find(".wizard-step").TextContent, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("0.0", wizard.Find(".wizard-step .filters").TextContent, StringComparison.Ordinal);
        Assert.Contains(header, wizard.Find(".wizard-step .filters").TextContent, StringComparison.Ordinal);
        Assert.Equal("3", Number(wizard).GetAttribute("value"));

        var dates = wizard.FindComponents<ImportChoice>().Single(choice => choice.Instance.Values.Contains("day-first"));
        await wizard.InvokeAsync(() => dates.Instance.OnChosen.InvokeAsync("day-first"));
        GoTo(page, ImportStep.Preview);
        wizard.WaitForAssertion(() => Assert.Contains(part, wizard.Find(".wizard-step").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(words, wizard.Find(".wizard-step").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_the_header_that_a_person_says_is_read_anew()
    {
        await using var page = Page(Words.English);
        var wizard = Open(page);
        Drop(wizard, ("people.csv", "Stand,heute\nKennung,Anschrift\n7,a@x.example\n"));
        wizard.WaitForAssertion(() => Assert.Equal("1", Number(wizard).GetAttribute("value")), Patience);
        await Number(wizard).ChangeAsync(new() { Value = "2" });
        wizard.WaitForAssertion(() => Assert.Equal("2", Number(wizard).GetAttribute("value")), Patience);
        var draft = Assert.Single(await _rig.Files.JobsAsync(9, default));
        Assert.Equal(2, (await _rig.Files.DraftAsync(draft.Id, default))!.Form.HeaderRow);
    }

    [Fact]
    public async Task Of_a_workbook_without_a_known_header_the_first_sheet_is_shown_and_a_choice_is_asked_for()
    {
        await using var page = Page(Words.English);
        var wizard = Open(page);
        var book = Packed.Book(("Cover", [["ACME"]]), ("Daten", [["Liste"], [], ["Kennung", "Anschrift"], ["7", "Bonn"]]));
        wizard.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(book, "book.xlsx"));
        wizard.WaitForAssertion(() => Assert.Contains("No sheet has a row that is known as a header", wizard.Find(".wizard-step").TextContent, StringComparison.Ordinal), Patience);
        var sheets = wizard.FindComponents<MudBlazor.MudSelect<string>>().Single(select => select.Instance.Label == "Sheet");
        await wizard.InvokeAsync(() => sheets.Instance.ValueChanged.InvokeAsync("Daten"));
        wizard.WaitForAssertion(() => Assert.Equal("3", Number(wizard).GetAttribute("value")), Patience);
        wizard.WaitForAssertion(() => Assert.DoesNotContain("No sheet has", wizard.Find(".wizard-step").TextContent, StringComparison.Ordinal), Patience);
    }

    private PageContext Page(string language)
    {
        var page = new PageContext(language, Role.Marketer);
        page.Services.AddSingleton(_rig.Files);
        page.Services.AddSingleton<IImportMappings>(_rig.Shop.Mappings);
        page.Services.AddSingleton<IShop>(_rig.Shop.Shop);
        page.Services.AddSingleton(new UploadFolder(_rig.Shop.Database.Folder, NullLogger<UploadFolder>.Instance));
        page.Services.AddSingleton(Options.Create(new PagesOptions()));
        page.Render<MudBlazor.MudPopoverProvider>();
        return page;
    }

    private static IRenderedComponent<ImportWizard> Open(PageContext page)
    {
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/data/imports/new");
        return page.Render<ImportWizard>();
    }

    private static void Drop(IRenderedComponent<ImportWizard> wizard, params (string Name, string Text)[] files) =>
        wizard.FindComponent<InputFile>().UploadFiles([.. files.Select(file => InputFileContent.CreateFromText(file.Text, file.Name))]);

    private static IEnumerable<string> Listed(IRenderedComponent<ImportWizard> wizard) =>
        wizard.FindAll(".dropped > li").Select(row => string.Join(' ', row.QuerySelectorAll(":scope > a, :scope > span").Select(part => part.TextContent)));

    private static AngleSharp.Dom.IElement Number(IRenderedComponent<ImportWizard> wizard) => wizard.FindComponent<MudBlazor.MudNumericField<int>>().Find("input");

    private static void GoTo(PageContext page, ImportStep step)
    {
        var navigation = page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("step", step.ToString()));
    }

    private static async Task StartAsync(PageContext page, IRenderedComponent<ImportWizard> wizard)
    {
        GoTo(page, ImportStep.Start);
        var start = wizard.WaitForElement(".wizard-step > button");
        await start.ClickAsync(new());
    }
}
