using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>A file from its choice to its import and back, by what can be read on the pages.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class ImportWizardTests(DemoSite site)
{
    private const float Limit = 30_000;

    [BrowserFact]
    public async Task What_the_previous_tool_left_is_brought_in_through_every_step_and_taken_back()
    {
        await using var page = await site.OpenAsync("/data/imports");
        await page.ClickAsync(Link(page, "Import unsubscribes, bounces and suppressions"));
        await Visible(page.Page.GetByText("The files will be read as unsubscribes and suppressions."));
        await ChooseAsync(page, "left.csv", "Email Address;Reason;Date\nnobody-1@example.com;unsubscribed;2011-05-01\nnobody-2@example.com;bounced;2011-05-02\nnot an address;unsubscribed;2011-05-03\n");

        await Visible(Heading(page, "What the file holds, and how it is written"));
        await Visible(page.Page.GetByRole(AriaRole.Table, new() { Name = "Kind and columns" }).GetByText("nobody-1@example.com"));
        await NextAsync(page);
        await Visible(page.Page.GetByText("All 3 rows were read: 2 would be taken over"));
        await Visible(page.Page.GetByRole(AriaRole.Table, new() { Name = "Rows left out or changed" }).GetByText("not an address"));
        await NextAsync(page);
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Import now" }));

        await Visible(page.Page.GetByText("left.csv was imported: 3 rows, 2 of them taken over."));
        await page.ClickAsync(Link(page, "What cleaning did"));
        await Visible(Heading(page, "left.csv"));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Take this import back" }));
        await Visible(page.Page.GetByRole(AriaRole.Button, new() { Name = "Apply again" }));
        await Visible(page.Page.GetByText("taken back", new() { Exact = true }));
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task A_file_of_orders_that_is_there_already_is_said_to_have_changed_nothing()
    {
        await using var page = await site.OpenAsync("/data/imports/new");
        const string orders = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\nW-1,WIZARD1,LAMP,2,2011-11-01 10:00,1.50,99001,France\n";
        foreach (var said in new[] { "wizard.csv was imported: 1 rows, 1 orders.", "wizard.csv was imported before" })
        {
            await page.GoAsync("/data/imports/new");
            await ChooseAsync(page, "wizard.csv", orders);
            await Visible(Heading(page, "What the file holds, and how it is written"));
            await NextAsync(page);
            await Visible(page.Page.GetByText("All 1 rows were read"));
            await NextAsync(page);
            await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Import now" }));
            await Visible(page.Page.GetByText(new Regex("^" + Regex.Escape(said))));
        }

        await page.ClickAsync(Link(page, "What cleaning did"));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Take this import back" }));
        await Visible(page.Page.GetByRole(AriaRole.Button, new() { Name = "Apply again" }));
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task Rows_without_a_rate_are_said_on_the_page_of_rates_and_come_in_by_the_file_of_rows_to_correct()
    {
        await using var page = await site.OpenAsync("/data/imports/new", width: 390, height: 844);
        await ChooseAsync(page, "abroad.csv", "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Currency\nR-1,RATE1,2,2011-11-01 10:00,1.50,99001,GBP\nR-2,RATE1,2,2011-11-01 10:00,150,99001,JPY\n");
        await Visible(Heading(page, "What the file holds, and how it is written"));
        await NextAsync(page);
        await Visible(page.Page.GetByText("All 2 rows were read"));
        await NextAsync(page);
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Import now" }));
        await Visible(page.Page.GetByText("abroad.csv was imported"));
        await page.ClickAsync(Link(page, "What cleaning did"));
        await Visible(page.Page.GetByText("1 row of abroad.csv waits for a rate of JPY"));
        await page.ClickAsync(Link(page, "Enter rates").First);

        await Visible(Heading(page, "Add a rate"));
        await page.Page.GetByLabel("Currency", new() { Exact = true }).FillAsync("jpy");
        await page.Page.GetByLabel("First day").FillAsync("2011-01-01");
        await page.Page.GetByLabel("Rate", new() { Exact = true }).FillAsync("125");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Add a rate" }));
        await Visible(page.Page.GetByRole(AriaRole.Table, new() { Name = "Rates" }).GetByText("2011-01-01"));
        await Visible(page.Page.GetByRole(AriaRole.Table, new() { Name = "Rates" }).GetByRole(AriaRole.Button, new() { Name = "Remove the rate of JPY from 2011-01-01 on" }));
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"));

        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.ClickAsync(Link(page, "Rows to correct")), new() { Timeout = Limit });
        var rows = await File.ReadAllTextAsync(await download.PathAsync());
        await page.GoAsync("/data/imports/new");
        await ChooseAsync(page, download.SuggestedFilename, rows);
        await Visible(Heading(page, "What the file holds, and how it is written"));
        await NextAsync(page);
        await Visible(page.Page.GetByText("All 1 rows were read: 1 would be taken over"));
        await NextAsync(page);
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Import now" }));
        await Visible(page.Page.GetByText("abroad-rejected.csv was imported: 1 rows, 1 orders."));
        await page.GoAsync("/data/rates");
        await Visible(page.Page.GetByText("No row waits for a rate."));
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task A_mapping_remembered_in_the_wizard_is_renamed_and_forgotten_on_its_page()
    {
        await using var page = await site.OpenAsync("/data/imports/new");
        await ChooseAsync(page, "people.csv", "Kundennummer-X,E-Mail-X\n99002,map@example.com\n");
        await Visible(Heading(page, "What the file holds, and how it is written"));
        await page.Page.GetByLabel("Name to keep it by").FillAsync("Our CRM");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Remember" }));
        await Visible(page.Page.GetByText("Remembered; offered again"));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Throw away" }));
        await page.ClickAsync(Link(page, "Mappings"));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Rename Our CRM" }));
        await page.Page.GetByLabel("New name").FillAsync("Old CRM");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Save the name" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Forget Old CRM" }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Forget" }));
        await Visible(page.Page.GetByText("No mapping is remembered yet"));
        Assert.Empty(page.Faults);
    }

    private static async Task ChooseAsync(WatchedPage page, string name, string text)
    {
        await page.Page.Locator("input[type=file]:enabled").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Limit });
        await page.Page
            .GetByLabel(new Regex("Drop one or several files here"))
            .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(text) }, new() { Timeout = Limit });
    }

    private static ILocator Link(WatchedPage page, string name) => page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static ILocator Heading(WatchedPage page, string name) => page.Page.GetByRole(AriaRole.Heading, new() { Name = name });

    // A click that crosses a drawing of the link is dropped by the framework: a person who sees nothing happen clicks again.
    private static async Task NextAsync(WatchedPage page)
    {
        var before = page.Page.Url;
        await page.ClickAsync(Link(page, "Next"));
        try
        {
            await page.Page.WaitForURLAsync(url => url != before, new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            await Link(page, "Next").ClickAsync();
        }
    }

    private static Task Visible(ILocator locator) => locator.First.WaitForAsync(new() { State = WaitForSelectorState.Visible, Timeout = Limit });
}
