using Bunit;
using Marketing.App.Components.Pages.Demand;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Demand;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Demand;

public sealed class DemandPagesTests : IClassFixture<DemandPagesTests.Foretold>
{
    private readonly DemandShop _shop;

    public DemandPagesTests(Foretold foretold) => _shop = foretold.Shop;

    [Theory]
    [InlineData(Words.English, "the mean of the last 8 weeks", "Smooth")]
    [InlineData(Words.Chinese, "最近 8 周的平均水平", "平稳")]
    public async Task The_page_says_where_demand_goes_how_good_forecasts_were_and_what_is_expected_of_each_product(string language, string against, string kind)
    {
        await using var context = Page(_shop, language);
        var page = Render<DemandPage>(context, "/demand");
        page.WaitForAssertion(() => Assert.Contains(against, page.Find(".card h2").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["TEA", "FRESH", "CUP", "OLD"], Codes(page));
        Assert.Contains(kind, page.Markup, StringComparison.Ordinal);
        var measured = (await _shop.Looks.CurrentAsync(default))!.Book.Turn.Accuracy;
        var accuracy = page.FindAll("section[aria-labelledby=accuracy-title] tbody tr");
        Assert.Equal(measured.Count(one => one is { Method: "chosen", Span: 28 }), accuracy.Count);
        Assert.Equal(measured.Where(one => one is { Group: "all" }).Select(one => one.Method).Distinct().Count(), page.FindAll("section[aria-labelledby=methods-title] tbody tr").Count);
        Assert.DoesNotContain(measured, one => one.Method == "neural");
        Assert.Equal("/demand/TEA", page.FindAll("tr.opens a")[0].GetAttribute("href"));
    }

    [Fact]
    public async Task Category_search_and_order_stand_in_the_address()
    {
        await using var context = Page(_shop);
        var page = Render<DemandPage>(context, "/demand?category=Kitchen");
        page.WaitForAssertion(() => Assert.Equal(["CUP", "OLD"], Codes(page)));
        Assert.Contains("Units a week of the category Kitchen", page.Markup, StringComparison.Ordinal);
        page = Render<DemandPage>(context, "/demand?q=leav");
        page.WaitForAssertion(() => Assert.Equal(["FRESH"], Codes(page)));
        page = Render<DemandPage>(context, "/demand?sort=code&dir=desc");
        page.WaitForAssertion(() => Assert.Equal(["TEA", "OLD", "FRESH", "CUP"], Codes(page)));
        page = Render<DemandPage>(context, "/demand?span=7");
        page.WaitForAssertion(() => Assert.Equal("7 days", page.Find("nav[aria-label='Sums of'] a[aria-current]").TextContent));
        page = Render<DemandPage>(context, "/demand?q=nothing");
        page.WaitForAssertion(() => Assert.Contains("No product is found", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10, "The history is too short to foretell demand", "/data/imports")]
    [InlineData(30, "No demand is foretold yet", "/jobs")]
    public async Task Without_forecasts_the_page_says_why_and_what_changes_it(int days, string title, string way)
    {
        await using var context = Page(new DemandShop(isForetold: false, days));
        var page = Render<DemandPage>(context, "/demand");
        page.WaitForAssertion(() => Assert.Contains(title, page.Markup, StringComparison.Ordinal));
        Assert.Equal(way, page.Find(".empty a").GetAttribute("href"));
        var product = Render<DemandProductPage>(context, "/demand/TEA", parameters => parameters.Add(one => one.Code, "TEA"));
        product.WaitForAssertion(() => Assert.Contains("Nothing is foretold of this product", product.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Words.English, "another price changes nothing here", "OLD", "Nothing is expected: the product is sold no more")]
    [InlineData(Words.English, "Cannot tell.", "fresh", "units are expected in the next 4 weeks")]
    [InlineData(Words.Chinese, "无法判断。", "TEA", "预计未来 4 周")]
    public async Task A_product_says_what_is_expected_why_so_and_that_its_answer_to_prices_is_not_known(string language, string cannot, string code, string finding)
    {
        await using var context = Page(_shop, language);
        var page = Render<DemandProductPage>(context, $"/demand/{code}", parameters => parameters.Add(one => one.Code, code));
        page.WaitForAssertion(() => Assert.Contains(cannot, page.Markup, StringComparison.Ordinal));
        Assert.Contains(finding, page.Find(".card h2").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("input[type=range]"));
    }

    [Fact]
    public async Task What_another_price_would_do_is_shown_where_it_is_known_and_stands_in_the_address()
    {
        await using var context = Page(_shop, elasticities: new Known(new ProductElasticity(new ProductId(1), -2, -2.4, -1.6, null, 60, 12, 0.8, 1.05, 0.8)));
        var look = (await _shop.Looks.CurrentAsync(default))!;
        var card = context.Render<WhatIfCard>(parameters => parameters.Add(one => one.Look, look).Add(one => one.Row, look.Find("TEA")!).Add(one => one.Price, 0));
        card.WaitForAssertion(() => Assert.Contains("−2.00 (−2.40 – −1.60)", card.Markup, StringComparison.Ordinal));
        card.Find("input[type=range]").Input("-20");
        card.WaitForAssertion(() => Assert.Contains("+56 %; 95 % interval of the price's part +43 % to +71 %", card.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Such a price was never seen", card.Markup, StringComparison.Ordinal);
        card.Find("input[type=range]").Change("10");
        card.WaitForAssertion(() => Assert.Contains("−17 %", card.Markup, StringComparison.Ordinal));
        Assert.Contains("Such a price was never seen", card.Markup, StringComparison.Ordinal);
        Assert.EndsWith("?price=10", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        card.Find("input[type=checkbox]").Change(true);
        card.WaitForAssertion(() => Assert.Contains("+56 %", card.Markup, StringComparison.Ordinal));
        Assert.EndsWith("?price=-20", context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fan_has_what_came_what_is_expected_and_what_happened_on_the_way()
    {
        var look = (await _shop.Looks.CurrentAsync(default))!;
        var cup = DemandFan.Points(look, FanSeries.Of(look, look.Find("CUP")!), 1, 120, None());
        Assert.Equal((120, 56), (cup.Count(point => point.Mean is null), cup.Count(point => point.Mean is not null)));
        Assert.Equal(10, cup.Count(point => point.IsOut));
        Assert.Contains(cup, point => point.Holidays.Contains("christmas") && point.First == new DateOnly(2023, 12, 25));
        Assert.All(cup.Where(point => point.Mean is not null), point => Assert.True(point.Low95 <= point.Low80 && point.Low80 <= point.High80 && point.High80 <= point.High95 && point.Came is null));
        var tea = DemandFan.Points(look, FanSeries.Of(look, look.Find("TEA")!), 7, 52, None());
        Assert.Equal((28, 8), (tea.Count(point => point.Mean is null), tea.Count(point => point.Mean is not null)));
        Assert.DoesNotContain(tea, point => point.IsPromoted);
        Assert.Equal(8, DemandFan.Points(look, FanSeries.Of(look, look.Find("TEA")!), 1, 120, None()).Count(point => point.IsPromoted));
        Assert.Equal(4, tea.Sum(point => point.Returned ?? 0));

        // The weeks of the shop add up to what is said of it.
        var shop = DemandFan.Points(look, FanSeries.Of(look, (string?)null), 7, 26, None());
        Assert.Equal(look.Total(null).Expected, shop.Where(point => point.Mean is not null).Take(4).Sum(point => point.Mean!.Value), 1e-3);
        var words = Words.In(Words.English);
        var table = FanOptions.Table(words, Form(), cup, "Sold");
        Assert.Contains("Out of stock", table.ToCsv(), StringComparison.Ordinal);
        Assert.Contains("Christmas Day", ChartJson.Write(FanOptions.Of(words, Form(), cup, "Sold")), StringComparison.Ordinal);

        static Display Form() => new(Words.In(Words.English), () => null!);
    }

    [Fact]
    public void One_order_by_the_lorry_is_no_demand_that_a_month_is_compared_with()
    {
        var shop = new DemandShop();
        var (days, wild) = (shop.Frame.Days, shop.Frame.Snapshot);
        var orders = wild.Orders;

        // The last order of TEA had too many zeros: what is foretold stays, and so does what it is compared with but for ten good days.
        var usual = new DemandLook(Book(shop), shop.Frame).Total(null);
        orders.LineQuantity[Enumerable.Range(0, orders.LineQuantity.Length).Last(line => wild.Products.Code[orders.LineProduct[line]] == "TEA" && orders.LineQuantity[line] > 8)] = 80_995;
        var other = new DemandLook(Book(shop), Marketing.Features.Demand.BuildDemand.Of(wild)).Total(null);
        Assert.Equal((usual.Expected, days), (other.Expected, shop.Frame.Days));
        Assert.InRange(other.Last - usual.Last, 1, 300);
        Assert.InRange(other.Before!.Value - usual.Before!.Value, 1, 300);
        Assert.Contains("against those 4 weeks", DemandWords.AfterLast(Words.In(Words.English), usual), StringComparison.Ordinal);

        static DemandBook Book(DemandShop shop) => ((IDemandForecasts)shop).CurrentAsync(default).Result!;
    }

    [Fact]
    public async Task A_planned_promotion_is_marked_once_and_told_on_each_of_its_days()
    {
        var look = (await _shop.Looks.CurrentAsync(default))!;
        var points = DemandFan.Points(look, FanSeries.Of(look, look.Find("TEA")!), 1, 10, None()).Select((point, i) => i is > 14 and < 20 ? point with { Planned = ["Spring sale"] } : point).ToList();
        var (words, display) = (Words.In(Words.English), new Display(Words.In(Words.English), () => null!));
        var chart = ChartJson.Write(FanOptions.Of(words, display, points, "Sold"));
        Assert.Equal(2, chart.Split("Spring sale").Length);
        Assert.Equal(5, FanOptions.Table(words, display, points, "Sold").ToCsv().Split("Spring sale").Length - 1);
        Assert.Contains("\"icon\":\"rect\"", chart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0.45, 80, true)]
    [InlineData(0.4, 0.45, 80, false)]
    [InlineData(0.5, 0.45, 90, false)]
    public async Task Where_one_method_for_all_is_less_off_on_the_same_forecasts_than_the_choice_the_page_says_so(double chosen, double alone, int forecasts, bool isSaid)
    {
        await using var context = Page(_shop);
        var turn = (await _shop.Looks.CurrentAsync(default))!.Book.Turn with
        {
            Accuracy = [new("all", "chosen", 1, forecasts, chosen, 0.7, 0.7, 0, 0.8, 0.95), new("all", "theta", 1, 80, alone, 0.7, 0.7, 0, null, null), new("all", "tsb", 1, 80, 0.6, 0.8, 0.8, 0, null, null)],
        };
        var card = context.Render<MethodCard>(parameters => parameters.Add(one => one.Turn, turn));
        Assert.Equal(isSaid, card.Markup.Contains("Over 1 day the choice was off by 50.0 %, Level and trend for all products by 45.0 %: there choosing by product has not paid.", StringComparison.Ordinal));
        Assert.Equal(isSaid, card.Markup.Contains("has not paid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Campaigns_are_marked_on_the_day_on_which_they_went_out_or_are_to()
    {
        var shop = new DemandShop { Campaigns = [new(new CampaignId(1), "Winter news", DemandShop.First.AddDays(190)), new(new CampaignId(2), "Spring news", DemandShop.First.AddDays(209)), new(new CampaignId(3), "Before the shop", DemandShop.First.AddDays(-30))] };
        var look = (await shop.Looks.CurrentAsync(default))!;
        var campaigns = await shop.Looks.CampaignsAsync(look, default);
        var days = DemandFan.Points(look, FanSeries.Of(look, look.Find("TEA")!), 1, 120, campaigns);
        Assert.Equal(["Winter news", "Spring news"], days.SelectMany(day => day.Campaigns));
        Assert.Equal(look.Frame.DateOf(DemandShop.First.AddDays(190)), Assert.Single(days, day => day.Campaigns.Contains("Winter news")).First);
        var weeks = DemandFan.Points(look, FanSeries.Of(look, (string?)null), 7, 26, campaigns);
        Assert.Equal((true, true), (Assert.Single(weeks, week => week.Campaigns.Contains("Winter news")).Came is not null, Assert.Single(weeks, week => week.Campaigns.Contains("Spring news")).Mean is not null));
        Assert.Contains("Winter news", FanOptions.Table(Words.In(Words.English), new(Words.In(Words.English), () => null!), days, "Sold").ToCsv(), StringComparison.Ordinal);
        Assert.Contains("Spring news", ChartJson.Write(FanOptions.Of(Words.In(Words.Chinese), new(Words.In(Words.Chinese), () => null!), weeks, "Sold")), StringComparison.Ordinal);
    }

    private static ILookup<DateOnly, string> None() => Array.Empty<string>().ToLookup(_ => default(DateOnly));

    [Fact]
    public void Every_holiday_method_reason_and_basis_has_words_in_both_languages()
    {
        foreach (var words in Words.Languages.Select(Words.In))
        {
            Assert.Equal([], Holidays.Codes.Select(code => $"Holiday.{code}")
                .Concat(DemandMethods.All.Concat(["analogy", "none", "chosen"]).Select(method => $"Demand.Method.{method}"))
                .Concat(ElasticityReasons.All.Select(reason => $"Demand.Reason.{reason}"))
                .Concat(Enum.GetNames<DemandBasis>().Select(basis => $"Demand.Basis.{basis}"))
                .Concat(Enum.GetNames<DemandState>().Select(state => $"Demand.State.{state}"))
                .Concat(DemandKinds.All.Select(kind => $"Demand.Kind.{kind}.About"))
                .Where(key => !words.Has(key)));
        }
    }

    [Theory]
    [InlineData(120, 110, 130, 100, "Demand is expected to rise by 20 % against the same weeks of last year: between +10 % and +30 %")]
    [InlineData(80, 70, 90, 100, "Demand is expected to fall by 20 % against the same weeks of last year: between −30 % and −10 %")]
    [InlineData(105, 90, 120, 100, "Whether demand rises or falls against the same weeks of last year is open: +5 % is expected, between −10 % and +20 %")]
    [InlineData(210, 190, 260, 100, "Demand is expected to be 2.1 times that of the same weeks of last year: between 1.9 and 2.6 times")]
    [InlineData(105, 90, 120, 0, "105 units are expected in the next 4 weeks, between 90 and 120")]
    public void The_title_says_which_way_demand_goes_only_where_the_interval_does(double expected, double low, double high, double before, string title)
    {
        var words = Words.In(Words.English);
        Assert.Equal(title, DemandWords.Finding(words, new Display(words, () => null!), new DemandTotal(expected, low, high, before, true, 8, 0)));
    }

    private static string[] Codes(IRenderedComponent<DemandPage> page) => [.. page.FindAll("tr.opens th a").Select(link => link.TextContent)];

    private static IRenderedComponent<T> Render<T>(PageContext context, string address, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return context.Render<T>(parameters ?? (_ => { }));
    }

    private static PageContext Page(DemandShop shop, string language = Words.English, IPriceElasticities? elasticities = null)
    {
        var page = new PageContext(language);
        page.Services.AddSingleton(shop.Looks).AddSingleton<IDemandFrames>(shop).AddSingleton(elasticities ?? new EstimateElasticities());
        page.Render<MudBlazor.MudPopoverProvider>();
        return page;
    }

    /// <summary>Forecasts made once for all tests.</summary>
    public sealed class Foretold
    {
        internal DemandShop Shop { get; } = new();
    }

    private sealed class Known(ProductElasticity elasticity) : IPriceElasticities
    {
        public Task<ProductElasticity> OfAsync(DemandFrame frame, int product, CancellationToken cancellation) => Task.FromResult(elasticity);
    }
}
