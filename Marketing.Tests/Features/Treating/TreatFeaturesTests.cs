using Marketing.Data;
using Marketing.Features;
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
