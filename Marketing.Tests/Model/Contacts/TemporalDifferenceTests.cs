using Marketing.Model;
using Marketing.Model.Contacts;

namespace Marketing.Tests.Model.Contacts;

public sealed class TemporalDifferenceTests
{
    [Fact]
    public void The_articles_example_is_23_5() => Assert.Equal(23.5, TemporalDifference.Target(10, 0.9, [12, 15, -3]), 1e-12);

    [Fact]
    public void Nothing_is_added_where_nothing_follows() => Assert.Equal(10, TemporalDifference.Target(10, 0.9, []), 1e-12);

    [Fact]
    public void A_negative_best_counts_as_such() => Assert.Equal(8.2, TemporalDifference.Target(10, 0.9, [-2, -5]), 1e-12);

    [Fact]
    public void The_table_learns_the_articles_example_from_a_log()
    {
        // Ten now, and then the choice between 15 and 12 at the end.
        var log = ContactRig.Log(["place"], ContactRig.Actions, Enumerable.Range(0, 40).Select(i => new[]
        {
            new ContactStep(new float[] { 0 }, 1, 0.5, 10, 0, ends: false),
            new ContactStep(new float[] { 1 }, i % 2, 0.5, i % 2 == 0 ? 15 : 12, 1, ends: true),
        }));
        var options = ContactRig.Judge(ContactRig.Fit(log, "q-table", "gamma=0.9"), 0);
        Assert.Equal(23.5, options[1].Value!.Value, 1e-6);
        Assert.Null(options[0].Value);
        Assert.Equal(ContactExclusion.TooFewRows, options[0].Exclusion);
    }

    [Fact]
    public void A_reward_loses_by_the_time_until_it_and_not_by_steps()
    {
        var log = ContactRig.Log(["place"], ContactRig.Actions, Enumerable.Range(0, 40).Select(_ => new[]
        {
            new ContactStep(new float[] { 0 }, 1, 0.5, 10, 100, ends: false),
            new ContactStep(new float[] { 1 }, 0, 0.5, 15, 103, ends: true),
        }));
        Assert.Equal(10 + (Math.Pow(0.9, 3) * 15), ContactRig.Judge(ContactRig.Fit(log, "q-table", "gamma=0.9"), 0)[1].Value!.Value, 1e-6);
    }

    [Theory]
    [InlineData("clipped", 4, 4)]
    [InlineData("double", 3, 4)]
    [InlineData("max", 4.5, 4.5)]
    public void Two_forests_are_taken_together_as_the_target_says(string target, double first, double second)
    {
        // The first forest thinks most of the second action, the other of the first; the third may not be chosen.
        Span<double> worth = stackalloc double[2];
        FittedQ.Worth(target, [4, 6, 100], [5, 3, 100], [true, true, false], worth);
        Assert.Equal((first, second), (worth[0], worth[1]));
    }

    [Fact]
    public void Conservative_gradients_are_those_of_finite_differences()
    {
        float[] q = [0.3f, -0.7f, 1.1f];
        const float step = 1e-3f;
        var gradients = q.ToArray();
        ConservativeQ.Row(gradients, 1, 0.4, 0.8, 1);
        for (var a = 0; a < q.Length; a++)
        {
            float[] above = [.. q], below = [.. q];
            (above[a], below[a]) = (q[a] + step, q[a] - step);
            Assert.Equal((ConservativeQ.Row(above, 1, 0.4, 0.8, 1) - ConservativeQ.Row(below, 1, 0.4, 0.8, 1)) / (2 * step), gradients[a], 1e-3);
        }
    }

    [Fact]
    public void Without_alpha_the_conservative_loss_is_half_the_squared_error()
    {
        float[] q = [3, 1];
        Assert.Equal(2, ConservativeQ.Row(q, 0, 1, 0, 1), 1e-6);
        Assert.Equal([2f, 0f], q);
    }
}
