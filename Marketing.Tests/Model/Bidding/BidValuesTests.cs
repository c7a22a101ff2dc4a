using Marketing.Kernel.Numerics;
using Marketing.Model.Bidding;

namespace Marketing.Tests.Model.Bidding;

public sealed class BidValuesTests
{
    [Fact]
    public void Values_and_bids_are_those_of_the_slow_clear_version()
    {
        var random = new SeededRandom(4);
        for (var trial = 0; trial < 20; trial++)
        {
            var (auctions, budget, ctr) = (2 + random.NextInt(12), 1 + random.NextInt(30), 0.001 + (0.2 * random.NextDouble()));
            var prices = MarketPrices.Of([.. Enumerable.Range(0, 2 + random.NextInt(12)).Select(_ => (long)random.NextInt(9)), 1], laplace: trial % 2);
            var (values, slow) = (BidValues.Of(prices, ctr, auctions, budget, null, default), Slow(prices.Share, ctr, auctions, budget));
            for (var n = 0; n < auctions; n++)
            {
                for (var b = 0; b <= budget; b++)
                {
                    Assert.Equal(slow[n][b], values.Clicks(n, b), 1e-6);
                    var theta = 0.3 * random.NextDouble();
                    Assert.Equal(LargestSlowly(slow[n], b, theta, prices.Highest), values.Largest(n + 1, b, theta));
                }
            }
        }
    }

    [Fact]
    public void A_bidder_of_mean_impressions_wins_what_the_value_says()
    {
        // 4,000 episodes drawn from the prices; the deviation of their mean is below 0.02.
        var (random, ctr) = (new SeededRandom(8), 0.25);
        var prices = MarketPrices.Of([1, 4, 6, 3, 2, 2, 1, 1], 0);
        var values = BidValues.Of(prices, ctr, 31, 40, null, default);
        var wins = 0;
        for (var episode = 0; episode < 4000; episode++)
        {
            var left = 40;
            for (var n = 30; n > 0; n--)
            {
                var (price, chance) = (0, random.NextDouble());
                while (prices.Won[price] <= chance && price < prices.Highest)
                {
                    price++;
                }

                if (left > 0 && values.Largest(n, left, ctr) >= price)
                {
                    (left, wins) = (left - price, wins + 1);
                }
            }
        }

        Assert.Equal(values.Clicks(30, 40), ctr * wins / 4000, 0.06);
    }

    [Fact]
    public void A_budget_is_worth_more_when_it_is_larger_or_has_more_auctions_and_never_more_than_all_of_them()
    {
        var values = BidValues.Of(MarketPrices.Of([0, 3, 1, 5, 2], 1), 0.1, 20, 50, null, default);
        for (var n = 1; n < 20; n++)
        {
            for (var b = 1; b <= 50; b++)
            {
                Assert.InRange(values.Clicks(n, b), Math.Max(values.Clicks(n, b - 1), values.Clicks(n - 1, b)), (n * 0.1) + 1e-6);
            }
        }

        // Where the budget buys everything, everything is won.
        Assert.Equal(0.1 * 12, values.Clicks(12, 48), 1e-6);
    }

    [Fact]
    public void The_last_auction_gets_all_that_is_left_up_to_the_highest_price()
    {
        var values = BidValues.Of(MarketPrices.Of([0, 1, 1, 1], 0), 0.1, 5, 10, null, default);
        Assert.Equal([0, 1, 2, 3, 3], ((int[])[0, 1, 2, 3, 9]).Select(budget => values.Largest(1, budget, 0.05)));
        Assert.Equal(0, values.Largest(5, 3, 0));
    }

    private static double[][] Slow(double[] share, double ctr, int auctions, int budget)
    {
        var rows = new double[auctions][];
        for (var n = 0; n < auctions; n++)
        {
            rows[n] = new double[budget + 1];
            for (var b = 1; n > 0 && b <= budget; b++)
            {
                // Every bid is tried.
                for (var bid = 0; bid <= Math.Min(b, share.Length - 1); bid++)
                {
                    var value = Enumerable.Range(0, share.Length).Sum(price => share[price] * (price <= bid ? ctr + rows[n - 1][b - price] : rows[n - 1][b]));
                    rows[n][b] = Math.Max(rows[n][b], value);
                }
            }
        }

        return rows;
    }

    private static int LargestSlowly(double[] row, int budget, double theta, int highest) =>
        Enumerable.Range(0, Math.Min(budget, highest) + 1).Last(bid => theta + row[budget - bid] - row[budget] >= 0);
}
