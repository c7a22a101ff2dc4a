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
/// <param name="Own">How the placement itself decides; its goal and window hold where the address names no others.</param>
public sealed record WhatIfState(string Placement, DateOnly First, DateOnly Last, string Kind, long? Ad, string Method, AdGoal Goal, double Hours, AdPolicySettings Own)
{
    /// <summary>Kinds of alternatives.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["chance", "always", "method"];

    private const double MinutesAnHour = 60;
    private const double MostHours = 720;

    /// <summary>Whether what is counted is what the placement itself counts.</summary>
    public bool IsOwn => Goal == Own.Goal && Minutes == Own.WindowMinutes;

    /// <summary>Whether the hours are from a minute to 30 days.</summary>
    public bool HasWindow => Hours is <= MostHours && Minutes >= 1;

    /// <summary>The question, or null while its advertisement is missing.</summary>
    public AdWhatIfQuestion? Question() => HasWindow && Alternative() is { } alternative ? new(Placement, First, Last, alternative, Goal, Minutes) : null;

    /// <summary>The parts of the address; null removes a part.</summary>
    public IReadOnlyDictionary<string, object?> Parts => new Dictionary<string, object?>
    {
        ["placement"] = Placement,
        ["from"] = AdWords.Text(First),
        ["to"] = AdWords.Text(Last),
        ["what"] = Kind,
        ["ad"] = Kind == "always" ? Ad : null,
        ["method"] = Kind == "method" ? Method : null,
        // What is the placement's own follows it, also to another one.
        ["goal"] = Goal == Own.Goal ? null : Goal.ToString().ToLowerInvariant(),
        ["hours"] = Minutes == Own.WindowMinutes ? null : Hours.ToString(CultureInfo.InvariantCulture),
    };

    private int Minutes => (int)Math.Round(Math.Clamp(Hours, 0, MostHours + 1) * MinutesAnHour);

    private AdAlternative? Alternative() => Kind switch
    {
        "always" => Ad is { } ad ? new AdAlternative.Always(new AdId(ad)) : null,
        "method" => new AdAlternative.Learned(new(Method, Method == Own.Method ? Own.Parameters : new Dictionary<string, string>(), Goal, Minutes, null, Own.RewardValue)),
        _ => new AdAlternative.Chance(),
    };
}
