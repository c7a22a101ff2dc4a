using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

/// <summary>An answer given on the phone, written down on the customer's page.</summary>
[Trait("Category", "Browser")]
[Collection(nameof(DemoSite))]
public sealed class ConsentTests(DemoSite site)
{
    [BrowserFact]
    public async Task An_answer_by_hand_says_what_is_missing_and_is_kept_with_who_and_why()
    {
        await using var page = await site.OpenAsync("/customers/2");
        var card = page.Page.GetByRole(AriaRole.Region, new() { Name = "What did the person agree to?" });
        await page.ClickAsync(card.GetByText("Write an answer down").First);
        var form = card.GetByRole(AriaRole.Form, new() { Name = "Write an answer down" });
        await page.ClickAsync(form.GetByRole(AriaRole.Button, new() { Name = "Write an answer down" }));
        await Visible(form.GetByText("Say where the person answered, for example “phone call”, in up to 500 letters."));

        await form.GetByLabel("Where the person answered").FillAsync("phone call");
        await form.GetByLabel("Why by hand").FillAsync("They asked us <b>not</b> to write");
        await page.ClickAsync(form.GetByRole(AriaRole.Button, new() { Name = "Write an answer down" }));
        await page.ClickAsync(card.GetByText(new Regex(@"^Every answer \(\d+\)$")));
        await Visible(card.GetByText(new Regex("Written down by ada: They asked us <b>not</b> to write")));
        Assert.Empty(page.Faults);
    }

    private static Task Visible(ILocator target) => target.WaitForAsync(new() { State = WaitForSelectorState.Visible });
}
