using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Bidding;

namespace Marketing.Tests.Model.Bidding;

public sealed class BiddingMethodsTests
{
    private static readonly BidMarket Market = new([0, 5, 9, 7, 4, 3, 2, 1, 1], 4);

    private readonly BiddingMethods _methods = new();

    public static TheoryData<string> Kinds => [.. new BiddingMethods().Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_bid_is_never_negative_nor_above_what_is_left_or_what_was_ever_paid(string kind)
    {
        var (bidder, random) = (Fit(kind, new BidEpisode(Market, 50, 60)), new SeededRandom(2));
        for (var i = 0; i < 2000; i++)
        {
            var left = random.NextInt(61);
            Assert.InRange(bidder.Bid(1 + random.NextInt(50), left, random.NextDouble()), 0, Math.Min(left, Market.Highest));
        }

        Assert.Equal(0, bidder.Bid(3, 0, 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_input_gives_the_same_bids_and_a_likelier_click_no_lower_one(string kind)
    {
        var (bidder, again) = (Fit(kind, new BidEpisode(Market, 30, 40)), Fit(kind, new BidEpisode(Market, 30, 40)));
        Assert.Equal(kind, bidder.Kind);
        Assert.Equal(_methods.Parameters(kind).Select(parameter => parameter.Name), bidder.Parameters.Keys);
        foreach (var (auctions, budget) in ((int, int)[])[(1, 3), (10, 40), (30, 40), (30, 7)])
        {
            var bids = Enumerable.Range(0, 101).Select(i => bidder.Bid(auctions, budget, i / 100.0)).ToArray();
            Assert.Equal(bids.Order(), bids);
            Assert.Equal(bids, Enumerable.Range(0, 101).Select(i => again.Bid(auctions, budget, i / 100.0)));
        }
    }

    [Fact]
    public void Simple_bids_follow_by_hand()
    {
        // 32 impressions with 4 clicks for 102: a rate of 0.125 and 25.5 a click.
        Assert.Equal((32L, 102L, 0.125), (Market.Impressions, Market.Cost, Market.MeanCtr));
        var linear = Fit("linear", new BidEpisode(Market, 10, 100), ("b0", "4"));
        Assert.Equal([0, 2, 4, 8], ((double[])[0.03, 0.0625, 0.125, 0.9]).Select(ctr => linear.Bid(10, 100, ctr)));
        Assert.Equal([2, 3, 8], ((double[])[0.1, 0.125, 0.5]).Select(ctr => Fit("mcpc", new BidEpisode(Market, 10, 100)).Bid(10, 100, ctr)));
        var constant = Fit("constant", new BidEpisode(Market, 10, 100));
        Assert.Equal(("8", 8), (constant.Parameters["bid"], constant.Bid(10, 100, 0.001)));
        Assert.Equal(constant.Parameters["bid"], Fit("linear", new BidEpisode(Market, 10, 100)).Parameters["b0"]);
        Assert.Equal(3, Fit("constant", new BidEpisode(Market, 10, 100), ("bid", "3.7")).Bid(1, 100, 0));
    }

    [Fact]
    public void Only_rlb_looks_at_the_impression_and_both_spend_more_freely_as_auctions_run_out()
    {
        var (rlb, single) = (Fit("rlb", new BidEpisode(Market, 100, 60)), Fit("ss_mdp", new BidEpisode(Market, 100, 60)));
        Assert.Equal(single.Bid(100, 60, 0.01), single.Bid(100, 60, 0.9));
        Assert.True(rlb.Bid(100, 60, 0.05) < rlb.Bid(100, 60, 0.4));
        Assert.Equal(single.Bid(70, 50, 0.9), rlb.Bid(70, 50, Market.MeanCtr));
        Assert.True(rlb.Bid(100, 30, 0.125) < rlb.Bid(10, 30, 0.125));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.Contains("There is no model 'rbl'; there are constant, mcpc, linear, ss_mdp, rlb.", Assert.Throws<ArgumentException>(() => Fit("rbl", new BidEpisode(Market, 1, 1))).Message);
        Assert.Contains("laplace of rlb is -1; it must be a number from 0", Assert.Throws<ArgumentException>(() => Fit("rlb", new BidEpisode(Market, 1, 1), ("laplace", "-1"))).Message);
        Assert.Contains("both must be 1 or more", Assert.Throws<ArgumentException>(() => Fit("rlb", new BidEpisode(Market, 0, 1))).Message);
        Assert.Contains("must not be negative", Assert.Throws<ArgumentException>(() => Fit("rlb", new BidEpisode(new BidMarket([1, -1], 1), 1, 1))).Message);
        Assert.Contains("5 clicks on 4 impressions", Assert.Throws<ArgumentException>(() => Fit("rlb", new BidEpisode(new BidMarket([1, 3], 5), 1, 1))).Message);
        Assert.Contains("rlb keeps a number for each auction", Assert.Throws<UnfitMethodException>(() => Fit("rlb", new BidEpisode(Market, 100_000, 100_000))).Message);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => _methods.Fit("rlb", new BidEpisode(Market, 10, 10), new Dictionary<string, string>(), null, stopped.Token));
    }

    private IBidder Fit(string kind, BidEpisode episode, params (string Name, string Value)[] parameters) =>
        _methods.Fit(kind, episode, parameters.ToDictionary(pair => pair.Name, pair => pair.Value), null, default);
}
