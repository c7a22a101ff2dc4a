using System.Globalization;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Execution.Ads;

/// <summary>
/// Splits a daily budget over campaigns, and says what the advice rests on. How sure it is comes from drawing each campaign's days anew, with replacement, and fitting them again at the same spend (pairs bootstrap,
/// Efron and Tibshirani 1993, ch. 9): days are taken as independent.
/// </summary>
internal sealed class SplitAdBudget(IBudgetSplits splits)
{
    /// <summary>Margin that a unit of money must bring to be spent.</summary>
    private const double Worth = 1;

    private const int Draws = 200;
    private const double Tail = 0.025;
    private const ulong Seed = 0x61642d73706c6974;

    /// <summary>The split.</summary>
    /// <param name="campaigns">Campaigns that take part.</param>
    /// <param name="days">Counted days that are over.</param>
    /// <param name="budget">Money a day, minor units.</param>
    /// <param name="cancellation">Stops the drawing.</param>
    public (IReadOnlyList<AdBudgetShare> Shares, double? ShadowPrice, double Unspent) Of(IReadOnlyList<AdCampaign> campaigns, IEnumerable<AdDay> days, long budget, CancellationToken cancellation)
    {
        var known = days
            .Where(day => !day.IsHeldOut)
            .GroupBy(day => (day.Campaign, day.Day))
            .Select(group => (group.Key.Campaign, Point: new SpendPoint(group.Sum(day => day.Spend), group.Sum(day => day.Margin)), Clicks: group.Sum(day => day.Clicks)))
            .Where(one => one.Point.Spend > 0)
            .ToLookup(one => one.Campaign);
        var split = splits.Split([.. campaigns.Select(campaign => new SplitCampaign(campaign.Id.Value.ToString(CultureInfo.InvariantCulture), [.. known[campaign.Id].Select(one => one.Point)]))], budget, Worth);
        return ([.. campaigns.Zip(split.Shares, (campaign, share) =>
        {
            SpendPoint[] points = [.. known[campaign.Id].Select(one => one.Point)];
            var (low, high) = share.Margin is null ? (null, null) : Interval(points, share.Spend, cancellation);
            return new AdBudgetShare(campaign, share, points.Length, known[campaign.Id].Sum(one => one.Clicks), low, high);
        })], split.ShadowPrice, split.Unspent);
    }

    // Null where most of the draws cannot be fitted at all.
    private (double? Low, double? High) Interval(SpendPoint[] points, double spend, CancellationToken cancellation)
    {
        var (random, margins) = (new SeededRandom(Seed), new List<double>(Draws));
        var drawn = new SpendPoint[points.Length];
        for (var draw = 0; draw < Draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = points[(int)(random.NextDouble() * points.Length)];
            }

            if (splits.Split([new SplitCampaign("", drawn, spend, spend)], spend, 0).Shares[0].Margin is { } margin)
            {
                margins.Add(margin);
            }
        }

        if (margins.Count < Draws / 2)
        {
            return (null, null);
        }

        margins.Sort();
        return (margins[(int)(Tail * margins.Count)], margins[(int)((1 - Tail) * (margins.Count - 1))]);
    }
}
