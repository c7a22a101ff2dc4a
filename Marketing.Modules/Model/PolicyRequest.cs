namespace Marketing.Model;

/// <summary>One request for arms.</summary>
/// <param name="context">What is known of the moment, as many numbers as the policy has features; each finite, and to 1e6 either way.</param>
/// <param name="arms">Ids of those that may be shown, each once. What the policy does not hold is left out. Their order matters to <c>fixed</c> alone.</param>
/// <param name="places">Places to fill, at least 1.</param>
/// <param name="seed">Seed of all that is random in this choice: another for every request.</param>
public readonly ref struct PolicyRequest(ReadOnlySpan<float> context, ReadOnlySpan<long> arms, int places, ulong seed)
{
    /// <summary>What is known of the moment.</summary>
    public ReadOnlySpan<float> Context { get; } = context;

    /// <summary>Ids of those that may be shown.</summary>
    public ReadOnlySpan<long> Arms { get; } = arms;

    /// <summary>Places to fill.</summary>
    public int Places { get; } = places < 1 ? throw new ArgumentOutOfRangeException(nameof(places), places, "There is at least one place to fill.") : places;

    /// <summary>Seed of the choice.</summary>
    public ulong Seed { get; } = seed;
}

/// <summary>What came of a request.</summary>
public abstract record PolicyChoice
{
    private PolicyChoice()
    {
    }

    /// <summary>Arms for the places.</summary>
    /// <param name="Places">The best place first; fewer than were asked for where fewer arms may be shown.</param>
    /// <param name="Version">State on which it was taken.</param>
    /// <param name="Explores">Whether the policy was free to explore; false where the budget has no room for it.</param>
    public sealed record Chosen(IReadOnlyList<PlacedArm> Places, long Version, bool Explores) : PolicyChoice;

    /// <summary>None.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(PolicyRefusal Reason) : PolicyChoice;
}

/// <summary>An arm in a place.</summary>
/// <param name="Arm">Id.</param>
/// <param name="Probability">Probability with which exactly this arm stands in exactly this place, given state and request; in (0, 1]. To within 1e-3 of itself from 1e-9 on.</param>
/// <param name="Expected">Reward that is expected of it.</param>
public readonly record struct PlacedArm(long Arm, double Probability, double Expected);

/// <summary>Why nothing is chosen.</summary>
public enum PolicyRefusal
{
    /// <summary>None of the arms is held, or none was named.</summary>
    NoArm,

    /// <summary>An arm is named twice.</summary>
    ArmTwice,

    /// <summary>The context has not as many numbers as the policy has features.</summary>
    ContextLength,

    /// <summary>A number of the context is not finite, or beyond 1e6.</summary>
    ContextRange,
}
