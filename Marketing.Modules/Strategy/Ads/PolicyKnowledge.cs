using Marketing.Kernel;

namespace Marketing.Strategy.Ads;

/// <summary>What a policy has learned, and up to where.</summary>
/// <param name="State">As <see cref="Model.IPolicy.Save"/> wrote it, or null before the first lesson.</param>
/// <param name="Places">What was seen at each place, the first first.</param>
/// <param name="Learned">Decisions it learned from.</param>
/// <param name="ReadTo">Decision up to which the ledger was read.</param>
/// <param name="LearnedTo">Time up to which, or null before the first.</param>
/// <param name="ExploredOn">Day of the shop that <paramref name="Explored"/> is of, or null.</param>
/// <param name="Explored">What exploring is estimated to have cost that day, minor units.</param>
internal sealed record PolicyKnowledge(byte[]? State, IReadOnlyList<PlaceSums> Places, long Learned, DecisionId ReadTo, DateTimeOffset? LearnedTo, DateOnly? ExploredOn, double Explored)
{
    /// <summary>Nothing yet.</summary>
    public static PolicyKnowledge None(DecisionId readTo) => new(null, [], 0, readTo, null, null, 0);
}

/// <summary>What was seen at one place.</summary>
/// <param name="Shows">Decisions there.</param>
/// <param name="Clicks">Of these, with something that came of it.</param>
/// <param name="Weighted">Those weighed by what puts every candidate there equally often: 1 / (candidates · probability).</param>
internal readonly record struct PlaceSums(double Shows, double Clicks, double Weighted);
