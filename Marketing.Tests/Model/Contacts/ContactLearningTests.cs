using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Tests.Model.Contacts;

public sealed class ContactLearningTests
{
    [Theory]
    [InlineData("q-table", 0.01, "gamma=0.9", "bins=8")]
    [InlineData("fitted-q", 0.25, "gamma=0.9")]
    [InlineData("fitted-q", 0.25, "gamma=0.9", "target=double")]
    [InlineData("cql", 0.35, "gamma=0.9", "alpha=0.001")]
    public void Methods_that_look_ahead_find_the_right_values_of_a_chain(string kind, double tolerance, params string[] parameters)
    {
        var policy = ContactRig.Fit(ContactRig.Chain(1500, 3), kind, parameters);
        for (var place = 0; place < 4; place++)
        {
            var options = ContactRig.Judge(policy, place);
            Assert.Equal(10 * Math.Pow(0.9, 3 - place), options[1].Value!.Value, tolerance);
            Assert.Equal(1, options[0].Value!.Value, tolerance);
            Assert.Equal(1, ContactRig.Favourite(policy, place));
        }
    }

    [Fact]
    public void Conservatism_by_default_does_not_turn_the_choices_of_a_chain()
    {
        var policy = ContactRig.Fit(ContactRig.Chain(1500, 3), "cql", "gamma=0.9");
        Assert.All(Enumerable.Range(0, 4), place => Assert.Equal(1, ContactRig.Favourite(policy, place)));
    }

    [Fact]
    public void The_myopic_policy_never_comes_to_the_end_of_a_chain()
    {
        var policy = ContactRig.Fit(ContactRig.Chain(1500, 3), "myopic");
        Assert.All(Enumerable.Range(0, 3), place => Assert.Equal(0, ContactRig.Favourite(policy, place)));
        Assert.Equal(1, ContactRig.Favourite(policy, 3));
    }

    [Theory]
    [InlineData("fitted-q", "tau=0", "tau=0.05")]
    [InlineData("myopic", "tau=0", "tau=0.05")]
    [InlineData("cql", "alpha=0 tau=0", "alpha=1 tau=0")]
    [InlineData("cql", "alpha=0 tau=0", "alpha=0 tau=0.05")]
    public void What_was_never_logged_in_such_a_state_is_chosen_by_naive_values_and_not_by_conservative_ones(string kind, string naive, string conservative)
    {
        var log = ContactRig.HalfLogged(4000, 5);
        Assert.Equal(1, ContactRig.Favourite(ContactRig.Fit(log, kind, naive.Split(' ')), 0.8f));
        var policy = ContactRig.Fit(log, kind, conservative.Split(' '));
        Assert.Equal(0, ContactRig.Favourite(policy, 0.8f));
        Assert.Equal(1, ContactRig.Favourite(policy, 0.45f));
    }

    [Fact]
    public void An_action_that_was_never_logged_in_a_cell_has_no_value_in_a_table()
    {
        var mail = ContactRig.Judge(ContactRig.Fit(ContactRig.HalfLogged(4000, 5), "q-table", "bins=2", "tau=0", "least_rows=0"), 0.9f)[1];
        Assert.Equal((null, 0.0), (mail.Value, mail.Probability));
    }

    [Theory]
    [InlineData(11UL)]
    [InlineData(12UL)]
    [InlineData(13UL)]
    public void Looking_ahead_truly_earns_more_where_customers_tire(ulong seed)
    {
        var log = FatigueWorld.Log(seed, 1500, 12);
        var myopic = FatigueWorld.Return(ContactRig.Fit(log, "myopic"));
        Assert.InRange(FatigueWorld.Return(ContactRig.Fit(log, "fitted-q", "gamma=0.9", "iterations=25")), myopic + 1, double.MaxValue);
        Assert.InRange(FatigueWorld.Return(ContactRig.Fit(log, "cql", "gamma=0.9", "steps=3000")), myopic + 1, double.MaxValue);
        Assert.InRange(FatigueWorld.Return(ContactRig.Fit(log, "q-table", "gamma=0.9")), myopic + 1, double.MaxValue);
    }

