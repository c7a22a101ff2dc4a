using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Treating;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Treating;

public sealed class TreatFeaturesTests : IDisposable
{
    private const string Money = "customers.monetary";
    private readonly ShopRig _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_preview_changes_nothing_and_says_what_would_change()
    {
        var frame = await FrameAsync();
        var monetary = frame.Monetary.ToArray();
        var treatments = _shop.Get<ITreatments>();
        var plan = new Treatment { Outliers = OutlierMethod.Fences, Action = OutlierAction.Cap };
        var effect = treatments.Preview(frame, Money, plan);
        Assert.Equal(1, effect.Marked);
        Assert.Equal(50_000_000, effect.Before!.Most);
        Assert.True(effect.After!.Most < 10_000);
        Assert.Equal(60, effect.After.Count);
        Assert.Equal(monetary, frame.Monetary);
        Assert.Equal(59, treatments.Preview(frame, Money, plan with { Action = OutlierAction.Exclude }).After!.Count);
        Assert.Equal(50_000_000, treatments.Preview(frame, Money, plan with { Action = OutlierAction.Mark }).After!.Most);
    }

    [Theory]
    [InlineData(OutlierMethod.ZScore)]
    [InlineData(OutlierMethod.Fences)]
    [InlineData(OutlierMethod.IsolationForest)]
    public async Task Every_method_marks_the_planted_customer_and_explains_it(OutlierMethod method)
    {
        var mark = _shop.Get<ITreatments>().Outliers(await FrameAsync(), [Money], method, null)[0];
        Assert.Equal(50_000_000, mark.Value);
        Assert.Equal(method == OutlierMethod.IsolationForest, mark.Isolating.Count == 1);
        Assert.Equal(method == OutlierMethod.ZScore, mark.Centre is not null);
    }

    [Fact]
    public async Task Several_features_together_name_the_one_that_isolates()
    {
        var treatments = _shop.Get<ITreatments>();
        var frame = await FrameAsync();
        var mark = treatments.Outliers(frame, ["customers.frequency", Money, "customers.basket"], OutlierMethod.IsolationForest, null)[0];
        Assert.Equal(Money, mark.Isolating[0].Feature);
        Assert.Throws<ArgumentException>(() => treatments.Outliers(frame, [Money, "products.price"], OutlierMethod.IsolationForest, null));
        Assert.Throws<ArgumentException>(() => treatments.Outliers(frame, [Money, "customers.basket"], OutlierMethod.ZScore, null));
        Assert.Throws<ArgumentException>(() => treatments.Preview(frame, "customers.mood", new Treatment()));
    }

    [Fact]
    public async Task What_is_in_force_is_applied_to_the_features_of_customers()
    {
        var frame = await FrameAsync();
        var settings = _shop.Get<ITreatmentSettings>();
        await settings.SaveAsync(Money, new Treatment { Outliers = OutlierMethod.Fences, Action = OutlierAction.Exclude }, "Ada", default);
        await settings.SaveAsync("customers.frequency", new Treatment(), "Ada", default);
        var treated = _shop.Get<ITreatments>().Customers(frame);
        Assert.Equal(59, treated.Kept.Count(kept => kept));
        Assert.Equal(7, treated.Names.Count);
        Assert.All(treated.Columns, column => Assert.Equal(60, column.Length));
        var change = Assert.Single(treated.Changes);
        Assert.Equal((Money, 0, 1, 0, 1), (change.Feature, change.Filled, change.Marked, change.Capped, change.Dropped));
        var raw = _shop.Get<ITreatments>().RawCustomers(frame);
        Assert.DoesNotContain(false, raw.Kept);
        Assert.Empty(raw.Changes);
        Assert.Equal(50_000_000, raw.Columns[2].Max());
    }

    [Fact]
    public async Task What_is_filled_and_capped_is_counted()
    {
        var frame = await FrameAsync();
        frame.RecencyDays[3] = float.NaN;
        frame.RecencyDays[4] = float.NaN;
        var settings = _shop.Get<ITreatmentSettings>();
        await settings.SaveAsync("customers.recency", new Treatment { Missing = MissingMethod.Constant, Constant = 999 }, "Ada", default);
        await settings.SaveAsync(Money, new Treatment { Outliers = OutlierMethod.Fences, Action = OutlierAction.Cap }, "Ada", default);
        var treated = _shop.Get<ITreatments>().Customers(frame);
        Assert.Equal([("customers.recency", 2, 0), (Money, 0, 1)], treated.Changes.Select(change => (change.Feature, (int)change.Filled, (int)change.Capped)));
        Assert.Equal((999, 999), (treated.Columns[0][3], treated.Columns[0][4]));
        Assert.True(treated.Columns[2][7] < 10_000);
    }

    private async Task<FeatureFrame> FrameAsync()
    {
        _shop.AddRegulars(60);
        var frame = _shop.Get<IFeatures>().Build(await _shop.Get<ISnapshots>().TakeAsync(_shop.Now, default));
        for (var c = 0; c < frame.Monetary.Length; c++)
        {
            frame.Monetary[c] = 2_000 + (10 * c);
        }

        frame.Monetary[7] = 50_000_000;
        return frame;
    }
}
