using Marketing.Kernel.Numerics;
using Marketing.Model.Bidding;

namespace Marketing.Tests.Model.Bidding;

public sealed class MarketPricesTests
{
    [Fact]
    public void Shares_wins_and_costs_follow_by_hand()
    {
        var prices = MarketPrices.Of([1, 0, 3], 0);
        Assert.Equal([0.25, 0, 0.75], prices.Share);
        Assert.Equal([0.25, 0.25, 1], prices.Won);
        Assert.Equal([0, 0, 1.5], prices.Spent);
        Assert.Equal([2 / 7.0, 1 / 7.0, 4 / 7.0], MarketPrices.Of([1, 0, 3], 1).Share);
    }

    [Fact]
    public void The_best_constant_bid_wins_the_most_by_hand()
    {
        // A bid of 1 wins half for 0.5 an auction, of 4 all for 2.5.
        var prices = MarketPrices.Of([0, 1, 0, 0, 1], 0);
        Assert.Equal(4, prices.BestConstant(2.5));
        Assert.Equal(1, prices.BestConstant(0.5));

        // With 1 an auction, 4 wins 1 / 2.5 of them.
        Assert.Equal(1, prices.BestConstant(1));
        Assert.Equal(4, prices.BestConstant(1.5));
    }

    [Fact]
    public void The_best_constant_bid_wins_the_most_when_it_is_played()
    {
        var (random, counts) = (new SeededRandom(3), new long[] { 1, 2, 8, 5, 5, 3, 2, 2, 1, 1, 1, 1 });
        var deck = counts.SelectMany((count, price) => Enumerable.Repeat(price, (int)count)).ToArray();
        var auctions = Enumerable.Range(0, 200_000).Select(_ => deck[random.NextInt(deck.Length)]).ToArray();
        foreach (var budget in (double[])[0.3, 1, 2, 3.5])
        {
            var won = Enumerable.Range(0, counts.Length).Select(bid =>
            {
                var (left, wins) = (budget * auctions.Length, 0);
                foreach (var price in auctions)
                {
                    if (price <= bid && price <= left)
                    {
                        (left, wins) = (left - price, wins + 1);
                    }
                }

                return wins;
            }).ToArray();
            Assert.InRange(won[MarketPrices.Of(counts, 0).BestConstant(budget)], won.Max() * 0.99, won.Max());
        }
    }
}
