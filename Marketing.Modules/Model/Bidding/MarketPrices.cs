namespace Marketing.Model.Bidding;

/// <summary>Distribution of the market price, which is the highest bid of the others.</summary>
internal sealed class MarketPrices
{
    private MarketPrices(double[] share)
    {
        (Share, Won, Spent) = (share, new double[share.Length], new double[share.Length]);
        var (won, spent) = (0.0, 0.0);
        for (var price = 0; price < share.Length; price++)
        {
            (Won[price], Spent[price]) = (won += share[price], spent += share[price] * price);
        }
    }

    /// <summary>Probability of each price, <c>m(δ)</c>; they add up to 1.</summary>
    public double[] Share { get; }

    /// <summary>Probability that a bid wins: prices up to it.</summary>
    public double[] Won { get; }

    /// <summary>What a bid costs in the mean, an auction that is lost costing nothing.</summary>
    public double[] Spent { get; }

    /// <summary>Highest price.</summary>
    public int Highest => Share.Length - 1;

    /// <param name="counts">Impressions by price.</param>
    /// <param name="laplace">Impressions that are added at every price, so that none is impossible (Laplace's rule).</param>
    public static MarketPrices Of(IReadOnlyList<long> counts, double laplace)
    {
        var (total, share) = (counts.Sum(count => (double)count) + (laplace * counts.Count), new double[counts.Count]);
        for (var price = 0; price < share.Length; price++)
        {
            share[price] = (counts[price] + laplace) / total;
        }

        return new MarketPrices(share);
    }

    /// <summary>
    /// The constant bid that wins the most impressions: it wins <c>F(a)</c> of the auctions and spends <c>s(a)</c> in each until the
    /// budget of <c>c</c> an auction is spent, so that <c>F(a) min(1, c / s(a))</c> of them are won. The lowest of equals.
    /// </summary>
    public int BestConstant(double budgetAnAuction)
    {
        var (best, most) = (0, 0.0);
        for (var bid = 0; bid <= Highest; bid++)
        {
            var won = Won[bid] * (Spent[bid] <= budgetAnAuction ? 1 : budgetAnAuction / Spent[bid]);
            if (won > most)
            {
                (best, most) = (bid, won);
            }
        }

        return best;
    }
}
