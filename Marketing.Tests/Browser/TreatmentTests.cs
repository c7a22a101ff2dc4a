using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>Missing values and outliers treated, and rules made anew, by what can be read on the pages.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class TreatmentTests(DemoSite site)
{
    private const string Gap = "Days between orders";

    [BrowserFact]
    public async Task A_treatment_is_looked_at_before_it_is_saved_and_taken_back_afterwards()
    {
        await using var page = await site.OpenAsync("/data/quality");
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Link, new() { Name = "Missing values and outliers" }));
        await Visible(Fact(page, "Outliers", "0"));
        var other = (await CellsAsync(page, "Largest"))[0];
        await ChooseAsync(page, "Feature", Gap);

        // The facts of the feature before stay in view until those of this one are there.
        await Visible(Row(page, "Largest").Filter(new() { HasNotText = other }));
        var (least, most) = (await CellsAsync(page, "Smallest"), await CellsAsync(page, "Largest"));
        Assert.Equal(most[0], most[1]);

        await ChooseAsync(page, "Outliers", "interquartile range");
        await ChooseAsync(page, "What is done with them", "move to the nearest ordinary value");
        await WatchedPage.ArrivedAsync(page.Page, "action=Cap");
        await Visible(Row(page, "Largest").Filter(new() { HasNotText = $"{most[0]}{most[0]}" }));
        var capped = await CellsAsync(page, "Largest");
        Assert.Equal(most[0], capped[0]);
        Assert.True(Number(capped[1]) < Number(capped[0]), $"The largest of {capped[0]} became {capped[1]}.");
        Assert.Equal(least, await CellsAsync(page, "Smallest"));
        var bars = await BarsAsync(page);
        Assert.Equal(bars.Sum(bar => bar.AsIs), bars.Sum(bar => bar.Treated));
        Assert.Contains(bars, bar => bar.AsIs > 0 && bar.Treated == 0);

        var missing = Number((await CellsAsync(page, "Missing"))[0]);
        await ChooseAsync(page, "Missing values", "median");
        await Visible(Fact(page, "Filled", $"{missing:N0}"));
        Assert.Equal("0", (await CellsAsync(page, "Missing"))[1]);

        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }));
        await Visible(page.Page.GetByText($"The treatment of “{Gap}” is in force."));
        var inForce = page.Page.GetByRole(AriaRole.Table, new() { Name = "Which treatments are in force?" }).GetByRole(AriaRole.Row).Filter(new() { HasText = Gap });
        await Visible(inForce.Filter(new() { HasText = "interquartile range, threshold usual: move to the nearest ordinary value" }));
        await Visible(page.Page.GetByText("What is on view is in force."));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Button, new() { Name = $"Back to the configuration: {Gap}" }));
        await Visible(page.Page.GetByText($"“{Gap}” follows the configuration again."));
        await Visible(Fact(page, "Filled", "0"));
        Assert.Equal(0, await inForce.CountAsync());
        Assert.Equal(most, await CellsAsync(page, "Largest"));
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task Rules_are_made_anew_from_days_that_are_refused_in_words_until_they_do()
    {
        await using var page = await site.OpenAsync("/data/quality", width: 390, height: 844);
        var field = page.Page.GetByRole(AriaRole.Row).Filter(new() { Has = page.Page.GetByRole(AriaRole.Link, new() { Name = "Coupon of orders", Exact = true }) });
        await page.ClickAsync(field.GetByRole(AriaRole.Button));
        await Assertions.Expect(field.GetByRole(AriaRole.Cell)).ToHaveCountAsync(8);
        await page.ClickAsync(field.GetByRole(AriaRole.Button));
        await Assertions.Expect(field.GetByRole(AriaRole.Cell)).ToHaveCountAsync(1);
        var form = page.Page.GetByRole(AriaRole.Form, new() { Name = "Make the rules anew from a period taken for sound" });
        var make = form.GetByRole(AriaRole.Button, new() { Name = "Make rules" });
        await page.ClickAsync(make);
        await Visible(page.Page.GetByText("Enter the first and the last day of the period."));
        await form.GetByLabel("First day").FillAsync("2011-10-31");
        await form.GetByLabel("Last day").FillAsync("2011-01-01");
        await page.ClickAsync(make);
        await Visible(page.Page.GetByText("The last day (2011-01-01) is before the first (2011-10-31); exchange the two."));
        await form.GetByLabel("First day").FillAsync("2030-01-01");
        await form.GetByLabel("Last day").FillAsync("2030-01-31");
        await page.ClickAsync(make);
        await Visible(page.Page.GetByText(new Regex("^There is no order from 2030-01-01 to 2030-01-31; choose days between 2009-")));
        await form.GetByLabel("First day").FillAsync("2010-12-01");
        await form.GetByLabel("Last day").FillAsync("2011-11-30");
        await page.ClickAsync(make);
        await Visible(page.Page.GetByText(new Regex(@"^\d+ rules were made; those changed by hand stay\.$")));
        await Assertions.Expect(page.Page.GetByText("There is no order from")).ToHaveCountAsync(0);
        Assert.Empty(page.Faults);
    }

    private static async Task ChooseAsync(WatchedPage page, string label, string option)
    {
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Combobox, new() { Name = label, Exact = true }));
        await page.ClickAsync(page.Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }));
        await page.SettledAsync();
    }

    private static ILocator Facts(WatchedPage page) => page.Page.GetByRole(AriaRole.Region, new() { Name = "What would change?" });

    private static ILocator Fact(WatchedPage page, string name, string value) =>
        Facts(page).Locator("dl > div").Filter(new() { HasTextRegex = new Regex($@"^\s*{name}\s*{Regex.Escape(value)}\s*$") });

    private static ILocator Row(WatchedPage page, string name) =>
        Facts(page).GetByRole(AriaRole.Row).Filter(new() { Has = page.Page.GetByRole(AriaRole.Rowheader, new() { Name = name, Exact = true }) });

    // As it is, and treated.
    private static async Task<IReadOnlyList<string>> CellsAsync(WatchedPage page, string row) => await Row(page, row).GetByRole(AriaRole.Cell).AllInnerTextsAsync();

    private static async Task<IReadOnlyList<(long AsIs, long Treated)>> BarsAsync(WatchedPage page)
    {
        var chart = page.Page.GetByRole(AriaRole.Region, new() { Name = "How would the distribution change?", Exact = true }).First;
        await page.ClickAsync(chart.GetByRole(AriaRole.Button, new() { Name = "Table" }));
        var table = chart.GetByRole(AriaRole.Table, new() { Name = "How would the distribution change?" });
        await Visible(table);
        var cells = await table.GetByRole(AriaRole.Cell).AllInnerTextsAsync();
        return [.. cells.Chunk(3).Select(row => ((long)Number(row[1]), (long)Number(row[2])))];
    }

    private static double Number(string text) => double.Parse(text.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    private static Task Visible(ILocator target) => target.First.WaitForAsync(new() { State = WaitForSelectorState.Visible });
}
