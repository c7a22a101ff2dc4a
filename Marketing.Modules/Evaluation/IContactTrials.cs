using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Evaluation;

/// <summary>What came of a learning.</summary>
public abstract record ContactTrial
{
    private ContactTrial(KeptContacts kept) => Kept = kept;

    /// <summary>The verdict that holds now.</summary>
    public KeptContacts Kept { get; }

    /// <summary>There was something new; the verdict is of now.</summary>
    /// <param name="Verdict">The verdict.</param>
    public sealed record Learned(KeptContacts Verdict) : ContactTrial(Verdict);

    /// <summary>Nothing has changed since the last one, which holds.</summary>
    /// <param name="Verdict">The verdict.</param>
    public sealed record Unchanged(KeptContacts Verdict) : ContactTrial(Verdict);
}

/// <summary>Learns contact policies from the shop's own ledger, and judges them before one may act.</summary>
public interface IContactTrials
{
    /// <summary>
    /// Fits every method on one half of the customers and compares them on the other (<see cref="IContactLaboratory.Compare"/>), each as it would act, with its exploration. Where some may act, the one that is estimated to bring most is fitted anew on
    /// all customers and kept, or the next where that cannot be; else the verdict alone. Nothing is done where neither ledger nor settings have changed since.
    /// </summary>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work; nothing is kept then.</param>
    Task<ContactTrial> LearnAsync(IProgress<Progress>? progress, CancellationToken cancellation);
}
