using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Contacts;

namespace Marketing.Tests.Model.Contacts;

/// <summary>Short ways to logs and policies.</summary>
internal static class ContactRig
{
    public static readonly ContactMethods Methods = new();

    public static readonly IReadOnlyList<string> Actions = [ContactLog.Nothing, "mail"];

    /// <summary>Fits with parameters written as <c>name=value</c>.</summary>
    public static IContactPolicy Fit(ContactLog log, string kind, params string[] parameters) =>
        Methods.Fit(kind, log, parameters.Select(one => one.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), null, CancellationToken.None);

    public static ContactOption[] Judge(IContactPolicy policy, params float[] state)
    {
        var options = new ContactOption[policy.Actions.Count];
        Assert.Null(policy.Judge(state, options));
        return options;
    }

    /// <summary>The action of the largest probability.</summary>
    public static int Favourite(IContactPolicy policy, params float[] state) => Judge(policy, state).Select((option, a) => (option.Probability, Action: a)).MaxBy(one => one.Probability).Action;

    public static ContactLog Log(IReadOnlyList<string> features, IReadOnlyList<string> actions, IEnumerable<ContactStep[]> trajectories) =>
        FatigueWorld.Sound(ContactLog.Take(features, actions, [.. trajectories.Select((steps, i) => new ContactTrajectory($"c{i}", steps))]));

    /// <summary>
    /// A chain of four states: a mail earns nothing and leads to the next, from the last it earns 10 and ends; nothing earns 1 and ends. With γ the right values are 10 γ^(3 - s) and 1:
    /// whoever looks one step ahead never comes to the end.
    /// </summary>
    public static ContactLog Chain(int customers, ulong seed)
    {
        var random = new SeededRandom(seed);
        return Log(["place"], Actions, Enumerable.Range(0, customers).Select(_ =>
        {
            var (place, steps) = (random.NextInt(4), new List<ContactStep>());
            while (steps.Count == 0 || !steps[^1].Ends)
            {
                var mails = random.NextDouble() < 0.5;
                steps.Add(new ContactStep(new float[] { place }, mails ? 1 : 0, 0.5, mails ? (place == 3 ? 10 : 0) : 1, steps.Count, !mails || place == 3));
                place++;
            }

            return steps.ToArray();
        }));
    }

    /// <summary>Customers x in [0, 1] of one step: mails went to the lower half only, where they earn 2 x; nothing earns 0.6 everywhere. What a mail earns in the upper half, nobody knows.</summary>
    public static ContactLog HalfLogged(int customers, ulong seed)
    {
        var random = new SeededRandom(seed);
        return Log(["x"], Actions, Enumerable.Range(0, customers).Select(_ =>
        {
            var x = (float)random.NextDouble();
            var mails = x < 0.5 && random.NextDouble() < 0.5;
            return new[] { new ContactStep(new[] { x }, mails ? 1 : 0, x < 0.5 ? 0.5 : 1, mails ? 2 * x : 0.6, 0, ends: true) };
        }));
    }
}
