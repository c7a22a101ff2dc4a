using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Frame;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Support;

/// <summary>Real feature frames of snapshots built by hand.</summary>
internal static class Frames
{
    public static FeatureFrame Of(ShopSnapshot snapshot) => Features(snapshot).Build(snapshot);

    public static IFeatures Features(ShopSnapshot snapshot) => new BuildFrame(new StandingShop(snapshot), new NoTreatments(), Options.Create(new FeaturesOptions()));

    /// <summary>A shop of regulars: customer k of n bought every k + 1 days until k days ago, for more money the larger k.</summary>
    public static ShopSnapshot Regulars(DateTimeOffset now, int customers)
    {
        var builder = new SnapshotBuilder(now);
        for (var k = 0; k < customers; k++)
        {
            for (var day = k; day < 200; day += k + 1)
            {
                builder.Order(now.AddDays(-day - 1), $"{k + 1}", ($"p{k % 7}", 1, 100 * (k + 1)));
            }
        }

        return builder.Build();
    }
}
