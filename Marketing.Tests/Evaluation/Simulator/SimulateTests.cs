using System.Reflection;
using Marketing.Evaluation;
using Marketing.Evaluation.Simulator;
using Marketing.Evaluation.Simulator.Policies;
using Marketing.Kernel;

namespace Marketing.Tests.Evaluation.Simulator;

public sealed class SimulateTests
{
    private static readonly SimulatedSize Small = new(150, 40, 60, Before: 30);

    [Fact]
    public void The_same_seed_gives_the_same_shop_and_the_same_luck_and_another_seed_others()
    {
        var (first, again, other) = (Run(World.Gifts, 3, (_, _) => new PopularPolicy(3)), Run(World.Gifts, 3, (_, _) => new PopularPolicy(3)), Run(World.Gifts, 4, (_, _) => new PopularPolicy(4)));
        Assert.Equal(first, again);
        Assert.NotEqual(first.Profit, other.Profit);
    }

    [Fact]
    public void Whoever_is_left_alone_visits_on_the_same_days_whatever_is_decided_for_others()
    {
        var (nothing, popular) = (new Watch(), new Watch { Shows = new PopularPolicy(5) });
        Run(World.Groceries, 5, (_, _) => nothing);
        Run(World.Groceries, 5, (_, _) => popular);
        Assert.Equal(nothing.Visits.Where(visit => visit.Day >= 0), popular.Visits.Where(visit => visit.Day >= 0));
        Assert.True(nothing.Visits.Count > 300);
    }

    [Fact]
    public void Budget_caps_and_stock_hold_against_a_policy_that_wants_everything()
    {
        var greedy = new Greedy();
        var earned = Run(World.Fashion, 6, (_, _) => greedy);
        Assert.True(greedy.Refused > 0);
        var daily = World.Fashion.Budget * Small.Customers / 1000;
        Assert.All(greedy.SpentByDay.Values, spent => Assert.InRange(spent, 0, daily + 1e-9));
        Assert.InRange(earned.Spent, 0.5 * daily * Small.Days, daily * Small.Days);
        Assert.All(greedy.Contacted, pair =>
        {
            var days = pair.Value;
            for (var i = World.Fashion.Cap; i < days.Count; i++)
            {
                Assert.True(days[i] - days[i - World.Fashion.Cap] >= 7, $"Customer {pair.Key} was contacted on {string.Join(", ", days)}.");
            }
        });
        Assert.Equal(0, greedy.Unsold);
        Assert.DoesNotContain(greedy.MessagesAfter, late => late);
    }

    [Theory]
    [InlineData("gifts")]
    [InlineData("groceries")]
    [InlineData("fashion")]
    public void Knowing_pays_most_and_what_is_popular_is_far_from_it(string name)
    {
        var (world, size) = (World.All.Single(one => one.Name == name), new SimulatedSize(250, 80, 60, Before: 30));
        double Profit(Func<long, TrueShop, ShopState, ShopPolicy> make) => Enumerable.Range(1, 2).Average(seed => Simulate.Run(world, seed, size, (truth, state) => make(seed, truth, state), default).Profit);
        var random = Profit((seed, _, _) => new RandomPolicy(seed));
        var popular = Profit((seed, _, _) => new PopularPolicy(seed));
        var oracle = Profit((_, truth, state) => new OraclePolicy(truth, state, size.Days));
        Assert.True(oracle > 1.5 * Math.Abs(random), $"{oracle} against {random}");
        Assert.InRange((popular - random) / (oracle - random), -0.2, 0.4);
    }

