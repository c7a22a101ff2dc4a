using Dapper;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Treating;

/// <summary>Treatments in force, as whoever reads the features of a real store meets them.</summary>
public sealed class TreatFrameTests : IDisposable
{
    private const string Money = "customers.monetary";
    private const string Gap = "customers.gap";
    private const int Whale = 6;
    private const int Newcomer = 60;
    private readonly ShopRig _shop = new();

    public TreatFrameTests()
    {
        _shop.AddRegulars(60);
        _shop.Folder.Database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_orders (id, number, customer_id, at, import_id) values (9001, 'big', 7, @At, 1);
            insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (9001, 1, 1, 1, 50000000);
            insert into data_customers (id, key, country, simulated) values (61, '61', 'France', '');
            insert into data_orders (id, number, customer_id, at, import_id) values (9002, 'first', 61, @At, 1);
            insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (9002, 1, 1, 1, 300);
            """,
            new { At = _shop.Now.AddDays(-40) },
            transaction));
    }

    public void Dispose() => _shop.Dispose();

    private Task<FeatureFrame> FrameAsync() => _shop.Get<IFeatures>().CurrentAsync(default);

    private Task SaveAsync(string feature, Treatment treatment) => _shop.Get<ITreatmentSettings>().SaveAsync(feature, treatment, "Ada", default);

    [Fact]
    public async Task Without_a_treatment_nothing_is_changed_and_nobody_is_left_out()
    {
        await SaveAsync(Money, new Treatment());
        var frame = await FrameAsync();
        Assert.Same(frame, frame.Stored);
        Assert.Empty(frame.Changes);
        Assert.DoesNotContain(false, frame.Kept);
    }

    [Fact]
    public async Task A_customer_that_is_left_out_has_no_scores_and_no_segment_and_stays_a_customer()
    {
        var before = await _shop.Get<ISegments>().CurrentAsync(default);
        Assert.True(before.Of[Whale] >= 0);
        await SaveAsync(Money, new Treatment { Outliers = OutlierMethod.ZScore, Action = OutlierAction.Exclude });
        var segments = await _shop.Get<ISegments>().CurrentAsync(default);
        Assert.False(segments.Frame.Kept[Whale]);
        Assert.Equal((0, 0, 0), (segments.Frame.R[Whale], segments.Frame.F[Whale], segments.Frame.M[Whale]));
        Assert.Equal(-1, segments.Of[Whale]);
        Assert.Equal((Money, 0, 1, 0, 1), Counts(Assert.Single(segments.Frame.Changes)));
        var row = (await _shop.Get<ISegments>().CustomersAsync(default, new TableQuery(Take: 100, Sort: "monetary", Descending: true), default)).Items[0];
        Assert.Equal(("7", ""), (row.Key, row.Segment));
        Assert.True(row.Monetary > 50_000_000);
        Assert.Contains(await _shop.Get<IAudiences>().ListAsync(default), audience => audience.Code == AudienceCodes.Everybody && audience.Customers == 61);
    }

    [Fact]
    public async Task A_capped_amount_changes_ranks_and_never_the_money_that_is_told()
    {
        var revenue = (await _shop.Get<ISegments>().SummariseAsync(default)).Sum(segment => segment.Revenue);
        await SaveAsync(Money, new Treatment { Outliers = OutlierMethod.ZScore, Action = OutlierAction.Cap });
        var frame = await FrameAsync();
        Assert.True(frame.Kept[Whale]);
        Assert.Equal(frame.Monetary.Where((_, c) => c != Whale).Max(), frame.Monetary[Whale]);
        Assert.True(frame.Stored.Monetary[Whale] > 50_000_000);
        Assert.Equal(revenue, (await _shop.Get<ISegments>().SummariseAsync(default)).Sum(segment => segment.Revenue));
    }

    [Fact]
    public async Task What_is_missing_is_filled_for_who_ranks_and_stays_unknown_in_what_is_stored()
    {
        await SaveAsync(Gap, new Treatment { Missing = MissingMethod.Median });
        var frame = await FrameAsync();
        Assert.True(float.IsNaN(frame.Stored.MeanGapDays[Newcomer]));
        Assert.Equal(10, frame.MeanGapDays[Newcomer]);
        Assert.Equal((Gap, 1, 0, 0, 0), Counts(Assert.Single(frame.Changes)));
    }

    [Fact]
    public async Task Dropping_rows_without_a_value_leaves_those_customers_out()
    {
        await SaveAsync(Gap, new Treatment { Missing = MissingMethod.Drop });
        var frame = await FrameAsync();
        Assert.Equal([Newcomer], Enumerable.Range(0, 61).Where(c => !frame.Kept[c]));
        Assert.True(float.IsNaN(frame.RecencyDays[Newcomer]));
        Assert.Equal(1, frame.Frequency[Newcomer]);
    }

    [Fact]
    public async Task Products_are_treated_in_their_own_table()
    {
        await SaveAsync("products.stock", new Treatment { Outliers = OutlierMethod.ZScore, Threshold = 2, Action = OutlierAction.Exclude });
        await SaveAsync("products.cost", new Treatment { Missing = MissingMethod.Constant, Constant = 125 });
        var frame = await FrameAsync();
        Assert.All(frame.Products.Cost, cost => Assert.Equal(125, cost));
        Assert.All(frame.Stored.Products.Cost, cost => Assert.True(double.IsNaN(cost)));
        Assert.DoesNotContain(false, frame.Kept);
        Assert.Equal(["products.cost", "products.stock"], frame.Changes.Select(change => change.Feature));
    }

    [Fact]
    public async Task Taking_a_treatment_back_gives_the_very_values_of_before_and_the_facts_never_changed()
    {
        var facts = Facts();
        var before = Values(await FrameAsync());
        var segments = (await _shop.Get<ISegments>().CurrentAsync(default)).Of.ToArray();
        await SaveAsync(Money, new Treatment { Outliers = OutlierMethod.ZScore, Action = OutlierAction.Exclude });
        await SaveAsync(Gap, new Treatment { Missing = MissingMethod.GroupMedian });
        await SaveAsync("products.price", new Treatment { Outliers = OutlierMethod.IsolationForest, Threshold = 0.5, Action = OutlierAction.Cap });
        Assert.NotEqual(before, Values(await FrameAsync()));
        Assert.NotEqual(segments, (await _shop.Get<ISegments>().CurrentAsync(default)).Of);
        await _shop.RestartAsync();
        Assert.NotEqual(before, Values(await FrameAsync()));
        foreach (var feature in (string[])[Gap, Money, "products.price"])
        {
            Assert.True(await _shop.Get<ITreatmentSettings>().RevertAsync(feature, "Ben", default));
        }

        Assert.Equal(before, Values(await FrameAsync()));
        Assert.Equal(segments, (await _shop.Get<ISegments>().CurrentAsync(default)).Of);
        Assert.Equal(facts, Facts());
    }

    [Fact]
    public async Task A_frame_of_the_past_is_treated_alike()
    {
        await SaveAsync(Money, new Treatment { Outliers = OutlierMethod.ZScore, Action = OutlierAction.Exclude });
        var past = _shop.Get<IFeatures>().Build(await _shop.Get<ISnapshots>().TakeAsync(_shop.Now.AddDays(-30), default));
        Assert.False(past.Kept[Whale]);
    }

    private static (string, int, int, int, int) Counts(TreatmentChange change) => (change.Feature, (int)change.Filled, (int)change.Marked, (int)change.Capped, (int)change.Dropped);

    private static string Values(FeatureFrame frame) => string.Join(';', Enumerable.Range(0, frame.Kept.Length).Select(c =>
        $"{frame.RecencyDays[c]:R} {frame.Frequency[c]} {frame.Monetary[c]} {frame.TenureDays[c]:R} {frame.MeanGapDays[c]:R} {frame.BasketSize[c]:R} {frame.ReturnRate[c]:R} {frame.R[c]} {frame.F[c]} {frame.M[c]} {frame.Kept[c]}"))
        + string.Join(' ', [.. frame.Products.Price, .. frame.Products.Cost, .. frame.Products.Stock]);

    private string Facts() => _shop.Folder.Database.Read(connection => string.Join('|', connection.Query<string>(
        "select order_id || ' ' || position || ' ' || quantity || ' ' || unit_price from data_order_lines union all select id || ' ' || coalesce(cost, '') || ' ' || coalesce(stock, '') from data_products")));
}
