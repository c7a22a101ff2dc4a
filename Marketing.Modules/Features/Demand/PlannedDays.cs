using Marketing.Data;

namespace Marketing.Features.Demand;

/// <summary>The promotions of a calendar, by product. Where several cover a product on a day, the deepest cut counts.</summary>
internal sealed class PlannedDays
{
    private readonly IReadOnlyList<PlannedPromotion> _promotions;
    private readonly List<int> _everywhere = [];
    private readonly Dictionary<int, List<int>> _of = [];

    private PlannedDays(IReadOnlyList<PlannedPromotion> promotions) => _promotions = promotions;

    /// <summary>No promotion.</summary>
    public static PlannedDays None { get; } = new([]);

    /// <summary>Places promotions on the products that they are about.</summary>
    /// <param name="promotions">All of them.</param>
    /// <param name="products">The picture's products.</param>
    public static PlannedDays Of(IReadOnlyList<PlannedPromotion> promotions, ProductColumns products)
    {
        var planned = new PlannedDays(promotions);
        for (var i = 0; i < promotions.Count; i++)
        {
            if (PromotionPlan.Covered(promotions[i].Draft, products) is not { } covered)
            {
                planned._everywhere.Add(i);
                continue;
            }

            foreach (var product in covered)
            {
                (planned._of.TryGetValue(product, out var own) ? own : planned._of[product] = []).Add(i);
            }
        }

        return planned;
    }

    /// <summary>Promotions of a product that touch some days, by id.</summary>
    public IReadOnlyList<PlannedPromotion> Of(int product, DateOnly from, int days)
    {
        var to = from.AddDays(days - 1);
        return [.. Own(product).Where(one => one.Draft.First <= to && one.Draft.Last >= from).OrderBy(one => one.Id)];
    }

    /// <summary>Cut of each day, 0 where none is planned; empty where none is on any of them.</summary>
    public float[] Cuts(int product, DateOnly from, int days)
    {
        float[] cuts = [];
        foreach (var one in days > 0 ? Of(product, from, days) : [])
        {
            cuts = cuts.Length == 0 ? new float[days] : cuts;
            var last = Math.Min(days - 1, one.Draft.Last.DayNumber - from.DayNumber);
            for (var day = Math.Max(0, one.Draft.First.DayNumber - from.DayNumber); day <= last; day++)
            {
                cuts[day] = Math.Max(cuts[day], (float)one.Draft.Cut);
            }
        }

        return cuts;
    }

    private IEnumerable<PlannedPromotion> Own(int product) => _everywhere.Concat(_of.TryGetValue(product, out var own) ? own : []).Select(i => _promotions[i]);
}
