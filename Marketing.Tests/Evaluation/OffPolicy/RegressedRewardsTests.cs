using System.Globalization;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Tables;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.OffPolicy;

public sealed class RegressedRewardsTests
{
    private static readonly FitTableMethods Methods = new([new LogisticMethod()]);

    [Fact]
    public void A_row_is_told_by_a_model_that_has_not_seen_it()
    {
        var (context, actions, positions, rewards, policy) = World(900, 3);
        var folds = RegressedRewards.Deal(900, new SeededRandom(1));
        var (chosen, expected) = new RegressedRewards(Methods, context, actions, positions, rewards, policy).Fit(folds, null, default);

        // With all rewards of one fold turned round, what is told of that fold stays, and what is told of the others does not.
        bool[] turned = [.. rewards.Select((reward, row) => folds[row] == 1 ? !reward : reward)];
        var (again, all) = new RegressedRewards(Methods, context, actions, positions, turned, policy).Fit(folds, null, default);
        Assert.All(Enumerable.Range(0, 900), row =>
        {
            Assert.Equal(folds[row] == 1, Math.Abs(chosen[row] - again[row]) < 1e-9);
            Assert.Equal(folds[row] == 1, Math.Abs(expected[row] - all[row]) < 1e-9);
        });
    }

    [Fact]
    public void It_is_the_regression_over_dummies_of_a_slow_version()
    {
        var (context, actions, positions, rewards, policy) = World(600, 8);
        var folds = RegressedRewards.Deal(600, new SeededRandom(2));
        var (chosen, expected) = new RegressedRewards(Methods, context, actions, positions, rewards, policy).Fit(folds, null, default);
        var slow = new SlowLogistic(Enumerable.Range(0, 600).Select(row => Dummies(context, row)).ToArray(), rewards.Select(reward => reward ? 1.0 : 0).ToArray());
        foreach (var fold in Enumerable.Range(0, RegressedRewards.Folds))
        {
            int[] learn = [.. Enumerable.Range(0, 600).Where(row => folds[row] != fold)];
            var model = slow.Fit(learn, row => Placed(actions[row], positions[row], policy));
            foreach (var row in Enumerable.Range(0, 600).Where(row => folds[row] == fold))
            {
                Assert.Equal(model(row, Placed(actions[row], positions[row], policy)), chosen[row], 1e-5);
                Assert.Equal(Enumerable.Range(0, 3).Sum(a => policy[a, positions[row]] * model(row, Placed(a, positions[row], policy))), expected[row], 1e-5);
            }
        }
    }

