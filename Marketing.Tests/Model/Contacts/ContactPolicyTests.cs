using Marketing.Model;

namespace Marketing.Tests.Model.Contacts;

public sealed class ContactPolicyTests
{
    private static readonly ContactLog Log = FatigueWorld.Log(2, 300, 8);

    public static TheoryData<string, string> Kinds() => new()
    {
        { "logging", "seed=1" },
        { "myopic", "explore=softmax" },
        { "q-table", "epsilon=0.2" },
        { "fitted-q", "iterations=3" },
        { "cql", "steps=100" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Probabilities_add_up_to_one_and_are_those_of_the_choices(string kind, string parameter)
    {
        var policy = ContactRig.Fit(Log, kind, parameter);
        float[] state = [0.9f, 0.3f];
        var options = ContactRig.Judge(policy, state);
        Assert.Equal(1, options.Sum(option => option.Probability), 1e-12);
        Assert.Equal(1, options.Sum(option => option.Behaviour), 1e-12);
        var counts = new int[2];
        for (var seed = 0UL; seed < 20_000; seed++)
        {
            var chosen = Assert.IsType<ContactChoice.Chosen>(policy.Choose(state, seed));
            Assert.Equal(options[chosen.Action].Probability, chosen.Probability);
            counts[chosen.Action]++;
        }

        // Four standard deviations of a share of 20,000.
        Assert.All(options.Zip(counts), one => Assert.Equal(one.First.Probability, one.Second / 20_000.0, 0.0145));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_saved_is_read_back_to_the_bit(string kind, string parameter)
    {
        var policy = ContactRig.Fit(Log, kind, parameter);
        var restored = Assert.IsType<ContactRestore.Restored>(ContactRig.Methods.Restore(policy.Save())).Policy;
        Assert.Equal((kind, policy.Parameters[parameter.Split('=')[0]]), (restored.Kind, restored.Parameters[parameter.Split('=')[0]]));
        Assert.Equal(policy.Save(), restored.Save());
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(ContactRig.Judge(policy, i / 50f, i / 25f), ContactRig.Judge(restored, i / 50f, i / 25f));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bytes_that_are_damaged_cut_short_or_of_another_kind_are_refused_with_a_reason(string kind, string parameter)
    {
        var saved = ContactRig.Fit(Log, kind, parameter).Save();
        var turned = saved.ToArray();
        turned[saved.Length / 2] ^= 1;
        Assert.Contains("damaged", Assert.IsType<ContactRestore.Damaged>(ContactRig.Methods.Restore(turned)).Why);
        Assert.Contains("cut short", Assert.IsType<ContactRestore.Damaged>(ContactRig.Methods.Restore(saved.AsMemory(0, saved.Length - 5))).Why);
        Assert.Contains("not a saved policy of contacts", Assert.IsType<ContactRestore.Damaged>(ContactRig.Methods.Restore("MKTPOLCY and so on"u8.ToArray())).Why);
        Assert.IsType<ContactRestore.Damaged>(ContactRig.Methods.Restore(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void A_policy_of_arms_is_not_one_of_contacts()
    {
        var arms = new Marketing.Model.Policies.PolicyMethods().Create("thompson", 0, new Dictionary<string, string>());
        Assert.IsType<ContactRestore.Damaged>(ContactRig.Methods.Restore(arms.Save()));
    }

    [Fact]
    public void States_that_are_no_states_are_refused_in_code()
    {
        var policy = ContactRig.Fit(Log, "q-table");
        Assert.Equal(ContactRefusal.StateLength, Assert.IsType<ContactChoice.Refused>(policy.Choose([1f], 1)).Reason);
        Assert.Equal(ContactRefusal.StateRange, Assert.IsType<ContactChoice.Refused>(policy.Choose([1f, float.NaN], 1)).Reason);
        Assert.Throws<ArgumentException>(() => policy.Judge([1f, 1f], new ContactOption[3]));
    }

    [Fact]
    public void Excluded_actions_tell_why()
    {
        // Coupons are never logged, calls in five rows, mails in one of fifty in the upper half.
        string[] actions = [ContactLog.Nothing, "mail", "call", "coupon"];
        var log = ContactRig.Log(["x"], actions, Enumerable.Range(0, 2000).Select(i =>
        {
            var x = (i % 100) / 100f;
            var action = i % 400 == 7 ? 2 : x < 0.5 ? i % 2 : i % 50 == 3 ? 1 : 0;
            return new[] { new ContactStep(new[] { x }, action, 0.5, action, 0, ends: true) };
        }));
        var options = ContactRig.Judge(ContactRig.Fit(log, "fitted-q", "tau=0.2"), 0.9f);
        Assert.Equal([null, ContactExclusion.UnlikelyHere, ContactExclusion.TooFewRows, ContactExclusion.NeverLogged], options.Select(option => option.Exclusion));
        Assert.Equal([1, 0, 0, 0], options.Select(option => option.Probability));
        Assert.Null(options[3].Value);

        var table = ContactRig.Fit(ContactRig.Log(["x", "y"], ContactRig.Actions, Enumerable.Range(0, 40).Select(i => new[] { new ContactStep(new float[] { i % 2, i % 2 }, (i / 2) % 2, 0.5, 1, 0, ends: true) })), "q-table");
        Assert.All(ContactRig.Judge(table, 0, 1), option => Assert.Equal(ContactExclusion.UnseenState, option.Exclusion));
        Assert.Equal(1, ContactRig.Judge(table, 0, 1)[0].Probability);
    }

    [Fact]
    public void Chance_is_shared_among_what_may_be_chosen_and_follows_values_where_wanted()
    {
        var log = ContactRig.Chain(1500, 3);
        var greedy = ContactRig.Judge(ContactRig.Fit(log, "q-table", "epsilon=0.2", "bins=8", "gamma=0.9"), 3);
        Assert.Equal([0.1, 0.9], greedy.Select(option => option.Probability), (a, b) => Math.Abs(a - b) < 1e-12);

        // exp(-9 / (temperature of a standard deviation)).
        var soft = ContactRig.Fit(log, "q-table", "epsilon=0", "explore=softmax", "temperature=2", "bins=8", "gamma=0.9");
        var options = ContactRig.Judge(soft, 3);
        var odds = Math.Log(options[1].Probability / options[0].Probability);
        Assert.Equal((options[1].Value!.Value - options[0].Value!.Value) / (2 * Marketing.Model.Contacts.TemporalDifference.Spread(log)), odds, 1e-9);
    }

    [Fact]
    public void Parameters_that_are_not_known_or_out_of_range_are_refused_by_name()
    {
        Assert.Contains("gamma", Assert.Throws<ArgumentException>(() => ContactRig.Methods.Check("fitted-q", new Dictionary<string, string> { ["gamma"] = "1.5" })).Message);
        Assert.Contains("alpha", Assert.Throws<ArgumentException>(() => ContactRig.Methods.Check("fitted-q", new Dictionary<string, string> { ["alpha"] = "1" })).Message);
        Assert.Contains("dqn", Assert.Throws<ArgumentException>(() => ContactRig.Methods.Parameters("dqn")).Message);
    }
}
