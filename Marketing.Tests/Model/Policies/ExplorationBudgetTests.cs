using Marketing.Model;

namespace Marketing.Tests.Model.Policies;

public sealed class ExplorationBudgetTests
{
    private static readonly long[] _arms = [1, 2, 3, 4];

    [Theory]
    [InlineData("thompson")]
    [InlineData("uniform")]
    [InlineData("epsilon-greedy epsilon=0.5")]
    [InlineData("ucb1 floor=0.5")]
    [InlineData("linear-thompson")]
    [InlineData("logistic-thompson")]
    public void The_sum_never_passes_the_limit_and_then_the_best_are_taken(string said)
    {
        var (policy, budget) = (Taught(said), new ExplorationBudget(limit: 150, rewardValue: 100, floor: 0.04));
        var (cost, floorCost, greedy) = (0.0, 0.0, 0L);
        for (var seed = 1UL; seed <= 1500; seed++)
        {
            var chosen = policy.Choose([], _arms, seed, 2, budget);
            var lost = 100 * (Best(policy) - chosen.Places.Sum(place => place.Expected));
            (cost, floorCost, greedy) = chosen.Explores ? (cost + lost, floorCost, greedy) : (cost, floorCost + lost, greedy + 1);
            Assert.InRange(budget.Spent, 0, 150);
        }

        Assert.Equal(cost, budget.Spent, 1e-6);
        Assert.Equal(floorCost, budget.FloorSpent, 1e-6);
        Assert.Equal((1500 - greedy, greedy), (budget.Explored, budget.Greedy));
        Assert.True(greedy > 500, $"{said} had room for {1500 - greedy} choices");
        Assert.InRange(floorCost / greedy, 0, 0.08 * 100 * Best(policy));
    }

    [Fact]
    public void Without_room_the_probabilities_are_those_of_the_greedy_choice_with_its_floor()
    {
        var (policy, spent) = (Taught("thompson"), new ExplorationBudget(0, 100, 0.2));
        var counts = new int[5];
        for (var seed = 1UL; seed <= 8000; seed++)
        {
            var chosen = policy.Choose([], _arms, seed, 1, spent);
            Assert.False(chosen.Explores);
            Assert.Equal(chosen.Places[0].Arm == 4 ? 0.85 : 0.05, chosen.Places[0].Probability, 1e-12);
            counts[chosen.Places[0].Arm]++;
        }

        Assert.Equal(0.85, counts[4] / 8000.0, 0.02);
        Assert.Equal(0.05, counts[1] / 8000.0, 0.012);
    }

    [Fact]
    public void Many_threads_stay_within_the_limit_together()
    {
        var (policy, budget) = (Taught("uniform"), new ExplorationBudget(300, 100, 0));
        var costs = new double[4];
        Parallel.For(0, 4, thread =>
        {
            for (var seed = 0UL; seed < 800; seed++)
            {
                var chosen = policy.Choose([], _arms, (seed * 4) + (ulong)thread, 1, budget);
                costs[thread] += chosen.Explores ? 100 * (Best(policy, 1) - chosen.Places[0].Expected) : 0;
                Assert.True(budget.Spent <= 300);
            }
        });
        Assert.Equal(costs.Sum(), budget.Spent, 1e-6);
        Assert.InRange(costs.Sum(), 200, 300);
    }

    [Fact]
    public void A_new_period_has_its_whole_budget()
    {
        var (policy, budget) = (Taught("uniform"), new ExplorationBudget(100, 100, 0));
        for (var seed = 0UL; seed < 500; seed++)
        {
            policy.Choose([], _arms, seed, 1, budget);
        }

        Assert.False(policy.Choose([], _arms, 1, 1, budget).Explores);
        budget.StartPeriod(150);
        Assert.True(policy.Choose([], _arms, 1, 1, budget).Explores);
        Assert.Equal((150, 1, 0), (budget.Limit, budget.Explored, budget.Greedy));
    }

    [Fact]
    public void A_new_arm_does_not_stand_first_when_the_budget_is_spent()
    {
        // Arms that win one in ten to four in ten, and a fifth of which nothing is known.
        var (policy, spent) = (Taught("thompson"), new ExplorationBudget(0, 100, 0));
        policy.Join([5]);
        Assert.All(Enumerable.Range(0, 200), seed => Assert.Equal(4, policy.Choose([], [1, 2, 3, 4, 5], (ulong)seed, 1, spent).Places[0].Arm));
    }

    [Fact]
    public void A_choice_on_both_sides_of_a_new_period_belongs_to_the_first()
    {
        var budget = new ExplorationBudget(100, 1, 0);
        Assert.True(budget.Reserve(60, out var first));
        budget.StartPeriod(50);
        Assert.True(budget.Reserve(50, out var second));
        budget.Settle(first, 60, 40);
        Assert.Equal((0, 0), (budget.Spent, budget.Explored));
        Assert.False(budget.Reserve(1, out _));
        budget.Settle(second, 50, 20);
        Assert.Equal((20, 1), (budget.Spent, budget.Explored));
        Assert.True(budget.Reserve(30, out _));
        Assert.False(budget.Reserve(1e-9, out _));
    }

    [Fact]
    public void Periods_that_start_while_others_choose_neither_lose_nor_gain_money()
    {
        const double limit = 300;
        var (budget, passed, started) = (new ExplorationBudget(limit, 1, 0), 0, 0);
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (thread == 0 && i % 100 == 0)
                {
                    budget.StartPeriod(limit);
                    Interlocked.Increment(ref started);
                }
                else if (budget.Reserve(7, out var period))
                {
                    Interlocked.Add(ref passed, budget.Spent > limit ? 1 : 0);
                    budget.Settle(period, 7, i % 8);
                }
            }
        });
        Assert.Equal((0, 200), (passed, started));

        // All is settled: a new period has its whole budget, and not a unit more.
        budget.StartPeriod(limit);
        Assert.True(budget.Reserve(limit, out _));
        Assert.False(budget.Reserve(1e-9, out _));
    }

    [Fact]
    public void A_broken_budget_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExplorationBudget(-1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExplorationBudget(1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExplorationBudget(1, 1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExplorationBudget(double.NaN, 1, 0));
    }

    private static double Best(IPolicy policy, int places = 2) =>
        policy.Choose([], _arms, 1, 4).Places.Select(place => place.Expected).OrderDescending().Take(places).Sum();

    // Arms that win one in ten, two in ten ...
    private static IPolicy Taught(string said)
    {
        var policy = PolicyRig.Create(said, 0, _arms);
        policy.Learn([.. Enumerable.Range(0, 400).Select(i => PolicyRig.Reward([], 1 + (i % 4), i / 4 % 10 < 1 + (i % 4) ? 1 : 0))]);
        return policy;
    }
}
