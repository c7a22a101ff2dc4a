using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Strategy.Ads;

namespace Marketing.Tests.Strategy.Ads;

public sealed class ExaminationTests
{
    [Fact]
    public void How_often_a_place_is_looked_at_is_found_whatever_ads_stand_there()
    {
        double[] appeal = [0.1, 0.05, 0.02], first = [0.7, 0.2, 0.1], second = [0.1, 0.3, 0.6];
        var random = new SeededRandom(3);
        PlaceSums[] places = [Look(random, 1, appeal, first), Look(random, 0.4, appeal, second)];
        Assert.InRange(Examination.Of(places, 2), 0.35, 0.45);
        var naive = places[1].Clicks / places[1].Shows / (places[0].Clicks / places[0].Shows);
        Assert.True(naive < 0.25, $"Plain click rates say {naive}.");
    }

    [Fact]
    public void Before_enough_clicks_ranks_are_discounted_as_usual_and_the_first_place_never()
    {
        Assert.Equal(1, Examination.Of([], 1));
        Assert.Equal(1 / Math.Log2(3), Examination.Of([], 2));
        Assert.Equal(0.5, Examination.Of([new PlaceSums(1000, 60, 50), new PlaceSums(1000, 60, 50), new PlaceSums(1000, 49, 50)], 3));
        Assert.Equal(1, Examination.Of([new PlaceSums(1000, 60, 50), new PlaceSums(1000, 60, 80)], 2));
    }

    [Fact]
    public void Of_what_brought_nothing_the_share_is_kept_and_the_same_at_every_reading()
    {
        var kept = Enumerable.Range(1, 10_000).Where(id => Examination.Keeps(new DecisionId(id), 0.3)).ToList();
        Assert.InRange(kept.Count, 2_850, 3_150);
        Assert.Equal(kept, Enumerable.Range(1, 10_000).Where(id => Examination.Keeps(new DecisionId(id), 0.3)));
        Assert.All(kept, id => Assert.True(Examination.Keeps(new DecisionId(id), 0.5)));
    }

    private static PlaceSums Look(SeededRandom random, double examined, double[] appeal, double[] probabilities)
    {
        var sums = default(PlaceSums);
        for (var i = 0; i < 200_000; i++)
        {
            var (draw, ad) = (random.NextDouble(), 0);
            while (ad < 2 && (draw -= probabilities[ad]) >= 0)
            {
                ad++;
            }

            sums = random.NextDouble() < examined * appeal[ad]
                ? new PlaceSums(sums.Shows + 1, sums.Clicks + 1, sums.Weighted + (1 / (3 * probabilities[ad])))
                : sums with { Shows = sums.Shows + 1 };
        }

        return sums;
    }
}