    [Fact]
    public void Nobody_earns_more_than_who_knows_the_world_and_looking_ahead_comes_near()
    {
        var best = Enumerable.Range(0, 101).Select(i => FatigueWorld.Best(i / 100.0)).ToList();
        var knowing = FatigueWorld.Return((state, _) => best[(int)Math.Round(state[0] * 100)][(int)Math.Round(state[1] * 400)] ? 1 : 0);
        var learned = FatigueWorld.Return(ContactRig.Fit(FatigueWorld.Log(11, 1500, 12), "cql", "gamma=0.9", "steps=3000", "epsilon=0"));
        Assert.InRange(learned, knowing - 0.6, knowing + 0.01);
    }

    [Theory]
    [InlineData("logging")]
    [InlineData("myopic")]
    [InlineData("q-table")]
    [InlineData("fitted-q", "iterations=4")]
    [InlineData("cql", "steps=200")]
    public void The_same_log_and_seed_give_the_same_bits_on_one_processor_and_on_all(string kind, params string[] parameters)
    {
        var log = FatigueWorld.Log(1, 300, 8);
        var before = HeavyWork.Processors;
        var all = ContactRig.Fit(log, kind, parameters).Save();
        HeavyWork.Processors = 1;
        try
        {
            Assert.Equal(all, ContactRig.Fit(log, kind, parameters).Save());
        }
        finally
        {
            HeavyWork.Processors = before;
        }
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        var log = FatigueWorld.Log(1, 300, 8);
        Assert.NotEqual(ContactRig.Fit(log, "cql", "steps=100").Save()[..^32], ContactRig.Fit(log, "cql", "steps=100", "seed=2").Save()[..^32]);
        var (one, other) = (ContactRig.Judge(ContactRig.Fit(log, "cql", "steps=100"), 0.5f, 0.5f), ContactRig.Judge(ContactRig.Fit(log, "cql", "steps=100", "seed=2"), 0.5f, 0.5f));
        Assert.NotEqual(one[1].Value, other[1].Value);
    }

    [Fact]
    public void A_table_of_too_many_cells_is_refused_with_what_to_change()
    {
        var log = ContactRig.Log([.. Enumerable.Range(0, 40).Select(i => $"x{i}")], ContactRig.Actions, Enumerable.Range(0, 50).Select(i => new[] { new ContactStep(Enumerable.Range(0, 40).Select(j => (float)((i * (j + 3)) % 50)).ToArray(), i % 2, 0.5, i, 0, ends: true) }));
        var unfit = Assert.Throws<UnfitMethodException>(() => ContactRig.Fit(log, "q-table"));
        Assert.Contains("bins", unfit.Fix);
    }

    [Fact]
    public void A_log_in_which_no_action_has_rows_enough_is_refused() =>
        Assert.Contains("least_rows", Assert.Throws<UnfitMethodException>(() => ContactRig.Fit(ContactRig.Chain(4, 1), "fitted-q")).Fix);

    [Fact]
    public void What_another_policy_would_earn_is_told_from_the_log_of_chance()
    {
        // The myopic policy of the chain takes 1 at once in all but the last place, up to its twentieth of chance.
        var log = ContactRig.Chain(2000, 4);
        var policy = ContactRig.Fit(log, "myopic", "epsilon=0");
        var value = ContactRig.Methods.Evaluate(policy, ContactRig.Chain(2000, 9), 0.9, 1, CancellationToken.None);
        var q = new double[2];
        value.Values([2f], q);
        Assert.Equal([1, 9], q, (a, b) => Math.Abs(a - b) < 0.25);
        value.Values([1f], q);
        Assert.Equal([1, 0.9], q, (a, b) => Math.Abs(a - b) < 0.25);
    }
}
