using Bunit;
using Marketing.App.Components.Pages.Data.Quality;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Data;

/// <summary>What an analyst changes on the pages of quality, against a real store.</summary>
public sealed class QualityBoardTests : IDisposable
{
    private const string Gap = "customers.gap";
    private readonly ShopRig _shop = new();

    public QualityBoardTests() => _shop.AddRegulars(30);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_treatment_on_view_comes_into_force_under_the_name_of_who_saved_it()
    {
        await using var page = Page(Role.Analyst);
        var plan = new Treatment { Missing = MissingMethod.Median };
        var save = page.Render<TreatmentSave>(part => part.Add(form => form.Feature, Gap).Add(form => form.Plan, plan));
        save.Find("button").Click();
        save.WaitForAssertion(() => Assert.Equal(plan, Settings.Of(Gap)));
        Assert.Equal("anna", Assert.Single(Settings.InForce).Saved!.Actor);
        save.WaitForAssertion(() => Assert.True(save.Find("button").HasAttribute("disabled")));
    }

    [Theory]
    [InlineData(Words.English, "out of range")]
    [InlineData("zh-Hans", "超出范围")]
    public async Task A_threshold_out_of_range_is_refused_in_the_readers_language(string language, string words)
    {
        await using var page = Page(Role.Analyst, language);
        var save = page.Render<TreatmentSave>(part => part.Add(form => form.Feature, Gap).Add(form => form.Plan, new Treatment { Outliers = OutlierMethod.ZScore, Threshold = -3 }));
        save.Find("button").Click();
        save.WaitForAssertion(() => Assert.Contains(words, save.Find("[role=alert]").TextContent));
        Assert.Empty(Settings.InForce);
    }

    [Fact]
    public async Task Fields_of_an_import_show_what_came_with_it_and_nothing_that_is_not_measured_of_it()
    {
        var side = new FieldSide(7, 0, 3, null);
        var field = new FieldProfile("orders", "amount", "money", new FieldSide(36_969, 0, 9, null), side, side, new FieldShift(null, null, null, null), [], [], [1, 2]);
        await using var page = Page(Role.Viewer);
        var shop = page.Render<FieldTable>(part => part.Add(table => table.Fields, [field]));
        Assert.Equal((9, "36,969"), (shop.FindAll("thead th").Count, shop.Find("tbody td.number").TextContent));
        var import = page.Render<FieldTable>(part => part.Add(table => table.Fields, [field]).Add(table => table.Import, 5));
        Assert.Equal((7, "7"), (import.FindAll("thead th").Count, import.Find("tbody td.number").TextContent));
    }

