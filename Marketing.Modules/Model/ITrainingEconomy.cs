using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Whether a turn trains a method, and why.</summary>
public enum TrainingChoiceKind : long
{
    /// <summary>A challenger that is not known yet not to pay.</summary>
    Trained = 1,

    /// <summary>The method in charge.</summary>
    Champion = 2,

    /// <summary>The cheapest method, against which the others are measured.</summary>
    Baseline = 3,

    /// <summary>A person wanted it.</summary>
    Forced = 4,

    /// <summary>Skipped for some turns, and tried again.</summary>
    TriedAgain = 5,

    /// <summary>Not trained: in the latest turns it did not pay.</summary>
    Skipped = 6,
}

/// <summary>What a turn chose for a method.</summary>
/// <param name="Purpose">Purpose.</param>
/// <param name="Kind">Method.</param>
/// <param name="Run">The turn.</param>
/// <param name="At">Business time.</param>
/// <param name="Choice">Whether it is trained, and why.</param>
/// <param name="Measured">Latest turns in a row in which it was measured, did not beat the champion and was not put in charge.</param>
/// <param name="Best">Its best gain over the champion among these, or null when there are none.</param>
/// <param name="Skipped">Turns in a row in which it was skipped, this one included.</param>
public sealed record TrainingChoice(string Purpose, string Kind, RunId Run, DateTimeOffset At, TrainingChoiceKind Choice, int Measured, Metric? Best, int Skipped)
{
    /// <summary>Whether the turn trains it.</summary>
    public bool IsTrained => Choice != TrainingChoiceKind.Skipped;
}

/// <summary>A person's wish that a method is trained in the next turn.</summary>
/// <param name="Purpose">Purpose.</param>
/// <param name="Kind">Method.</param>
/// <param name="Actor">Who.</param>
/// <param name="At">Business time.</param>
public sealed record ForcedTraining(string Purpose, string Kind, string Actor, DateTimeOffset At);

/// <summary>
/// Spares the training of challengers that do not pay: one that was measured in <see cref="EconomyOptions.SkipAfter"/> turns, never beat the champion with its
/// whole interval and was never put in charge, is left out for <see cref="EconomyOptions.TryAgainAfter"/> turns and then tried again. The champion and the
/// cheapest method are always trained.
/// </summary>
public interface ITrainingEconomy
{
    /// <summary>Name of the figure that a challenger is judged by: its gain over the champion on the same customers.</summary>
    const string ChampionGain = "ndcg@10 champion";

    /// <summary>Chooses for a turn and keeps the choice; the same run is answered alike. What persons wanted trained is fulfilled with it.</summary>
    /// <param name="purpose">Purpose.</param>
    /// <param name="kinds">Methods, cheapest first.</param>
    /// <param name="run">The turn.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<IReadOnlyList<TrainingChoice>> ChooseAsync(string purpose, IReadOnlyList<string> kinds, RunId run, CancellationToken cancellation);

    /// <summary>What a run chose; empty when it has chosen nothing.</summary>
    Task<IReadOnlyList<TrainingChoice>> OfRunAsync(string purpose, RunId run, CancellationToken cancellation);

    /// <summary>What the latest turn that trained chose, by method.</summary>
    Task<IReadOnlyList<TrainingChoice>> LatestAsync(string purpose, CancellationToken cancellation);

    /// <summary>When a method that is skipped was skipped first, or null when it is not skipped.</summary>
    Task<DateTimeOffset?> SkippedSinceAsync(string purpose, string kind, CancellationToken cancellation);

    /// <summary>Wants a method trained in the next turn.</summary>
    Task ForceAsync(string purpose, string kind, string actor, CancellationToken cancellation);

    /// <summary>Takes such a wish back; false when there was none.</summary>
    Task<bool> WithdrawAsync(string purpose, string kind, CancellationToken cancellation);

    /// <summary>Wishes that no turn has fulfilled yet.</summary>
    Task<IReadOnlyList<ForcedTraining>> ForcedAsync(string purpose, CancellationToken cancellation);
}
