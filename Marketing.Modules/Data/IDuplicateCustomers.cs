using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What one field says about two records.</summary>
/// <param name="Field"><c>email</c>, <c>phone</c>, <c>name</c>, <c>postcode</c>, <c>city</c> or <c>country</c>.</param>
/// <param name="Finding"><c>same</c>, <c>shared</c> (the same, and of more than two records), <c>alike</c>, <c>household</c> (one family name, other first names) or <c>different</c>.</param>
/// <param name="Similarity">Jaro-Winkler similarity of names from 0 to 1, or null for other fields.</param>
/// <param name="Bits">Weight of evidence: log2 of how much likelier the finding is for one person than for two.</param>
public sealed record MatchEvidence(string Field, string Finding, double? Similarity, double Bits);

/// <summary>One record of a pair.</summary>
/// <param name="Id">Id.</param>
/// <param name="Key">The shop's own customer number.</param>
/// <param name="Email">Address, or null.</param>
/// <param name="Phone">Phone, or null.</param>
/// <param name="Name">Name, or null.</param>
/// <param name="Postcode">Postcode, or null.</param>
/// <param name="City">City, or null.</param>
/// <param name="Country">Country, or empty.</param>
/// <param name="Orders">Visible orders, those of records merged into it included.</param>
public sealed record MatchRecord(CustomerId Id, string Key, string? Email, string? Phone, string? Name, string? Postcode, string? City, string Country, long Orders);

/// <summary>Two records that may be one person.</summary>
/// <param name="Survivor">The record proposed to stay: the one with more orders, else the older.</param>
/// <param name="Other">The record that would be merged into it.</param>
/// <param name="Probability">That they are one person, from the evidence; between 0 and 1, never certain.</param>
/// <param name="Evidence">What each known field says, strongest first.</param>
public sealed record DuplicatePair(MatchRecord Survivor, MatchRecord Other, double Probability, IReadOnlyList<MatchEvidence> Evidence)
{
    /// <summary>From here on a pair is called likely, below it possible.</summary>
    public const double Likely = 0.95;

    /// <summary>Whether the evidence is strong.</summary>
    public bool IsLikely => Probability >= Likely;
}

/// <summary>A merge of two records.</summary>
/// <param name="Id">Id.</param>
/// <param name="Survivor">The record that stayed.</param>
/// <param name="SurvivorKey">Its number.</param>
/// <param name="Merged">The record read under it.</param>
/// <param name="MergedKey">Its number.</param>
/// <param name="Actor">Who merged them.</param>
/// <param name="At">When, system time.</param>
/// <param name="Probability">What the evidence said then.</param>
/// <param name="Evidence">The evidence.</param>
/// <param name="Undone">When it was taken back, or null.</param>
public sealed record CustomerMerge(long Id, CustomerId Survivor, string SurvivorKey, CustomerId Merged, string MergedKey, string Actor, DateTimeOffset At, double Probability, IReadOnlyList<MatchEvidence> Evidence, DateTimeOffset? Undone);

/// <summary>Two records that somebody said are two people.</summary>
/// <param name="First">One.</param>
/// <param name="FirstKey">Its number.</param>
/// <param name="Second">The other.</param>
/// <param name="SecondKey">Its number.</param>
/// <param name="Actor">Who said so.</param>
/// <param name="At">When, system time.</param>
public sealed record DistinctPair(CustomerId First, string FirstKey, CustomerId Second, string SecondKey, string Actor, DateTimeOffset At);

/// <summary>How a merge ended.</summary>
public abstract record MergeOutcome
{
    private MergeOutcome()
    {
    }

    /// <summary>The records are read as one customer.</summary>
    /// <param name="Merge">The merge, by which it can be taken back.</param>
    public sealed record Merged(CustomerMerge Merge) : MergeOutcome;

    /// <summary>Nothing changed.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Fix">What to do.</param>
    public sealed record Refused(string Reason, string Fix) : MergeOutcome;
}

/// <summary>
/// Records of customers that may be one person: proposed with the evidence, merged by a person, and taken apart again. A merge moves
/// nothing: orders, events, consents, decisions and messages keep the record under which they came, and every reading follows the
/// record to the one that stayed. Taking it back therefore gives exactly what was there before. A consent withdrawn on either record
/// stays withdrawn until the person agrees anew after the merge.
/// </summary>
public interface IDuplicateCustomers
{
    /// <summary>Proposals, the likeliest first; without erased records, and without pairs that somebody said are two people. Only the part wanted is used of the query.</summary>
    Task<Page<DuplicatePair>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Merges, the newest first, also those taken back.</summary>
    Task<Page<CustomerMerge>> MergesAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Pairs said to be two people, the newest first.</summary>
    Task<Page<DistinctPair>> DistinctAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Has one record read under another from now on.</summary>
    /// <param name="survivor">The record that stays.</param>
    /// <param name="merged">The record read under it.</param>
    /// <param name="actor">Who merges them.</param>
    /// <param name="cancellation">Stops before anything is written.</param>
    Task<MergeOutcome> MergeAsync(CustomerId survivor, CustomerId merged, string actor, CancellationToken cancellation);

    /// <summary>Takes a merge back; false when it does not stand any more or when one of its records was erased meanwhile.</summary>
    Task<bool> UndoAsync(long merge, string actor, CancellationToken cancellation);

    /// <summary>Notes that two records are two people; false when that was noted before or one of them is not there.</summary>
    Task<bool> KeepApartAsync(CustomerId first, CustomerId second, string actor, CancellationToken cancellation);

    /// <summary>Forgets that two records are two people, so that they are proposed again; false when that was not noted.</summary>
    Task<bool> ProposeAgainAsync(CustomerId first, CustomerId second, string actor, CancellationToken cancellation);

    /// <summary>
    /// Takes notice of merges that another process wrote: what was read before them is read anew. The program that serves asks every
    /// second; the first time only notes where the merges stand.
    /// </summary>
    Task NoticeAsync(CancellationToken cancellation);
}
