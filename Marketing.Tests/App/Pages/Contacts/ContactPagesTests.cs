using Bunit;
using Marketing.App.Components.Pages.Campaigns;
using Marketing.App.Components.Pages.Contacts;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketing.Tests.App.Pages.Contacts;

public sealed class ContactPagesTests : IDisposable
{
    private readonly ContactShop _shop = new(20, 1);

    private static ContactFindings Judged { get; } = ContactShop.Findings with
    {
        Methods =
        [
            new("logging", false, [new("on_policy", 2666, 2556, 2760)], 1, [new("baseline", new Dictionary<string, double>())]),
            new("myopic", false, [new("wdr", 3240, 3088, 3365), new("gain_over_everybody", 574, 469, 694)], 0.56, [new("baseline", new Dictionary<string, double>())]),
            new("q-table", true, [new("wdr", 3943, 3781, 4075), new("gain_over_myopic", 702, 658, 749), new("gain_over_everybody", 1276, 1145, 1401)], 0.56, []),
            new("fitted-q", false, [new("wdr", 3100, 2900, 3300), new("gain_over_myopic", -140, -300, 20), new("gain_over_everybody", 400, 100, 700)], 0.3, [new("small_effective_sample", new Dictionary<string, double> { ["steps"] = 1, ["covered"] = 0.3, ["least_covered"] = 0.5, ["effective"] = 40, ["least"] = 100 }), new("no_gain_over_myopic", new Dictionary<string, double> { ["gain"] = -140, ["low"] = -300, ["high"] = 20 })]),
            new("cql", false, [], null, [new("small_log", new Dictionary<string, double> { ["rows"] = 500, ["least"] = 20000 })]),
        ],
        Shown = "q-table",
        Picture = [new(14, 0, 100, 0.05), new(60, 0, 40, 0.95), new(-1, -1, 9, 0.9)],
    };

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(Words.English, "There is nothing to learn from yet", "campaigns with a holdout")]
    [InlineData(Words.Chinese, "尚无可学习的数据", "带留出组")]
    public async Task An_empty_page_says_what_is_missing_and_how_to_get_there(string language, string none, string how)
    {
        await using var context = Page(Role.Marketer, language);
        var page = context.Render<ContactsPage>();
        page.WaitForAssertion(() => Assert.Contains(none, page.Markup, StringComparison.Ordinal));
        Assert.Contains(how, page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("a[href='/campaigns/new']"));
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Words.English, "A policy may act: Table of situations", "does not surely earn more than looking one message ahead: -£1.40 a customer, between -£3.00 and £0.20", "not tried: the records have 500 rows, and it needs 20,000", "14 to 59", "none lately")]
    [InlineData(Words.Chinese, "可以采用的策略：情形表", "不能确定比只看下一条赚得更多", "未尝试：台账有 500 行", "14 至 59", "近期没有")]
    public async Task The_verdict_stands_with_figures_intervals_and_reasons_in_words(string language, string verdict, string gain, string small, string band, string never)
    {
        await _shop.SendAsync(0.5, steered: true);
        var policy = await _shop.KeepPolicyAsync(Judged);
        _shop.Rig.Folder.Clock.Advance(TimeSpan.FromDays(20));
        var campaign = await _shop.SendAsync(0.2, steered: true);
        await using var context = Page(Role.Viewer, language);
        var page = context.Render<ContactsPage>();
        page.WaitForAssertion(() => Assert.Contains(verdict, page.Markup, StringComparison.Ordinal));
        Assert.Equal(3, page.FindAll("table caption + thead + tbody").Count);
        Assert.All([gain.Replace("-£", "−£", StringComparison.Ordinal), small, band, never, "£12.76"], text => Assert.Contains(text.Replace('−', '-'), page.Markup.Replace('−', '-'), StringComparison.Ordinal));
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll($"a[href='/campaigns/{campaign.Value}']"));
        Assert.Empty(page.FindAll("button"));

        var kept = (await _shop.Rig.Get<ICampaigns>().FindAsync(campaign, default))!;
        Assert.Equal(policy.Id, kept.SteeredBy);
        var figures = context.Render<CampaignFigures>(parameters => parameters.Add(one => one.Campaign, kept));
        Assert.Contains(language == Words.English ? "Left alone" : "未打扰", figures.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_and_none_that_may_act_are_told_apart()
    {
        await _shop.Policies.KeepAsync(ContactShop.Findings with { Obstacle = new(ContactObstacles.TooFew, new Dictionary<string, double> { ["customers"] = 20, ["least"] = 200 }) }, null, "a", default);
        await using var context = Page(Role.Viewer);
        var few = context.Render<ContactsPage>();
        few.WaitForAssertion(() => Assert.Contains("20 customers have two choices that were left to chance; at least 200 are needed.", few.Markup, StringComparison.Ordinal));
        await _shop.Policies.KeepAsync(Judged with { Shown = "fitted-q" }, null, "b", default);
        var none = context.Render<ContactsPage>();
        none.WaitForAssertion(() => Assert.Contains("None of the methods surely earns more", none.Markup, StringComparison.Ordinal));
        Assert.Contains("Whom the best of them would write to", none.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_may_switch_it_off_with_a_reason_and_on_again()
    {
        await using var context = Page(Role.Marketer);
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<ContactsPage>();
        page.WaitForElement(".kill-switch button");
        await page.InvokeAsync(() => page.Find(".kill-switch button").Click());
        dialogs.WaitForElement("textarea");
        await dialogs.InvokeAsync(() => dialogs.Find("textarea").Input("Christmas"));
        dialogs.WaitForAssertion(() => Assert.False(dialogs.FindAll("button")[^1].HasAttribute("disabled")));
        await dialogs.InvokeAsync(() => dialogs.FindAll("button")[^1].Click());
        page.WaitForAssertion(() => Assert.Contains("Contact policies are off", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Christmas", page.Markup, StringComparison.Ordinal);
        Assert.True((await _shop.Policies.StateAsync(default)).Switch.IsOff);
        await page.InvokeAsync(() => page.Find(".kill-switch button").Click());
        dialogs.WaitForAssertion(() => Assert.Contains("Switch contact policies on again?", dialogs.Markup, StringComparison.Ordinal));
        await dialogs.InvokeAsync(() => dialogs.FindAll("button")[^1].Click());
        page.WaitForAssertion(() => Assert.Contains("Contact policies are on", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_wizard_offers_the_choice_and_says_what_it_means_today()
    {
        await using var context = Page(Role.Marketer);
        var form = new CampaignForm { HoldoutPercent = 20 };
        var step = context.Render<HoldoutStep>(parameters => parameters.Add(one => one.Form, form));
        step.WaitForAssertion(() => Assert.Contains("No policy may act at the moment", step.Markup, StringComparison.Ordinal));
        await step.InvokeAsync(() => step.Find("input[type=checkbox]").Change(true));
        Assert.True(form.IsSteered && form.Draft.IsSteered && CampaignForm.Of(form.Draft).IsSteered);
        await _shop.KeepPolicyAsync(Judged);
        var then = context.Render<HoldoutStep>(parameters => parameters.Add(one => one.Form, form));
        then.WaitForAssertion(() => Assert.Contains("Table of situations would decide now.", then.Markup, StringComparison.Ordinal));
    }

    private PageContext Page(Role role, string language = Words.English)
    {
        var page = new PageContext(language, role);
        page.Services.AddSingleton(_shop.Policies).AddSingleton(_shop.Trials).AddSingleton(_shop.Rig.Get<ICampaigns>()).AddSingleton(_shop.Rig.Get<IShop>());
        page.Render<MudPopoverProvider>();
        return page;
    }
}