    [Fact]
    public async Task Fields_stand_worst_first_each_folded_on_a_phone_until_it_is_opened()
    {
        var side = new FieldSide(7, 0, 3, null);
        FieldProfile Profile(string name) => new("orders", name, "money", side, side, side, new FieldShift(null, null, null, null), [], [], [1, 2]);
        await using var page = Page(Role.Viewer);
        var table = page.Render<FieldTable>(part => part.Add(table => table.Fields, [Profile("amount"), Profile("lines"), Profile("units")])
            .Add(table => table.Rules, [new("orders.amount/most", "pass", 1, null, 2), new("orders.units/most", "fail", 3, null, 2)]));
        Assert.Equal(["/data/quality/field/orders.units", "/data/quality/field/orders.amount", "/data/quality/field/orders.lines"], table.FindAll("tbody th a").Select(link => link.GetAttribute("href")));
        Assert.Equal(3, table.FindAll("tr.folded button[aria-expanded=false]").Count);
        Assert.Equal("Figures of orders.units", table.Find("button.fold").GetAttribute("aria-label"));
        table.Find("button.fold").Click();
        Assert.Equal("true", table.Find("tbody tr:not(.folded) button").GetAttribute("aria-expanded"));
        table.Find("button.fold").Click();
        Assert.Equal(3, table.FindAll("tr.folded").Count);
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing()
    {
        await using var page = Page(Role.Viewer);
        Assert.Empty(page.Render<TreatmentSave>(part => part.Add(form => form.Feature, Gap).Add(form => form.Plan, new Treatment())).FindAll("button"));
    }

    [Fact]
    public async Task What_is_in_force_is_listed_with_the_way_back()
    {
        await Settings.SaveAsync(Gap, new Treatment { Missing = MissingMethod.Constant, Constant = 12 }, "Ben", default);
        await using var page = Page(Role.Analyst);
        var undone = new TaskCompletionSource();
        var list = page.Render<TreatmentsInForce>(part => part.Add(table => table.Treatments, Settings.InForce).Add(table => table.Changed, undone.SetResult));
        Assert.Contains("Ben", list.Find("tbody tr").TextContent);
        Assert.Contains("12", list.Find("tbody tr").TextContent);
        list.Find("tbody button").Click();
        await undone.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Empty(Settings.InForce);
    }

    [Theory]
    [InlineData(Words.English, "Enter the first and the last day", "There is no order from 1990-01-01 to 1990-01-31")]
    [InlineData("zh-Hans", "请输入时段", "1990-01-01 至 1990-01-31 没有订单")]
    public async Task Rules_are_not_made_of_days_without_orders(string language, string without, string outside)
    {
        await using var page = Page(Role.Analyst, language);
        var maker = page.Render<RuleMaker>();
        maker.Find("form").Submit();
        maker.WaitForAssertion(() => Assert.Contains(without, maker.Find("[role=alert]").TextContent));
        Enter(maker, "1990-01-01", "1990-01-31");
        maker.WaitForAssertion(() => Assert.Contains(outside, maker.Find("[role=alert]").TextContent), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Rules_are_made_of_the_days_that_were_chosen()
    {
        await using var page = Page(Role.Analyst);
        var maker = page.Render<RuleMaker>();
        Assert.Empty(await _shop.Get<IQualityRules>().ListAsync(default));
        Enter(maker, $"{_shop.Now.AddDays(-140):yyyy-MM-dd}", $"{_shop.Now.AddDays(-110):yyyy-MM-dd}");
        maker.WaitForAssertion(() => Assert.NotNull(_shop.Get<IQuality>().LatestAsync(default).Result), TimeSpan.FromSeconds(20));
        Assert.Contains(await _shop.Get<IQualityRules>().ListAsync(default), rule => rule.Key == "orders.amount/most");
    }

    [Theory]
    [InlineData(Words.English, "fill in “At least” or “At most”", "At least: smallest value")]
    [InlineData("zh-Hans", "请填写“至少”或“至多”", "至少: 最小值")]
    public async Task A_rule_that_cannot_be_meant_is_refused_in_the_readers_language_and_its_fields_have_names(string language, string words, string name)
    {
        await using var page = Page(Role.Analyst, language);
        var rule = new QualityRule("orders.amount", "least", 1, null, RuleSeverity.Warn, true, false);
        var rules = page.Render<FieldRules>(part => part.Add(table => table.Type, "money").Add(table => table.Rules, [rule]).Add(table => table.Results, []));
        var least = rules.FindAll("input[inputmode=decimal]")[0];
        Assert.Equal(name, least.GetAttribute("aria-label"));
        least.Change("");
        rules.WaitForAssertion(() => Assert.Contains(words, rules.Find("[role=alert]").TextContent));
        Assert.Empty(await _shop.Get<IQualityRules>().ListAsync(default));
    }

    [Fact]
    public async Task Bounds_are_typed_in_the_units_in_which_they_are_shown()
    {
        await using var page = Page(Role.Analyst);
        var saved = 0;
        var amount = new QualityRule("orders.amount", "most", null, 10_588_043, RuleSeverity.Warn, true, false);
        var share = new QualityRule("orders.amount", "missing", null, 0.3, RuleSeverity.Warn, true, false);
        var rules = page.Render<FieldRules>(part => part.Add(table => table.Type, "money").Add(table => table.Rules, [amount, share]).Add(table => table.Results, []).Add(table => table.Changed, () => saved++));
        Assert.Equal(["", "105880.43", "", "30"], rules.FindAll("input[inputmode=decimal]").Select(input => input.GetAttribute("value")));
        rules.FindAll("input[inputmode=decimal]")[1].Change("1234.56");
        rules.FindAll("input[inputmode=decimal]")[3].Change("12.5");

        rules.WaitForAssertion(() => Assert.Equal(2, saved));
        Assert.Equal([0.125, 123_456], (await _shop.Get<IQualityRules>().ListAsync(default)).Select(rule => rule.High!.Value).Order());
    }

    [Theory]
    [InlineData("money", new[] { 0.0, 20_000, 400_000 }, new[] { "£0", "£200", "£4,000" })]
    [InlineData("money", new[] { 0.0, 50, 100 }, new[] { "£0.00", "£0.50", "£1.00" })]
    [InlineData("number", new[] { 0.0, 50, 100 }, new[] { "0", "50", "100" })]
    public async Task Whole_amounts_on_an_axis_have_no_decimals(string type, double[] lows, string[] edges)
    {
        await using var page = Page(Role.Viewer);
        Assert.Equal(edges, FieldWords.Edges(page.Services.GetRequiredService<Display>(), type, [.. lows.Select(low => new HistogramBar(low, low + 1, 0, 0, 0))]));
    }

    [Theory]
    [InlineData(100.0, null, "passes from £1.00")]
    [InlineData(null, 250.0, "passes up to £2.50")]
    [InlineData(100.0, 250.0, "passes from £1.00 to £2.50")]
    public async Task A_rule_names_only_the_bounds_that_it_has(double? low, double? high, string text)
    {
        await using var page = Page(Role.Viewer);
        Assert.Equal(text, FieldWords.Bounds(page.Words, page.Services.GetRequiredService<Display>(), new RuleResult("orders.amount/most", "fail", 300, low, high), "money"));
    }

    [Theory]
    [InlineData(Words.English, "1 of 2 checks, 1 of 2 rules of fields", "Days without an order", "90 of 100 (90.00 %)")]
    [InlineData(Words.Chinese, "2 项检查中有 1 项，2 条字段规则中有 1 条", "没有订单的日期", "100 中有 90（90.00%）")]
    public async Task What_falls_short_is_told_of_checks_as_of_rules_worst_first(string language, string counted, string check, string affected)
    {
        await using var page = Page(Role.Viewer, language);
        var report = new QualityReport(DateTimeOffset.UnixEpoch, [new("negative-stock", "pass", 0, 10), new("days-without-orders", "fail", 90, 100)])
        {
            Rules = [new("orders.amount/most", "warn", 300, null, 250), new("orders.amount/missing", "none", null, null, 0.1)],
        };
        var falls = page.Render<ShortFalls>(part => part.Add(card => card.Report, report));
        Assert.Equal(counted, falls.Find(".note").TextContent);
        var told = falls.FindAll("li").Select(line => line.TextContent).ToList();
        Assert.Equal(2, told.Count);
        Assert.Contains(check, told[0]);
        Assert.Contains(affected, told[0]);
    }

    private ITreatmentSettings Settings => _shop.Get<ITreatmentSettings>();

    private static void Enter(IRenderedComponent<RuleMaker> maker, string first, string last)
    {
        maker.FindAll("input[type=date]")[0].Change(first);
        maker.FindAll("input[type=date]")[1].Change(last);
        maker.Find("form").Submit();
    }

    private PageContext Page(Role role, string language = Words.English)
    {
        var page = new PageContext(language, role);
        page.Services.AddSingleton(_shop.Get<ITreatmentSettings>());
        page.Services.AddSingleton(_shop.Get<IQuality>());
        page.Services.AddSingleton(_shop.Get<IQualityRules>());
        page.Services.AddSingleton(_shop.Get<ISnapshots>());
        return page;
    }
}
