using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Where a model version stands.</summary>
public enum ModelState : long
{
    /// <summary>Trained, not in charge.</summary>
    Challenger = 1,

    /// <summary>In charge of its purpose.</summary>
    Champion = 2,

    /// <summary>Not in charge any more; kept for roll-back.</summary>
    Retired = 3,

    /// <summary>Compared with the champion and never put in charge.</summary>
    NotChosen = 4,
}

/// <summary>What models are for: one champion each.</summary>
public static class ModelPurposes
{
    /// <summary>Which product next.</summary>
    public const string Recommend = "recommend";

    /// <summary>Whether a customer comes back within the horizon, and when.</summary>
    public const string Churn = "churn";

    /// <summary>What a customer spends within the horizon.</summary>
    public const string Spend = "spend";

    /// <summary>Those of what is expected of customers.</summary>
    public static IReadOnlyList<string> Outlooks { get; } = [Churn, Spend];

    /// <summary>All, in the order in which people look at them.</summary>
    public static IReadOnlyList<string> All { get; } = [Recommend, .. Outlooks];
}

/// <summary>A measured figure.</summary>
/// <param name="Name">For example <c>ndcg@10</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end of the 95 % interval, or null.</param>
/// <param name="High">Upper end of the 95 % interval, or null.</param>
public sealed record Metric(string Name, double Value, double? Low = null, double? High = null);

/// <summary>One trained version of a model.</summary>
/// <param name="Id">Id.</param>
/// <param name="Purpose">What it is for, for example <c>recommend</c>: one champion a purpose.</param>
/// <param name="Kind">Method.</param>
/// <param name="Version">Number within purpose and kind, from 1.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Parameters">Parameters by the field's names.</param>
/// <param name="TrainedFrom">Business time of the first fact used.</param>
/// <param name="TrainedTo">Business time up to which facts were used.</param>
/// <param name="Created">Business time of the training.</param>
/// <param name="FitSeconds">Time to fit.</param>
/// <param name="CpuSeconds">Processor time to fit.</param>
/// <param name="FileHash">SHA-256 of the model file.</param>
/// <param name="FileBytes">Size of the model file.</param>
/// <param name="Metrics">Figures of its backtest; empty before.</param>
/// <param name="Note">Why it was promoted, kept or retired, or null.</param>
/// <param name="Run">Run that trained it, or null.</param>
public sealed record ModelVersion(ModelVersionId Id, string Purpose, string Kind, long Version, ModelState State, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset TrainedFrom, DateTimeOffset TrainedTo, DateTimeOffset Created, double FitSeconds, double CpuSeconds, string FileHash, long FileBytes, IReadOnlyList<Metric> Metrics, string? Note, RunId? Run)
{
    /// <summary>Largest growth of the process's memory during the fit, in bytes, other work of the process included; null where it was not measured.</summary>
    public long? PeakBytes { get; init; }
}

/// <summary>A change of who is in charge.</summary>
/// <param name="At">Business time.</param>
/// <param name="Purpose">Purpose.</param>
/// <param name="From">Champion before, or null.</param>
/// <param name="To">Champion after.</param>
/// <param name="Actor">Who: a user's name or <c>system</c>.</param>
/// <param name="Reason">Why, in English.</param>
public sealed record Promotion(DateTimeOffset At, string Purpose, ModelVersionId? From, ModelVersionId To, string Actor, string Reason);

/// <summary>A person's word that the champion stays.</summary>
/// <param name="Actor">Who.</param>
/// <param name="At">Business time.</param>
public sealed record ChampionHold(string Actor, DateTimeOffset At);

/// <summary>Training of recommenders.</summary>
public interface IRecommenderTraining
{
    /// <summary>Methods that are trained each turn, cheapest first.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Fits a method and stores it as a challenger; a version that the same run has trained already is returned as it is.</summary>
    Task<ModelVersion> TrainAsync(string kind, ShopSnapshot snapshot, RunId? run, IProgress<Progress>? progress, CancellationToken cancellation);
}

/// <summary>The registry: versions, files, who is in charge.</summary>
public interface IModels
{
    /// <summary>The actor when no person acts.</summary>
    const string ByItself = "system";

    /// <summary>Versions, newest first.</summary>
    Task<Page<ModelVersion>> ListAsync(string? purpose, TableQuery query, CancellationToken cancellation);

    /// <summary>One version, or null.</summary>
    Task<ModelVersion?> FindAsync(ModelVersionId version, CancellationToken cancellation);

    /// <summary>The version in charge, or null.</summary>
    Task<ModelVersion?> ChampionAsync(string purpose, CancellationToken cancellation);

    /// <summary>The newest version of a method whose file is kept, whether it is in charge or not; null when there is none.</summary>
    Task<ModelVersion?> NewestAsync(string purpose, string kind, CancellationToken cancellation);

    /// <summary>Changes of champions, newest first.</summary>
    Task<IReadOnlyList<Promotion>> PromotionsAsync(string purpose, int take, CancellationToken cancellation);

    /// <summary>Keeps the figures of a backtest with a version.</summary>
    Task SaveMetricsAsync(ModelVersionId version, IReadOnlyList<Metric> metrics, CancellationToken cancellation);

    /// <summary>Puts a version in charge; the champion before is retired. A person's choice is held: nights do not undo it.</summary>
    /// <param name="version">Version.</param>
    /// <param name="actor">Who: a user's name, or <see cref="ByItself"/>.</param>
    /// <param name="reason">Why, in English.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task PromoteAsync(ModelVersionId version, string actor, string reason, CancellationToken cancellation);

    /// <summary>Notes why a challenger was not promoted and retires it.</summary>
    Task KeepChampionAsync(ModelVersionId challenger, string reason, CancellationToken cancellation);

    /// <summary>The version that <see cref="RollBackAsync"/> would put in charge, or null when there is none.</summary>
    Task<ModelVersion?> EarlierAsync(string purpose, CancellationToken cancellation);

    /// <summary>Puts the champion before the present one in charge again and holds it; null when there is none.</summary>
    Task<ModelVersion?> RollBackAsync(string purpose, string actor, CancellationToken cancellation);

    /// <summary>Who holds the champion of a purpose, or null when nights may choose another.</summary>
    Task<ChampionHold?> HoldAsync(string purpose, CancellationToken cancellation);

    /// <summary>Lets nights choose the champion of a purpose again; false when nobody held it.</summary>
    Task<bool> ReleaseAsync(string purpose, CancellationToken cancellation);

    /// <summary>Loads a version from its file, from memory when it is there.</summary>
    /// <exception cref="OperatorException">The file is missing, cut short, or its hash differs.</exception>
    /// <exception cref="ArgumentException">It is no recommender.</exception>
    Task<IRecommender> LoadAsync(ModelVersionId version, CancellationToken cancellation);

    /// <summary>Loads a version that foretells what customers will do.</summary>
    /// <exception cref="OperatorException">The file is missing, cut short, or its hash differs.</exception>
    /// <exception cref="ArgumentException">It foretells nothing of customers.</exception>
    Task<IOutlookModel> LoadOutlookAsync(ModelVersionId version, CancellationToken cancellation);
}
