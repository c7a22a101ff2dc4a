using System.Reflection;
using Marketing.Evaluation.Simulator;
using Marketing.Evaluation.Simulator.Policies;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Evaluation.Simulator;

public sealed class SystemPolicyTests
{
    private static readonly SimulatedSize Size = new(300, 80, 60);

    [Theory]
    [InlineData("gifts")]
    [InlineData("fashion")]
    public void The_system_beats_chance_best_sellers_and_last_touch(string name)
    {
        var world = World.All.Single(one => one.Name == name);
        double Profit(Func<TrueShop, ShopState, ShopPolicy> make) => Simulate.Run(world, 2, Size, make, default).Profit;
        var random = Profit((_, _) => new RandomPolicy(2));
        var others = new[] { Profit((_, _) => new PopularPolicy(2)), Profit((_, _) => new LastTouchPolicy()) };
        var oracle = Profit((truth, state) => new OraclePolicy(truth, state, Size.Days));
        var system = Profit((_, _) => new SystemPolicy(2, new SystemSettings()));
        Assert.True(system - random > 2 * (others.Max() - random), $"{system} against {others.Max()} and {random}");
        Assert.True(system - random > 0.6 * (oracle - random), $"{system} against {oracle}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var small = new SimulatedSize(80, 30, 30, Before: 40);
        Earned Run() => Simulate.Run(World.Groceries, 3, small, (_, _) => new SystemPolicy(3, new SystemSettings()), default);
        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Nothing_that_the_system_is_made_of_holds_the_truth()
    {
        Type[] truth = [typeof(TrueShop), typeof(ShopState), typeof(World), typeof(Odds), typeof(Simulate)];
        var (seen, open) = (new HashSet<Type>(), new Stack<Type>([typeof(SystemPolicy)]));
        while (open.TryPop(out var type))
        {
            if (seen.Add(type))
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).SelectMany(field => field.FieldType.GetGenericArguments().Append(field.FieldType.GetElementType() ?? field.FieldType)))
                {
                    open.Push(field);
                }
            }
        }

        Assert.Contains(typeof(ContactLearner), seen);
        Assert.DoesNotContain(seen, truth.Contains);
    }

    [Fact]
    public void Programs_and_those_who_do_not_pay_are_shown_and_sent_nothing()
    {
        ShopView? view = null;
        var harmful = new HashSet<int>();
        var world = World.Gifts with { Crooked = (0.05, 0.05) };
        Simulate.Run(world, 4, Size, (_, _) => new Watched(new SystemPolicy(4, new SystemSettings()), shop => view = shop), default);
        foreach (var group in view!.Events.Where(one => one.Day < 0).GroupBy(one => one.Customer))
        {
            if (group.Any(one => one.Kind == ShopEventKind.ChargedBack) || (group.Count(one => one.Kind == ShopEventKind.Click) >= 30 && group.All(one => one.Kind != ShopEventKind.Bought)))
            {
                harmful.Add(group.Key);
            }
        }

        Assert.InRange(harmful.Count, 12, 40);
        Assert.DoesNotContain(view.Events, one => one.Day >= 0 && harmful.Contains(one.Customer) && one.Kind is (ShopEventKind.Shown or ShopEventKind.Message));
        Assert.Contains(view.Events, one => one.Day >= 0 && harmful.Contains(one.Customer) && one.Kind == ShopEventKind.Visit);
    }

    [Fact]
    public void Who_answers_is_told_from_who_does_not()
    {
        var (answers, random) = (new AnswerCounts(), new SeededRandom(5));
        for (var message = 0; message < 60; message++)
        {
            for (var customer = 0; customer < 400; customer++)
            {
                answers.Add(customer, 0.5, message % 3, random.NextDouble() < (customer % 4 == 0 ? 0.4 : 0.02) * 0.5 * Math.Exp(-0.5 * (message % 3)));
            }
        }

        answers.Fit();
        double Mean(Func<int, bool> who) => Enumerable.Range(0, 400).Where(who).Average(answers.Expected);
        Assert.InRange(Mean(customer => customer % 4 == 0), 0.15, 0.55);
        Assert.InRange(Mean(customer => customer % 4 != 0), 0, 0.08);
        Assert.Equal(Math.Exp(-0.5), answers.Fresh(1), 1e-12);
        Assert.Equal(answers.Expected(0), Enumerable.Range(0, 20_000).Average(_ => answers.Draw(0, random)), 0.02);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.04)]
    public void What_contacts_cost_later_is_found_again(double share)
    {
        var random = new SeededRandom(6);
        var tallies = new List<ContactHarm.Tally>();
        for (var customer = 0; customer < 6_000; customer++)
        {
            var (rate, contacts) = (0.2 * Draws.Gamma(random, 1), random.NextInt(7));
            int Count(int days, double chance) => Enumerable.Range(0, days).Count(_ => random.NextDouble() < chance);
            tallies.Add(new ContactHarm.Tally(contacts, (30, 30), (Count(30, rate), Count(30, rate * (1 - (share * contacts)))), 30, Count(30, 0.8 * rate)));
        }

        Assert.InRange(ContactHarm.Long(tallies, 0.02), share - 0.005, share + 0.025);
        Assert.InRange(ContactHarm.Short(tallies), 0.1, 0.25);
    }

    [Fact]
    public void Nothing_known_leaves_the_prior_of_what_contacts_cost()
    {
        Assert.Equal(0.06, ContactHarm.Long([], 0.03), 1e-12);
        Assert.Equal(0, ContactHarm.Short([]));
    }

    private sealed class Watched(ShopPolicy policy, Action<ShopView> see) : ShopPolicy
    {
        public override string Name => policy.Name;

        public override void Contact(ShopView shop, ContactPlan plan)
        {
            see(shop);
            policy.Contact(shop, plan);
        }

        public override void Show(ShopView shop, int customer, Span<int> slots) => policy.Show(shop, customer, slots);
    }
}
