using Bunit;
using Dapper;
using Marketing.App.Components.Pages.Demand;
using Marketing.App.Components.Pages.Promotions;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketing.Tests.App.Pages.Promotions;

public sealed class PromotionsPageTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public PromotionsPageTests() => _rig.AddRegulars(3);

    private IPromotions Calendar => _rig.Get<IPromotions>();

    private DateOnly Today => _rig.Get<IShop>().DayOf(_rig.Get<BusinessClock>().GetUtcNow());

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Words.English, "running", "planned", "from the next turn of the loop on", "the deeper cut counts")]
    [InlineData(Words.Chinese, "进行中", "已计划", "从下一轮循环起", "以降价较多的为准")]
    public async Task The_page_shows_the_calendar_and_says_when_it_counts(string language, string running, string planned, string counts, string deeper)
    {
        await using var context = Page(Role.Viewer, language);
        var empty = context.Render<PromotionsPage>();
        empty.WaitForAssertion(() => Assert.NotEmpty(empty.FindAll(".empty")));
        await Calendar.AddAsync(Tests.Support.Promotions.Draft(Today.AddDays(-1), Today.AddDays(1), 0.2, "P1"), "anna", default);
        await Calendar.AddAsync(Tests.Support.Promotions.Draft(Today.AddDays(3), Today.AddDays(4), 0.1), "anna", default);
        var page = context.Render<PromotionsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("table caption + thead + tbody")[0].Children.Length));
        var rows = page.FindAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains(planned, rows[0], StringComparison.Ordinal);
        Assert.Contains(running, rows[1], StringComparison.Ordinal);
        Assert.Contains("P1", rows[1], StringComparison.Ordinal);
        Assert.Contains(counts, page.Markup, StringComparison.Ordinal);
        Assert.Contains(deeper, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".actions"));
    }

    [Fact]
    public async Task A_promotion_is_planned_in_the_dialog_which_names_what_does_not_do()
    {
        await using var context = Page(Role.Marketer);
        var dialogs = context.Render<MudDialogProvider>();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/promotions?add=true&product=P2&cut=25&days=3");
        var page = context.Render<PromotionsPage>();
        dialogs.WaitForAssertion(() => Assert.Equal("P2", dialogs.Find("textarea").GetAttribute("value") ?? dialogs.Find("textarea").TextContent));
        await dialogs.Find("form").SubmitAsync();
        dialogs.WaitForAssertion(() => Assert.Contains("The name has 1 to 80 letters.", dialogs.Markup, StringComparison.Ordinal));
        Assert.Empty((await Calendar.PlanAsync(default)).Promotions);
        dialogs.FindAll("input[type=text]")[0].Change("Tea week");
        await dialogs.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Tea week", page.Find("tbody").TextContent, StringComparison.Ordinal));
        var draft = (await Calendar.PlanAsync(default)).Promotions.Single().Draft;
        Assert.Equal((0.25, Today.AddDays(1), Today.AddDays(3)), (draft.Cut, draft.First, draft.Last));
        Assert.Equal(["P2"], draft.Products);
        page.WaitForAssertion(() => Assert.EndsWith("/promotions", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_running_promotion_is_ended_today_and_one_is_deleted()
    {
        var running = (await Calendar.AddAsync(Tests.Support.Promotions.Draft(Today.AddDays(-1), Today.AddDays(5), 0.2), "anna", default)).Promotion;
        await using var context = Page(Role.Marketer);
        var page = context.Render<PromotionsPage>();
        page.WaitForElement("button[aria-label='End today: Sale']").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("button[aria-label='End today: Sale']")));
        Assert.Equal(Today, (await Calendar.FindAsync(running.Id, default))!.Draft.Last);
        page.Find("button[aria-label='Delete: Sale']").Click();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".empty")));
        Assert.Null(await Calendar.FindAsync(running.Id, default));
    }

    [Fact]
    public async Task Ending_changes_the_last_day_alone_and_undo_gives_back_the_one_before()
    {
        var running = (await Calendar.AddAsync(Tests.Support.Promotions.Draft(Today.AddDays(-1), Today.AddDays(5), 0.2), "anna", default)).Promotion;
        await using var context = Page(Role.Marketer);
        var (notes, page) = (context.Render<MudSnackbarProvider>(), context.Render<PromotionsPage>());
        page.WaitForElement("button[aria-label='End today: Sale']");
        await Calendar.ChangeAsync(running.Id, running.Draft with { Cut = 0.3, Last = Today.AddDays(4) }, "bob");
        page.Find("button[aria-label='End today: Sale']").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("button[aria-label='End today: Sale']")));
        Assert.Equal((0.3, Today), (await Calendar.FindAsync(running.Id, default))!.Draft is var ended ? (ended.Cut, ended.Last) : default);
        notes.WaitForElement(".mud-snackbar-action-button").Click();
        page.WaitForElement("button[aria-label='End today: Sale']");
        Assert.Equal((0.3, Today.AddDays(4)), (await Calendar.FindAsync(running.Id, default))!.Draft is var back ? (back.Cut, back.Last) : default);
    }

    [Fact]
    public async Task A_promotion_of_a_category_that_is_gone_can_be_ended_deleted_and_put_back()
    {
        var running = Rename(await Calendar.AddAsync(Tests.Support.Promotions.Draft(Today.AddDays(-1), Today.AddDays(5), 0.2), "anna", default));
        await using var context = Page(Role.Marketer);
        var (notes, page) = (context.Render<MudSnackbarProvider>(), context.Render<PromotionsPage>());
        page.WaitForElement("button[aria-label='End today: Sale']").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("button[aria-label='End today: Sale']")));
        Assert.Equal(Today, (await Calendar.FindAsync(running.Id, default))!.Draft.Last);
        notes.WaitForElement(".mud-snackbar-action-button").Click();
        page.WaitForElement("button[aria-label='End today: Sale']");
        context.Services.GetRequiredService<ISnackbar>().Clear();
        _rig.Folder.Clock.Advance(TimeSpan.FromHours(1));
        page.Find("button[aria-label='Delete: Sale']").Click();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".empty")));
        notes.WaitForElement(".mud-snackbar-action-button").Click();
        page.WaitForElement("button[aria-label='Delete: Sale']");
        var back = (await Calendar.FindAsync(running.Id, default))!;
        Assert.Equal((running.Entered, "anna", "Gone"), (back.Entered, back.EnteredBy, back.Draft.Category));
    }

    [Fact]
    public async Task What_cannot_be_ended_any_more_is_said_and_changes_nothing()
    {
        var running = (await Calendar.AddAsync(Tests.Support.Promotions.Draft(Today.AddDays(-1), Today.AddDays(5), 0.2), "anna", default)).Promotion;
        await using var context = Page(Role.Marketer);
        var (notes, page) = (context.Render<MudSnackbarProvider>(), context.Render<PromotionsPage>());
        page.WaitForElement("button[aria-label='End today: Sale']");
        await Calendar.ChangeAsync(running.Id, running.Draft with { First = Today.AddDays(2) }, "bob");
        page.Find("button[aria-label='End today: Sale']").Click();
        notes.WaitForAssertion(() => Assert.Contains("The last day is before the first.", notes.Markup, StringComparison.Ordinal));
        Assert.Equal(Today.AddDays(5), (await Calendar.FindAsync(running.Id, default))!.Draft.Last);
        page.WaitForElement("button[aria-label='Delete: Sale']");
        await Calendar.RemoveAsync(running.Id, "bob", default);
        page.Find("button[aria-label='Delete: Sale']").Click();
        notes.WaitForAssertion(() => Assert.Contains("was deleted meanwhile", notes.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_dialog_shows_what_others_wrote_meanwhile_and_takes_codes_with_spaces_and_commas()
    {
        _rig.AddProducts("TEA 1", "TEA, 2");
        await using var context = Page(Role.Marketer);
        var dialogs = context.Render<MudDialogProvider>();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/promotions?add=true&product=TEA%201&cut=25&days=3");
        var page = context.Render<PromotionsPage>();
        dialogs.WaitForElement("form");
        dialogs.FindAll("input[type=text]")[0].Change("Tea week");
        await dialogs.Find("form").SubmitAsync();
        page.WaitForElement("button[aria-label='Change: Tea week']");
        var one = (await Calendar.PlanAsync(default)).Promotions.Single();
        Assert.Equal(["TEA 1"], one.Draft.Products);
        await Calendar.ChangeAsync(one.Id, one.Draft with { Cut = 0.3, Products = ["TEA, 2", "TEA 1", "P1"] }, "bob");
        page.Find("button[aria-label='Change: Tea week']").Click();
        dialogs.WaitForElement("form");
        dialogs.FindAll("input[type=text]")[0].Change("Tea month");
        await dialogs.Find("form").SubmitAsync();
        page.WaitForElement("button[aria-label='Change: Tea month']");
        var changed = (await Calendar.PlanAsync(default)).Promotions.Single().Draft;
        Assert.Equal(0.3, changed.Cut);
        Assert.Equal(["TEA, 2", "TEA 1", "P1"], changed.Products);
        var notes = context.Render<MudSnackbarProvider>();
        page.Find("button[aria-label='Change: Tea month']").Click();
        dialogs.WaitForElement("form");
        await Calendar.ChangeAsync(one.Id, changed with { Cut = 0.4 }, "bob");
        await dialogs.Find("form").SubmitAsync();
        notes.WaitForAssertion(() => Assert.Contains("was changed by bob meanwhile", notes.Markup, StringComparison.Ordinal));
        Assert.Equal(0.4, (await Calendar.FindAsync(one.Id, default))!.Draft.Cut);
    }

    // As an import that gives the products another category leaves it.
    private PlannedPromotion Rename(PromotionAdded added)
    {
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_promotions set scope = 2, category = 'Gone' where id = @id", new { id = added.Promotion.Id }, transaction));
        return added.Promotion;
    }

    [Fact]
    public async Task The_what_if_of_a_promotion_gives_units_and_revenue_with_intervals_and_leads_to_the_dialog()
    {
        var shop = new DemandShop();
        var look = (await shop.Looks.CurrentAsync(default))!;
        var row = look.Find("TEA")!;
        await using var context = Page(Role.Marketer);
        var elasticity = new ProductElasticity(new ProductId(1), -2, -2.4, -1.6, null, 60, 12, 0.75, 1.05, 0.8);
        var card = context.Render<PromotionWhatIf>(parameters => parameters.Add(one => one.Look, look).Add(one => one.Row, row).Add(one => one.Elasticity, elasticity));
        var plain = Enumerable.Range(0, 7).Sum(row.Told.Plain);
        string Extra(double times) => "+" + DemandWords.Units(context.Services.GetRequiredService<Display>(), plain * (times - 1));
        Assert.Contains($"{Extra(Math.Pow(0.8, -2))} units ({Extra(Math.Pow(0.8, -1.6))} to {Extra(Math.Pow(0.8, -2.4))})", card.Markup, StringComparison.Ordinal);
        var gain = context.Services.GetRequiredService<Display>().MoneyOf(4 * plain * ((Math.Pow(0.8, -2) * 0.8) - 1));
        Assert.Contains($"Revenue at the usual price: +{gain}", card.Markup, StringComparison.Ordinal);
        Assert.Equal("/promotions?add=true&product=TEA&cut=20&days=7", card.Find("a").GetAttribute("href"));
        card.Find("#what-if-days").Input("3");
        card.Find("#what-if-cut").Input("40");
        Assert.Equal("/promotions?add=true&product=TEA&cut=40&days=3", card.Find("a").GetAttribute("href"));
        Assert.Contains("So deep a cut was never seen: demand is counted as at 25 %", card.Markup, StringComparison.Ordinal);

        var pooled = elasticity with { Estimate = null, Low = null, High = null, Reason = ElasticityReasons.PriceHardlyMoved, Shop = new PooledElasticity(-1.5, 0.3, 12, 0.4) };
        card = context.Render<PromotionWhatIf>(parameters => parameters.Add(one => one.Look, look).Add(one => one.Row, row).Add(one => one.Elasticity, pooled));
        Assert.Contains("12 of the shop's products tell together", System.Net.WebUtility.HtmlDecode(card.Markup), StringComparison.Ordinal);
        card = context.Render<PromotionWhatIf>(parameters => parameters.Add(one => one.Look, look).Add(one => one.Row, row).Add(one => one.Elasticity, pooled with { Shop = null }));
        Assert.Contains("No lift is added: the price of this product hardly moved so far.", card.Markup, StringComparison.Ordinal);
        Assert.Contains("do not tell one here either", card.Markup.Replace("&#x27;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(card.FindAll("input"));
        card = context.Render<PromotionWhatIf>(parameters => parameters.Add(one => one.Look, look).Add(one => one.Row, row).Add(one => one.Elasticity, pooled with { Reason = ElasticityReasons.RoseWithPrice }));
        Assert.Contains("Its own past speaks against a lift", card.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("do not tell one here either", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planned_days_stand_in_the_fan_and_the_reason_says_what_they_add()
    {
        var first = DateOnly.FromDateTime(DemandShop.First.AddDays(203).Date);
        var shop = new DemandShop(plan: Tests.Support.Promotions.Plan(Tests.Support.Promotions.One(DemandShop.First, first, first.AddDays(1), 0.2, "TEA")));
        var look = (await shop.Looks.CurrentAsync(default))!;
        var row = look.Find("TEA")!;
        var points = DemandFan.Points(look, FanSeries.Of(look, row), 1, 10, Array.Empty<string>().ToLookup(_ => default(DateOnly)));
        Assert.Equal([first, first.AddDays(1)], points.Where(point => point.Planned.Count > 0).Select(point => point.First));
        Assert.Contains("Sale", FanOptions.Table(Words.In(Words.English), Form(), points, "Sold").ToCsv(), StringComparison.Ordinal);
        foreach (var language in Words.Languages)
        {
            await using var context = Page(Role.Viewer, language);
            var why = context.Render<WhyCard>(parameters => parameters.Add(one => one.Row, row));
            Assert.Contains(language == Words.English ? "No lift is added" : "未加提升", why.Markup, StringComparison.Ordinal);
            var own = row with { Told = row.Told with { Lift = new DemandLift(LiftBasis.Own, null, [1, 1.5f], 0.1, 1.1, [new PlannedLift(1, "Sale", first, first, 0.2, 1.5, 0.1)]) } };
            why = context.Render<WhyCard>(parameters => parameters.Add(one => one.Row, own));
            Assert.Contains(language == Words.English ? "+50 % units on its days" : "+50%", why.Markup, StringComparison.Ordinal);
            Assert.Contains(language == Words.English ? "counted as at 10 %" : "最大降价 10%", why.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("‹", why.Markup, StringComparison.Ordinal);
        }

        static Display Form() => new(Words.In(Words.English), () => null!);
    }

    [Fact]
    public void Every_basis_and_reason_of_a_lift_has_words_in_both_languages()
    {
        foreach (var words in Words.Languages.Select(Words.In))
        {
            Assert.Equal([], Enum.GetNames<LiftBasis>().Select(basis => $"Demand.Lift.{basis}").Concat(ElasticityReasons.All.Select(reason => $"Demand.LiftReason.{reason}"))
                .Concat(Enum.GetNames<PromotionScope>().Select(scope => $"Promotions.Scope.{scope}")).Concat(Enum.GetNames<PromotionState>().Select(state => $"Promotions.State.{state}")).Where(key => !words.Has(key)));
        }
    }

    private PageContext Page(Role role, string language = Words.English)
    {
        var context = new PageContext(language, role);
        context.Services.AddSingleton(Calendar).AddSingleton(_rig.Get<ISnapshots>()).AddSingleton(_rig.Get<IShop>()).AddSingleton(_rig.Get<BusinessClock>());
        context.Render<MudPopoverProvider>();
        return context;
    }
}
