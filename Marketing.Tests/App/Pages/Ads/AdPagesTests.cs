using System.Globalization;
using System.Net;
using Bunit;
using Marketing.App.Components.Pages.Ads;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Evaluation.Ads;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Evaluation.Ads;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketing.Tests.App.Pages.Ads;

public sealed class AdPagesTests : IDisposable
{
    private readonly ShopRig _rig = new();
    private readonly MeasureAdEffects _effects;

    public AdPagesTests()
    {
        _rig.AddRegulars(40);
        _effects = new(_rig.Get<ILedger>(), _rig.Get<IAdCampaigns>(), _rig.Get<ISnapshots>(), _rig.Get<IShop>(), _rig.Get<BusinessClock>());
    }

    private IAdCampaigns Campaigns => _rig.Get<IAdCampaigns>();

    private IAdPolicies Policies => _rig.Get<IAdPolicies>();

    public void Dispose()
    {
        _effects.Dispose();
        _rig.Dispose();
    }

    [Theory]
    [InlineData(Words.English, "No advertising campaign yet", "running", "It is being shown.", "What is left for everybody")]
    [InlineData(Words.Chinese, "还没有广告活动", "进行中", "正在展示。", "给所有人的剩余")]
    public async Task The_list_tells_where_campaigns_stand_and_what_they_spent(string language, string none, string running, string shown, string name)
    {
        await using var context = Page(Role.Viewer, language);
        var empty = context.Render<AdsPage>();
        empty.WaitForAssertion(() => Assert.Contains(none, empty.Markup, StringComparison.Ordinal));
        await _rig.RunAdsAsync(AdShop.Draft with { Name = name, Pricing = AdPricing.Click, Price = 20, DailyBudget = 5000 });
        var served = Assert.Single(await _rig.ShownAsync(3));
        await _rig.ClickAsync(served.Decision);
        await _rig.TendAsync();
        var page = context.Render<AdsPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody tr")));
        var row = page.Find("tbody tr").TextContent;
        Assert.All([name, running, shown, "£0.20", "£50.00"], text => Assert.Contains(text, row, StringComparison.Ordinal));
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".kill-switch button"));
    }

    [Fact]
    public async Task The_switch_asks_for_a_reason_stops_everything_and_says_who_moved_it()
    {
        await _rig.RunAdsAsync();
        await using var context = Page(Role.Marketer);
        var dialogs = context.Render<MudDialogProvider>();
        var page = context.Render<AdsPage>();
        page.WaitForElement(".kill-switch button");
        await page.InvokeAsync(() => page.Find(".kill-switch button").Click());
        dialogs.WaitForAssertion(() => Assert.Contains("1 running campaign stops being shown at once", dialogs.Markup, StringComparison.Ordinal));
        dialogs.Find("textarea").Input("A wrong price");
        dialogs.WaitForElement(".mud-dialog-actions button.mud-button-filled:not([disabled])");
        await dialogs.InvokeAsync(() => dialogs.Find(".mud-dialog-actions button.mud-button-filled:not([disabled])").Click());
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".kill-switch.off")));
        Assert.Contains("Switched off by anna", page.Find(".kill-switch").TextContent, StringComparison.Ordinal);
        Assert.Contains("A wrong price", page.Find(".kill-switch").TextContent, StringComparison.Ordinal);
        Assert.True((await Policies.SwitchAsync(default)).IsOff);
        Assert.Contains("Stopped: all advertising is switched off.", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        page.WaitForElement(".kill-switch button");
        await page.InvokeAsync(() => page.Find(".kill-switch button").Click());
        dialogs.WaitForElement(".mud-dialog-actions button.mud-button-filled");
        await dialogs.InvokeAsync(() => dialogs.Find(".mud-dialog-actions button.mud-button-filled").Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".kill-switch.off")));
        Assert.False((await Policies.SwitchAsync(default)).IsOff);
    }

    [Fact]
    public async Task What_is_typed_stays_when_a_save_is_refused_and_is_saved_when_it_does()
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
        await using var context = Page(Role.Marketer);
        var page = context.Render<AdEditor>();
        var name = page.WaitForElement("input[type=text]");
        name.Input("   ");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Enter a name of 1 to 100 letters.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(0, (await Campaigns.ListAsync(new TableQuery(), default)).Total);
        page.Find("input[type=text]").Input("Winter");
        page.Find(".placement-choices input").Change(true);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.EndsWith("/ads/1", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var saved = Assert.Single((await Campaigns.ListAsync(new TableQuery(), default)).Items);
        Assert.Equal(("Winter", AdCampaignState.Draft, 0.1), (saved.Draft.Name, saved.State, saved.Draft.HoldoutShare));
        Assert.Equal(["home"], saved.Draft.Placements);
    }

    [Theory]
    [InlineData("Ads.CapShows", "2000", "Ads.Wrong.CapShows")]
    [InlineData("Ads.CapShows", "2.5", "Ads.Wrong.CapShows")]
    [InlineData("Ads.CapDays", "0", "Ads.Wrong.CapDays")]
    [InlineData("Ads.CapDays", "99999999999", "Ads.Wrong.CapDays")]
    [InlineData("Ads.Holdout", "95", "Ads.Wrong.HoldoutShare")]
    [InlineData("Ads.Daily", "-1", "Ads.Wrong.DailyBudget")]
    public async Task A_number_out_of_its_range_stays_as_typed_with_the_range_at_its_field_and_nothing_is_saved(string label, string typed, string wrong)
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
        await using var context = Page(Role.Marketer);
        var words = Words.In(Words.English);
        var page = context.Render<AdEditor>();
        page.WaitForElement("input[type=text]").Input("Winter");
        Input(page, words[label]).Change(typed);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains(words[wrong], WebUtility.HtmlDecode(page.Markup), StringComparison.Ordinal));
        Assert.Equal(decimal.Parse(typed, CultureInfo.InvariantCulture), decimal.Parse(Input(page, words[label]).GetAttribute("value")!, CultureInfo.InvariantCulture));
        Assert.Equal(0, (await Campaigns.ListAsync(new TableQuery(), default)).Total);
    }

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<AdEditor> page, string label) => page.FindAll("label").First(one => one.TextContent.Trim() == label).Closest(".mud-input-control")!.QuerySelector("input")!;

    [Fact]
    public async Task A_budget_of_nothing_shows_an_empty_bar_and_says_so()
    {
        await using var context = Page(Role.Viewer);
        var bar = context.Render<BudgetBar>(parameters => parameters.Add(one => one.Spent, 0).Add(one => one.Budget, 0));
        Assert.Equal("No budget", bar.Find(".budget > span").TextContent);
        Assert.Equal("width: 0%", bar.Find(".budget-bar > span").GetAttribute("style"));
    }

    [Fact]
    public async Task The_gain_of_several_campaigns_adds_their_intervals_as_they_are_since_they_share_people()
    {
        await using var context = Page(Role.Viewer);
        var effects = new[] { 1, 2 }.ToDictionary(id => new AdCampaignId(id), id => new AdEffect(new AdCampaignId(id), 100, 100, 300, 200, 10_000, 4_000, 16_000, null));
        var tile = context.Render<GainTile>(parameters => parameters.Add(one => one.Effects, effects));
        Assert.Contains("£80.00 – £320.00", tile.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_person_wrote_meanwhile_stands_beside_what_is_typed_and_nothing_is_lost()
    {
        var id = await _rig.RunAdsAsync();
        await using var context = Page(Role.Marketer);
        var page = context.Render<AdEditor>(parameters => parameters.Add(editor => editor.Number, id.Value));
        page.WaitForElement("input[type=text]").Input("Mine");
        var there = await _rig.FindAsync(id);
        await Campaigns.ChangeAsync(id, there.Version, there.Draft with { Name = "Theirs", DailyBudget = 700 }, "bob", default);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Somebody changed this campaign while you were writing.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll(".mud-alert tbody tr").Count);
        Assert.Equal("Theirs", (await _rig.FindAsync(id)).Draft.Name);
        Assert.Equal("Mine", page.Find("input[type=text]").GetAttribute("value"));
        page.WaitForElement("button[aria-label='Take theirs: Daily budget']");
        await page.InvokeAsync(() => page.Find("button[aria-label='Take theirs: Daily budget']").Click());
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".mud-alert tbody tr")));
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.EndsWith($"/ads/{id.Value}", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var saved = (await _rig.FindAsync(id)).Draft;
        Assert.Equal(("Mine", 700L), (saved.Name, saved.DailyBudget!.Value));
    }

    [Theory]
    [InlineData(Words.English, "0 known customers saw it", "nothing yet")]
    [InlineData(Words.Chinese, "该活动没有留出客户", "尚无")]
    public async Task A_campaign_shows_its_advertisements_and_says_why_its_effect_cannot_be_told(string language, string untold, string learned)
    {
        var isChinese = language == Words.Chinese;
        var id = await _rig.RunAdsAsync(AdShop.Draft with { HoldoutShare = isChinese ? 0 : 0.2 }, ads: 2);
        await _effects.ReadAsync(default);
        await using var context = Page(Role.Viewer, language);
        var page = context.Render<AdPage>(parameters => parameters.Add(one => one.Number, id.Value));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".ad-previews figure").Count));
        Assert.NotEmpty(page.FindAll("details:not([open]) #ad-facts"));
        Assert.Contains(page.FindAll("a[href='/ads']"), link => link.TextContent.Contains(isChinese ? "广告活动" : "Advertising campaigns", StringComparison.Ordinal));
        var text = WebUtility.HtmlDecode(page.Markup);
        Assert.Contains(untold, text, StringComparison.Ordinal);
        Assert.Contains(learned, text, StringComparison.Ordinal);
        Assert.DoesNotContain("‹", text, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".page-actions button"));
    }

    [Fact]
    public async Task A_challenger_goes_stage_by_stage_and_whoever_is_overtaken_is_told()
    {
        await _rig.RunAdsAsync(ads: 2);
        await using var context = Page(Role.Marketer);
        var (dialogs, notes, page) = (context.Render<MudDialogProvider>(), context.Render<MudSnackbarProvider>(), context.Render<PlacementsPage>());
        page.WaitForElement(".buttons button");
        await page.InvokeAsync(() => page.Find(".buttons button").Click());
        dialogs.WaitForElement("input[value='ucb1']").Change(true);
        await dialogs.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("shadow", page.Find("li[aria-current]").TextContent, StringComparison.Ordinal));
        Assert.Equal("ucb1", (await Policies.FindAsync("home", default)).Challenger!.Settings.Method);
        Assert.Contains("Too little is known yet", page.Markup, StringComparison.Ordinal);
        await Policies.AdvanceAsync("home", AdStage.Shadow, "bob", default);
        page.WaitForElement(".buttons button");
        await page.InvokeAsync(() => page.Find(".buttons button").Click());
        dialogs.WaitForElement(".mud-dialog-actions button.mud-button-filled");
        await dialogs.InvokeAsync(() => dialogs.Find(".mud-dialog-actions button.mud-button-filled").Click());
        notes.WaitForAssertion(() => Assert.Contains("Somebody else moved it meanwhile", notes.Markup, StringComparison.Ordinal));
        Assert.Equal(AdStage.Twentieth, (await Policies.FindAsync("home", default)).Challenger!.Stage);
        page.WaitForAssertion(() => Assert.Contains("5 %", page.Find("li[aria-current]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_click_goes_back_to_the_policy_before_once_it_is_said_why()
    {
        await _rig.RunAdsAsync(ads: 2);
        await Policies.ProposeAsync("home", new AdPolicySettings("ucb1", new Dictionary<string, string>()), "ann", default);
        foreach (var stage in (AdStage[])[AdStage.Shadow, AdStage.Twentieth, AdStage.Half])
        {
            await Policies.AdvanceAsync("home", stage, "ann", default);
        }

        await using var context = Page(Role.Marketer);
        var (dialogs, page) = (context.Render<MudDialogProvider>(), context.Render<PlacementsPage>());
        Assert.Equal("Back to thompson#1", page.WaitForElement(".go-back").TextContent.Trim());
        await page.InvokeAsync(() => page.Find(".go-back").Click());
        dialogs.WaitForElement("textarea").Input("Fewer orders");
        dialogs.WaitForElement(".mud-dialog-actions button.mud-button-filled:not([disabled])");
        await dialogs.InvokeAsync(() => dialogs.Find(".mud-dialog-actions button.mud-button-filled:not([disabled])").Click());
        page.WaitForAssertion(() => Assert.Equal("Back to ucb1#2", page.Find(".go-back").TextContent.Trim()));
        Assert.Equal("thompson#1", (await Policies.FindAsync("home", default)).Incumbent.Name);
    }

    [Fact]
    public async Task The_what_if_counts_as_the_placement_does_until_a_person_chooses_otherwise()
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
        await Policies.ProposeAsync("home", new AdPolicySettings("ucb1", new Dictionary<string, string>(), AdGoal.Order, 90), "ann", default);
        foreach (var stage in (AdStage[])[AdStage.Shadow, AdStage.Twentieth, AdStage.Half])
        {
            await Policies.AdvanceAsync("home", stage, "ann", default);
        }

        await using var context = Page(Role.Viewer);
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/ads/what-if?placement=home");
        var page = context.Render<WhatIfPage>();
        Assert.Equal("1.5", page.WaitForElement("input[inputmode=decimal], input[type=number]").GetAttribute("value"));
        Assert.StartsWith("Counted as the policy in charge of this placement counts: Order", page.Find(".own-counting").TextContent, StringComparison.OrdinalIgnoreCase);
        navigation.NavigateTo("/ads/what-if?placement=home&goal=click&hours=900");
        var wide = context.Render<WhatIfPage>();
        wide.WaitForAssertion(() => Assert.Contains("Enter from one minute to 720 hours (30 days).", wide.Markup, StringComparison.Ordinal));
        Assert.StartsWith("The policy in charge of this placement counts otherwise", wide.Find(".own-counting").TextContent, StringComparison.Ordinal);
        Assert.True(wide.Find("button.mud-button-filled").HasAttribute("disabled"));
    }

    [Fact]
    public async Task The_what_if_answers_in_a_sentence_with_its_interval_or_says_why_not()
    {
        await Campaigns.SavePlacementAsync(new AdPlacement("home", "Front page", PlacementSurface.Shop, 1), "ann", default);
        await new AdTraffic(_rig, 9).ShowAsync(2000, 0.05, 0.25);
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(2));
        var today = AdWords.Text(_rig.Get<IShop>().DayOf(_rig.Now));
        await using var context = Page(Role.Viewer);
        var navigation = context.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/ads/what-if?placement=home&from={today}&to={today}&what=always&ad=2");
        var page = context.Render<WhatIfPage>();
        page.WaitForElement("button.mud-button-filled");
        await page.InvokeAsync(() => page.Find("button.mud-button-filled").Click());
        page.WaitForAssertion(() => Assert.Contains("would have earned more", page.Find("#what-if-answer").TextContent, StringComparison.Ordinal));
        Assert.Contains("Rests on 2,000 choices in Front page", WebUtility.HtmlDecode(page.Markup), StringComparison.Ordinal);
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        navigation.NavigateTo("/ads/what-if?placement=home&from=2001-01-01&to=2001-01-02&what=chance");
        var none = context.Render<WhatIfPage>();
        none.WaitForElement("button.mud-button-filled");
        await none.InvokeAsync(() => none.Find("button.mud-button-filled").Click());
        none.WaitForAssertion(() => Assert.Contains("The past choices cannot answer this", none.Markup, StringComparison.Ordinal));
        Assert.Contains("Choose days in which this placement was asked for.", none.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_row_of_a_networks_file_is_named_and_nothing_of_the_file_is_taken()
    {
        await _rig.RunAdsAsync(AdShop.Draft with { Placements = ["net"] }, ads: 0);
        await Campaigns.SavePlacementAsync(new AdPlacement("net", "Network", PlacementSurface.Network, 1), "ann", default);
        await using var context = Page(Role.Marketer);
        var page = context.Render<NetworkUpload>();
        page.WaitForElement("input[type=file]:not([disabled])");
        var input = page.FindComponent<InputFile>();
        input.UploadFiles(InputFileContent.CreateFromText("day,placement,campaign,spend,shows,clicks\n2011-12-01,net,Tea,1.00,100,2\n2011-12-02,net,Tea,one,100,2\n", "net.csv"));
        page.WaitForAssertion(() => Assert.Contains("net.csv", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("li"));
        input.UploadFiles(InputFileContent.CreateFromText("day,placement,campaign,spend,shows,clicks\n2011-12-01,net,Tea,x,100,2\n" + string.Concat(Enumerable.Repeat("2011-12-02,net,Tea,one,100,2\n", 22)), "net.csv"));
        page.WaitForAssertion(() => Assert.Equal(19, page.FindAll("li").Count));
        Assert.Contains("3 more rows do not do.", page.Markup, StringComparison.Ordinal);
        input.UploadFiles(InputFileContent.CreateFromText("day,placement,campaign,spend,shows,clicks\n2011-12-01,net,Tea,1.00,100,2\n2011-12-02,net,Tea,one,100,2\n", "net.csv"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("li")));
        Assert.Contains("3", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await _rig.AdDaysAsync());
        input.UploadFiles(InputFileContent.CreateFromText("day,placement,campaign,spend,shows,clicks\n2011-12-01,net,Tea,1.00,100,2\n", "net.csv"));
        page.WaitForAssertion(() => Assert.Contains("1 new rows, 0 replaced", page.Markup, StringComparison.Ordinal));
        Assert.Equal(100, Assert.Single(await _rig.AdDaysAsync()).Shows);
    }

    private PageContext Page(Role role, string language = Words.English)
    {
        var context = new PageContext(language, role);
        var whatIfs = new AskAdWhatIf(_rig.Get<ILedger>(), Policies, _rig.Get<IPolicyMethods>(), _rig.Get<IShop>(), _rig.Get<BusinessClock>(), Options.Create(new EvaluationOptions { BootstrapResamples = 200 }));
        context.Services.AddSingleton(Campaigns).AddSingleton(_rig.Get<IAdResults>()).AddSingleton(Policies).AddSingleton(_rig.Get<IPolicyMethods>()).AddSingleton(_rig.Get<IAudiences>())
            .AddSingleton(_rig.Get<IShop>()).AddSingleton(_rig.Get<BusinessClock>())
            .AddSingleton<IAdEffects>(_effects).AddSingleton<IAdWhatIfs>(whatIfs).AddSingleton<IAdRollouts>(new RecentJudgements(new GuardAdRollouts(whatIfs, Policies, _rig.Get<ILedger>(), _rig.Get<BusinessClock>()), Policies, _rig.Get<BusinessClock>()));
        context.Render<MudPopoverProvider>();
        return context;
    }
}
