using System.Globalization;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>The question that an address asks; anything it gets wrong falls back to the default.</summary>
/// <param name="Placement">Code of the placement.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Kind"><c>chance</c>, <c>always</c> or <c>method</c>.</param>
/// <param name="Ad">Number of the advertisement of <c>always</c>.</param>
/// <param name="Method">Method of <c>method</c>.</param>
/// <param name="Goal">What is counted.</param>
/// <param name="Hours">How long after a choice something may come of it.</param>
public sealed record WhatIfState(string Placement, DateOnly First, DateOnly Last, string Kind, long? Ad, string Method, AdGoal Goal, int Hours)
{
    /// <summary>Kinds of alternatives.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["chance", "always", "method"];

    private const int MinutesAnHour = 60;

    /// <summary>The question, or null while its advertisement is missing.</summary>
    /// <param name="policies">Settings of the placement's policy, which a method is asked with where it is the same.</param>
    public AdWhatIfQuestion? Question(AdPolicySettings policies) => Alternative(policies) is { } alternative ? new(Placement, First, Last, alternative, Goal, Hours * MinutesAnHour) : null;

    /// <summary>The parts of the address; null removes a part.</summary>
    public IReadOnlyDictionary<string, object?> Parts => new Dictionary<string, object?>
    {
        ["placement"] = Placement,
        ["from"] = AdWords.Text(First),
        ["to"] = AdWords.Text(Last),
        ["what"] = Kind,
        ["ad"] = Kind == "always" ? Ad : null,
        ["method"] = Kind == "method" ? Method : null,
        ["goal"] = Goal.ToString().ToLowerInvariant(),
        ["hours"] = Hours.ToString(CultureInfo.InvariantCulture),
    };

    private AdAlternative? Alternative(AdPolicySettings policies) => Kind switch
    {
        "always" => Ad is { } ad ? new AdAlternative.Always(new AdId(ad)) : null,
        "method" => new AdAlternative.Learned(new(Method, Method == policies.Method ? policies.Parameters : new Dictionary<string, string>(), Goal, Hours * MinutesAnHour, null, policies.RewardValue)),
        _ => new AdAlternative.Chance(),
    };
}
