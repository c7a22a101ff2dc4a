namespace Marketing.Model.Bidding;

/// <summary>
/// Splits a budget so that the last unit brings the same everywhere between the limits (the conditions of Karush, Kuhn and Tucker; water-filling: Boyd and Vandenberghe
/// 2004, ex. 5.2): each campaign's spend falls with the price of a unit, which is searched by halving until the spends add up to the budget.
/// </summary>
internal sealed class SplitBudget : IBudgetSplits
{
    private const int Halvings = 200;

    public BudgetSplit Split(IReadOnlyList<SplitCampaign> campaigns, double budget, double worth)
    {
        Check(campaigns, budget, worth);
        var reasons = new string?[campaigns.Count];
        var curves = campaigns.Select((campaign, i) => FitResponse.Of(campaign.Points, out reasons[i])).ToArray();
        var (spends, price) = Spread([.. campaigns], curves, budget, worth);
        return new BudgetSplit(
            [.. campaigns.Select((campaign, i) => Share(campaign, curves[i], spends[i], reasons[i]))],
            Array.TrueForAll(curves, curve => curve is null) ? null : price,
            Math.Max(0, budget - spends.Sum()));
    }

    private static SplitShare Share(SplitCampaign campaign, ResponseCurve? curve, double spend, string? reason) => curve is { } known
        ? new SplitShare(campaign.Name, spend, known.At(spend), known.Marginal(spend) is var more && double.IsFinite(more) ? more : null, known.Scale == 0 ? "flat" : Name(known.Form), null)
        : new SplitShare(campaign.Name, spend, null, null, null, reason);

    private static (double[] Spends, double Price) Spread(SplitCampaign[] campaigns, ResponseCurve?[] curves, double budget, double worth)
    {
        // At the lowest price that is worth it all spend the most; if that fits, more budget would bring nothing.
        var most = At(worth);
        if (most.Sum() <= budget)
        {
            return (most, 0);
        }

        var (low, high) = (Math.Max(worth, double.Epsilon), 1.0);
        while (At(high).Sum() > budget)
        {
            high *= 2;
            if (double.IsInfinity(high))
            {
                break;
            }
        }

        var (bottom, top) = (Math.Log(low), Math.Log(Math.Min(high, double.MaxValue)));
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (bottom + top) / 2;
            (bottom, top) = At(Math.Exp(middle)).Sum() > budget ? (middle, top) : (bottom, middle);
        }

        return (At(Math.Exp(top)), Math.Exp(top));

        double[] At(double price) => [.. campaigns.Select((campaign, i) => curves[i] is not { Scale: > 0 } curve ? campaign.Least
            : Math.Clamp(price > 0 ? curve.SpendAt(price) : double.PositiveInfinity, campaign.Least, campaign.Most ?? double.PositiveInfinity))];
    }

    private static string Name(ResponseForm form) => form switch
    {
        ResponseForm.Log => "log",
        ResponseForm.Saturation => "saturation",
        _ => "power",
    };

    private static void Check(IReadOnlyList<SplitCampaign> campaigns, double budget, double worth)
    {
        var names = new HashSet<string>();
        foreach (var campaign in campaigns)
        {
            if (!names.Add(campaign.Name))
            {
                throw new ArgumentException($"The campaign '{campaign.Name}' is there twice.", nameof(campaigns));
            }

            if (!(campaign.Least >= 0) || !(campaign.Most is null || campaign.Most >= campaign.Least) || !double.IsFinite(campaign.Least) || campaign.Most is double.PositiveInfinity)
            {
                throw new ArgumentException($"The limits of '{campaign.Name}' are {campaign.Least} and {campaign.Most}; the least must be 0 or more and the most not below it.", nameof(campaigns));
            }

            if (campaign.Points.FirstOrDefault(point => !(point.Spend > 0) || !double.IsFinite(point.Spend) || !double.IsFinite(point.Margin)) is { } wrong)
            {
                throw new ArgumentException($"A point of '{campaign.Name}' is {wrong.Spend}, {wrong.Margin}; a spend must be above 0 and a margin a number.", nameof(campaigns));
            }
        }

        if (!(worth >= 0) || !double.IsFinite(worth))
        {
            throw new ArgumentException($"What a unit must bring is {worth}; it must be 0 or more.", nameof(worth));
        }

        if (!double.IsFinite(budget) || !(budget >= campaigns.Sum(campaign => campaign.Least)))
        {
            throw new ArgumentException($"A budget of {budget} is less than the campaigns are to get at least, {campaigns.Sum(campaign => campaign.Least)}.", nameof(budget));
        }
    }
}
