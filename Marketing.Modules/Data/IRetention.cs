using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>How long a kind of data is kept.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Days">Days, or null when it is kept for good.</param>
/// <param name="Actor">Who chose it, or null while the default holds.</param>
/// <param name="Changed">When, system time, or null.</param>
public sealed record RetentionPeriod(RetentionKind Kind, int? Days, string? Actor, DateTimeOffset? Changed);

/// <summary>A period to be chosen.</summary>
/// <param name="Kind">Machine name of the kind.</param>
/// <param name="Days">Days, or null to keep it for good.</param>
public sealed record RetentionDraft(string Kind, int? Days);

/// <summary>What would go under a period.</summary>
/// <param name="Kind">Machine name of the kind.</param>
/// <param name="Before">What is older goes: the beginning of a day of the shop; null when the kind is kept for good.</param>
/// <param name="Rows">Rows or files that would go now.</param>
/// <param name="Oldest">Time of the oldest of them, or null when there is none.</param>
public sealed record RetentionPreview(string Kind, DateTimeOffset? Before, long Rows, DateTimeOffset? Oldest);

/// <summary>What went of a kind.</summary>
/// <param name="Kind">Machine name of the kind.</param>
/// <param name="Before">What was older went.</param>
/// <param name="Rows">Rows or files.</param>
/// <param name="Problem">Why the kind was left alone, with the fix, in English, or null.</param>
public sealed record RetentionRemoved(string Kind, DateTimeOffset Before, long Rows, string? Problem)
{
    /// <summary>The problem in code, shown in words of the reader's language by the host (resource <c>Retention.Problem.CODE</c>); null without one, and in runs from before there were codes.</summary>
    public Reason? Why { get; init; }
}

/// <summary>One run over all kinds that have a period.</summary>
/// <param name="At">System time.</param>
/// <param name="Actor">Who or what started it.</param>
/// <param name="Removed">Kind by kind.</param>
public sealed record RetentionRun(DateTimeOffset At, string Actor, IReadOnlyList<RetentionRemoved> Removed);

/// <summary>How long which data are kept, and their end.</summary>
public interface IRetention
{
    /// <summary>Every kind by name with its period.</summary>
    Task<IReadOnlyList<RetentionPeriod>> ListAsync(CancellationToken cancellation);

    /// <summary>Chooses a period; it holds from the next run on.</summary>
    /// <exception cref="FluentValidation.ValidationException">There is no such kind, or the period is shorter than the kind allows.</exception>
    Task SetAsync(RetentionDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Counts what would go now under a period; changes nothing.</summary>
    /// <exception cref="FluentValidation.ValidationException">There is no such kind, or the period is shorter than the kind allows.</exception>
    Task<RetentionPreview> PreviewAsync(RetentionDraft draft, CancellationToken cancellation);

    /// <summary>
    /// Ends what is older than its period. A kind that cannot be done is left alone and said to be; the others go on. The audit log gets
    /// one line with the counts.
    /// </summary>
    Task<RetentionRun> RunAsync(string actor, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Earlier runs, newest first.</summary>
    Task<IReadOnlyList<RetentionRun>> RunsAsync(int take, CancellationToken cancellation);
}