    [Fact]
    public void Folds_are_as_large_as_each_other_and_dealt_by_the_seed()
    {
        var folds = RegressedRewards.Deal(1000, new SeededRandom(4));
        Assert.Equal([334, 333, 333], folds.GroupBy(fold => fold).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal(folds, RegressedRewards.Deal(1000, new SeededRandom(4)));
        Assert.NotEqual(folds, RegressedRewards.Deal(1000, new SeededRandom(5)));
    }

    [Fact]
    public void Where_all_rewards_are_alike_that_is_what_is_expected()
    {
        var (context, actions, positions, _, policy) = World(300, 3);
        var (chosen, expected) = new RegressedRewards(Methods, context, actions, positions, new bool[300], policy).Fit(RegressedRewards.Deal(300, new SeededRandom(1)), null, default);
        Assert.All(chosen.Concat(expected), value => Assert.InRange(value, 1e-6, 0.01));
    }

    /// <summary>
    /// The regression of the reference itself: users' features as dummies without the first, items' features as numbers, a model for each position, and the folds of
    /// scikit-learn under its seed. Its solver stops earlier than ours, which the tolerance leaves room for.
    /// </summary>
    [SharedDataTheory("open-bandit/random/men/men.csv")]
    [InlineData("men", 2e-6)]
    [InlineData("women", 1e-4)]
    public void With_the_features_and_folds_of_the_reference_all_its_estimates_come_back(string campaign, double tolerance)
    {
        string[][] Rows(string file) => [.. File.ReadLines(SharedData.Find($"open-bandit/random/{campaign}/{file}.csv")!).Skip(1).Select(line => line.Split(','))];
        string[][] rows = Rows(campaign), items = Rows("item_context");
        var logs = OpenBandit.Read("random", campaign);
        Assert.Equal(logs.Actions, rows.Select(row => int.Parse(row[2], CultureInfo.InvariantCulture)));
        double[][] item = [.. items.Select(row => (double[])[.. Enumerable.Range(3, 3).Select(f => (double)items.Select(other => other[f]).Distinct().Order(StringComparer.Ordinal).ToList().IndexOf(row[f])), double.Parse(row[2], CultureInfo.InvariantCulture)])];
        List<string>[] levels = [.. Enumerable.Range(6, 4).Select(f => rows.Select(row => row[f]).Distinct().Order(StringComparer.Ordinal).Skip(1).ToList())];
        double[][] users = [.. rows.Select(row => levels.SelectMany((known, f) => known.Select(level => row[6 + f] == level ? 1.0 : 0)).ToArray())];
        var (policy, folds, slow) = (OpenBandit.Thompson(campaign), ScikitFolds(rows.Length, 12345), new SlowLogistic(users, logs.Rewards));
        double[] chosen = new double[rows.Length], expected = new double[rows.Length];
        Parallel.For(0, 9, part =>
        {
            var (fold, position) = (part / 3, part % 3);
            var model = slow.Fit([.. Enumerable.Range(0, rows.Length).Where(row => folds[row] != fold && logs.Positions[row] == position)], row => item[logs.Actions[row]]);
            foreach (var row in Enumerable.Range(0, rows.Length).Where(row => folds[row] == fold && logs.Positions[row] == position))
            {
                chosen[row] = model(row, item[logs.Actions[row]]);
                expected[row] = Enumerable.Range(0, item.Length).Sum(a => policy[a, position] * model(row, item[a]));
            }
        });
        var choices = logs.Toward(policy).WithModel(chosen, expected);
        var reference = OpenBandit.Reference(campaign).GetProperty("ope_bts_from_random|exact").GetProperty("obp");
        foreach (var (name, estimator) in (ValueTuple<string, IEstimator>[])[("dm", new DirectMethod()), ("dr", new DoublyRobust()), ("sndr", new SelfNormalisedDoublyRobust()), ("switch-dr", new SwitchDoublyRobust(5)), ("dr-os", new ShrunkDoublyRobust(100))])
        {
            var value = reference.GetProperty($"{name}|lr3fold").GetProperty("value").GetDouble();
            Assert.InRange(EstimatorsTests.Value(choices, estimator) / value, 1 - (5 * tolerance), 1 + (5 * tolerance));
        }
    }

    private static (TableData Context, int[] Actions, int[] Positions, bool[] Rewards, PolicyTable Policy) World(int rows, ulong seed)
    {
        var random = new SeededRandom(seed);
        int[] actions = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(3))], positions = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(2))], kinds = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(4))];
        bool[] rewards = [.. Enumerable.Range(0, rows).Select(row => random.NextDouble() < 0.1 + (0.15 * actions[row]) + (0.1 * kinds[row]) + (0.1 * positions[row]))];
        var context = new TableData(rows, [], [new CategoryColumn("kind", kinds, ["a", "b", "c", "d"])]);
        return (context, actions, positions, rewards, new PolicyTable(3, 2, [0.2, 0.5, 0.3, 0.5, 0.5, 0]));
    }

    private static double[] Placed(int action, int position, PolicyTable policy) => [.. Enumerable.Range(0, policy.Actions).Select(a => a == action ? 1.0 : 0), .. Enumerable.Range(0, policy.Positions).Select(p => p == position ? 1.0 : 0)];

    private static double[] Dummies(TableData context, int row) => [.. context.Categories.SelectMany(column => column.Levels.Select((_, level) => column.Codes.Span[row] == level ? 1.0 : 0))];

    // A shuffle by the Mersenne twister (Matsumoto and Nishimura 1998) as numpy's legacy generator makes it, cut in three.
    private static int[] ScikitFolds(int rows, uint seed)
    {
        var state = new uint[624];
        state[0] = seed;
        for (var i = 1u; i < 624; i++)
        {
            state[i] = (1812433253 * (state[i - 1] ^ (state[i - 1] >> 30))) + i;
        }

        var at = 624;
        int[] order = [.. Enumerable.Range(0, rows)], folds = new int[rows];
        for (var i = rows - 1; i > 0; i--)
        {
            var (mask, drawn) = ((1u << (32 - int.LeadingZeroCount(i))) - 1, uint.MaxValue);
            while (drawn > i)
            {
                drawn = Next() & mask;
            }

            (order[i], order[drawn]) = (order[drawn], order[i]);
        }

        var end = 0;
        for (var fold = 0; fold < 3; fold++)
        {
            var start = end;
            end += (rows / 3) + (fold < rows % 3 ? 1 : 0);
            Array.ForEach(order[start..end], row => folds[row] = fold);
        }

        return folds;

        uint Next()
        {
            if (at == 624)
            {
                for (var k = 0; k < 624; k++)
                {
                    var both = (state[k] & 0x80000000) | (state[(k + 1) % 624] & 0x7FFFFFFF);
                    state[k] = state[(k + 397) % 624] ^ (both >> 1) ^ ((both & 1) * 0x9908B0DF);
                }

                at = 0;
            }

            var z = state[at++];
            z ^= z >> 11;
            z ^= (z << 7) & 0x9D2C5680;
            z ^= (z << 15) & 0xEFC60000;
            return z ^ (z >> 18);
        }
    }

    /// <summary>Logistic regression with a ridge of 1 over features as they are.</summary>
    private sealed class SlowLogistic(double[][] context, double[] labels)
    {
        public Func<int, double[], double> Fit(int[] rows, Func<int, double[]> more)
        {
            double[][] x = [.. rows.Select(row => (double[])[.. context[row], .. more(row)])];
            var bias = x[0].Length;
            var w = Lbfgs.Minimise(
                (at, gradient) =>
                {
                    Array.Clear(gradient);
                    var loss = 0.0;
                    for (var i = 0; i < x.Length; i++)
                    {
                        var (margin, label) = (at[bias], labels[rows[i]]);
                        for (var j = 0; j < bias; j++)
                        {
                            margin += at[j] * x[i][j];
                        }

                        loss += Math.Max(margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin))) - (label * margin);
                        var slope = (1 / (1 + Math.Exp(-margin))) - label;
                        for (var j = 0; j < bias; j++)
                        {
                            gradient[j] += slope * x[i][j];
                        }

                        gradient[bias] += slope;
                    }

                    for (var j = 0; j < bias; j++)
                    {
                        loss += at[j] * at[j] / 2;
                        gradient[j] += at[j];
                    }

                    return loss;
                },
                new double[bias + 1],
                1e-5,
                3000).X;
            return (row, extra) =>
            {
                var (margin, width) = (w[bias], context[row].Length);
                for (var j = 0; j < bias; j++)
                {
                    margin += w[j] * (j < width ? context[row][j] : extra[j - width]);
                }

                return 1 / (1 + Math.Exp(-margin));
            };
        }
    }
}
