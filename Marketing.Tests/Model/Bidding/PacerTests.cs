using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Bidding;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Bidding;

public sealed class PacerTests
{
    private const double Budget = 1000;

    private readonly PacingMethods _methods = new();

    public static TheoryData<string> Kinds => [.. new PacingMethods().Kinds];

    [Theory]
    [InlineData("pid", 0.03)]
    [InlineData("dual", 0.045)]
    public void A_budget_is_spent_evenly_under_drifting_traffic_and_never_exceeded(string kind, double furthest)
    {
        foreach (var (seed, wealth) in ((ulong, double)[])[(1, 240), (2, 240), (3, 300), (4, 300), (5, 600)])
        {
            var spent = Day(Begin(kind), seed, slots: 288, wealth);
            Assert.InRange(spent[^1], 0.98 * Budget, Budget);
            Assert.All(spent.Select((sum, slot) => Math.Abs((sum / Budget) - ((slot + 1) / 288.0))), distance => Assert.InRange(distance, 0, furthest));
        }
    }

    [Fact]
    public void Without_pacing_the_same_traffic_spends_everything_before_noon()
    {
        var spent = Day(new Unpaced(), 3, slots: 288, 300);
        Assert.InRange(spent[143], 0.99 * Budget, Budget);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_bid_beyond_the_budget_whatever_is_told(string kind)
    {
        var (pacer, random, spent) = (Begin(kind), new SeededRandom(7), 0.0);
        for (var slot = 1; slot <= 50; slot++)
        {
            for (var chance = 0; chance < 20; chance++)
            {
                spent += pacer.Bid(400 * random.NextDouble(), spent);
                Assert.InRange(spent, 0, Budget);
            }

            Assert.InRange(pacer.Next(spent, slot / 50.0), 0, 1);
        }

        Assert.Equal((0.0, 0.0), (pacer.Factor, pacer.Bid(5, 990)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Too_little_spent_raises_the_factor_and_too_much_lowers_it(string kind)
    {
        var (behind, before) = (Begin(kind), Begin(kind));
        for (var slot = 1; slot < 14; slot++)
        {
            var (slow, fast) = (behind.Factor, before.Factor);
            Assert.True(behind.Next(0, slot / 100.0) > slow || slow == 1);
            Assert.True(before.Next(16 * slot, slot / 100.0) < fast);
        }

        Assert.Equal(1, behind.Factor);

        // The limit has piled nothing up: once it is too much, the next telling shows.
        Assert.True(behind.Next(600, 0.41) < 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_cannot_be_is_refused(string kind)
    {
        var pacer = Begin(kind);
        pacer.Next(10, 0.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => pacer.Next(10, 0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => pacer.Next(10, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pacer.Next(10, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => pacer.Next(-1, 0.6));
        Assert.Throws<ArgumentException>(() => _methods.Begin(kind, 0, new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => _methods.Begin(kind, 1, new Dictionary<string, string> { ["start"] = "2" }));
        Assert.Throws<ArgumentException>(() => _methods.Begin("none", 1, new Dictionary<string, string>()));
        Assert.Equal(pacer.Factor, pacer.Next(10, 0.5));
        Assert.Equal(0, pacer.Next(Budget, 0.6));
    }

    private IPacer Begin(string kind) => _methods.Begin(kind, Budget, new Dictionary<string, string>());

    // Traffic has a night and a day and drifts at random besides; prices are dear at midday.
    private static double[] Day(IPacer pacer, ulong seed, int slots, double wealth)
    {
        var (random, spent, sums, drift) = (new SeededRandom(seed), 0.0, new double[slots], 0.0);
        for (var slot = 0; slot < slots; slot++)
        {
            drift = Math.Clamp(drift + (0.05 * Drawn.Normal(random)), -1, 1);
            var day = Math.Sin(2 * Math.PI * (((double)slot / slots) - 0.375));
            var mean = wealth * (1 + (0.75 * day)) * Math.Exp(drift);
            for (var chances = (int)(mean + (Math.Sqrt(mean) * Drawn.Normal(random))); chances > 0; chances--)
            {
                var (price, bid) = (0.15 * Math.Exp((0.8 * Drawn.Normal(random)) + (0.3 * day)), 0.6 * (0.5 + random.NextDouble()));
                spent += pacer.Bid(bid, spent) >= price ? price : 0;
            }

            pacer.Next(spent, (slot + 1.0) / slots);
            sums[slot] = spent;
        }

        return sums;
    }

    private sealed class Unpaced : IPacer
    {
        public string Kind => "none";

        public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>();

        public double Factor => 1;

        public double Next(double spent, double elapsed) => 1;

        public double Bid(double bid, double spent) => Math.Min(bid, Budget - spent);
    }
}