    [Fact]
    public void Only_the_oracle_can_see_the_truth()
    {
        var policies = typeof(ShopPolicy).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ShopPolicy)) && !type.IsAbstract).ToList();
        Type[] truth = [typeof(TrueShop), typeof(ShopState), typeof(World), typeof(Odds)];
        var seeing = policies.Where(type => type.GetConstructors().SelectMany(one => one.GetParameters()).Select(one => one.ParameterType)
            .Concat(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(field => field.FieldType)).Any(truth.Contains)).ToList();
        Assert.True(policies.Count > 3);
        Assert.Equal([typeof(OraclePolicy)], seeing);
        Assert.DoesNotContain(typeof(ShopView).GetProperties(BindingFlags.Instance | BindingFlags.Public), property => truth.Contains(property.PropertyType));
    }

    [Fact]
    public void What_comes_back_and_what_is_charged_back_is_taken_off_also_after_the_last_day()
    {
        var watch = new Watch { Shows = new PopularPolicy(7) };
        var earned = Run(World.Fashion, 7, (_, _) => watch, out var view);
        var events = view.Events.Where(one => one.Day >= 0).ToList();
        var last = Small.Days - 1;
        var sold = events.Where(one => one.Kind == ShopEventKind.Bought).ToList();

        // What is settled after the last day stands on it; of the rest, a return was sold ten days before and a reversed payment twenty.
        var back = events.Where(one => one.Kind == ShopEventKind.Returned && (one.Day == last || one.Day >= 10)).ToList();
        var charged = events.Where(one => one.Kind == ShopEventKind.ChargedBack && (one.Day == last || one.Day >= 20)).ToList();
        Assert.Contains(back, one => one.Day == last);
        Assert.Contains(view.Events, one => one.Kind == ShopEventKind.Returned && one.Day is >= 0 and < 10);
        Assert.Equal(sold.Sum(one => one.Amount), earned.Revenue, 1e-6);
        var (price, cost) = (view.Price.ToArray(), view.Cost.ToArray());
        Assert.Equal(
            sold.Sum(one => one.Amount - cost[one.Product]) - back.Sum(one => one.Amount - cost[one.Product] + World.Fashion.Returns.Cost) - charged.Sum(one => one.Amount) - earned.Spent,
            earned.Profit,
            1e-6);
        Assert.All(sold, one => Assert.InRange(one.Amount, 0.01, price[one.Product]));
    }

    [Fact]
    public async Task Every_policy_runs_beside_chance_and_the_oracle_also_when_the_shop_has_doubled()
    {
        var simulator = new MeasurePolicies();
        var report = await simulator.RunAsync(new SimulationQuestion("groceries", simulator.Policies, Days: 1_060, Customers: 50, Products: 10, Seeds: 2), null, default);
        Assert.Equal(simulator.Policies.Order(), report.Policies.Select(one => one.Policy).Order());
        Assert.Null(report.Policies[0].Gain);
        Assert.Equal(1, report.Policies.Single(one => one.Policy == "oracle").OfOracle);
        Assert.All(report.Policies.Skip(1), one => Assert.InRange(one.Gain!.Mean, one.Gain.Low!.Value, one.Gain.High!.Value));
    }

    [Theory]
    [InlineData("moon", "popular", 30, 100, "There is no world 'moon'.")]
    [InlineData("gifts", "wish", 30, 100, "There is no policy 'wish'.")]
    [InlineData("gifts", "popular", 0, 100, "A simulation cannot last 0 days.")]
    [InlineData("gifts", "popular", 30, 10, "A simulated shop cannot have 10 customers.")]
    [InlineData("gifts", "system", 3_650, 100, "5000 products over 3650 days are too many for system: it keeps each product of each day in memory, also of the 90 days before.", 5_000)]
    public async Task What_cannot_be_simulated_is_refused_with_the_fix(string world, string policy, int days, int customers, string message, int products = 200)
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => new MeasurePolicies().RunAsync(new SimulationQuestion(world, [policy], days, customers, products), null, default));
        Assert.Equal((message, 2), (refused.Message, refused.ExitCode));
        Assert.StartsWith("Choose", refused.Fix, StringComparison.Ordinal);
    }

    private static Earned Run(World world, long seed, Func<TrueShop, ShopState, ShopPolicy> make) => Simulate.Run(world, seed, Small, make, default);

    private static Earned Run(World world, long seed, Func<TrueShop, ShopState, Watch> make, out ShopView view)
    {
        Watch? watch = null;
        var earned = Simulate.Run(world, seed, Small, (truth, state) => watch = make(truth, state), default);
        view = watch!.Shop!;
        return earned;
    }

    private sealed class Watch : ShopPolicy
    {
        public ShopPolicy? Shows { get; init; }

        public HashSet<(int Customer, int Day)> Visits { get; } = [];

        public ShopView? Shop { get; private set; }

        public override string Name => "watch";

        public override void Contact(ShopView shop, ContactPlan plan) => (Shop, _) = (shop, 0);

        public override void Show(ShopView shop, int customer, Span<int> slots)
        {
            Visits.Add((customer, shop.Day));
            if (Shows is not null && shop.Day >= 0)
            {
                Shows.Contact(shop, new ContactPlan(shop, 0, _ => false));
                Shows.Show(shop, customer, slots);
            }
        }
    }

    private sealed class Greedy : ShopPolicy
    {
        public int Refused { get; private set; }

        public int Unsold { get; private set; }

        public Dictionary<int, double> SpentByDay { get; } = [];

        public Dictionary<int, List<int>> Contacted { get; } = [];

        public List<bool> MessagesAfter { get; } = [];

        public override string Name => "greedy";

        public override void Contact(ShopView shop, ContactPlan plan)
        {
            var before = plan.Left;
            var gone = shop.Events.Where(one => one.Kind == ShopEventKind.Unsubscribed).Select(one => one.Customer).ToHashSet();
            for (var customer = 0; customer < shop.Customers; customer++)
            {
                if (plan.TryMessage(customer, [0, 1, 2], true))
                {
                    (Contacted.TryGetValue(customer, out var days) ? days : Contacted[customer] = []).Add(shop.Day);
                    MessagesAfter.Add(gone.Contains(customer));
                }
                else
                {
                    Refused++;
                }
            }

            SpentByDay[shop.Day] = before - plan.Left;
            foreach (var stock in shop.Stock)
            {
                Unsold += stock < 0 ? 1 : 0;
            }
        }

        public override void Show(ShopView shop, int customer, Span<int> slots) => slots.Clear();
    }
}
