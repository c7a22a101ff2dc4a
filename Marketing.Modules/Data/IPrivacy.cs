using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What a person asks for.</summary>
public enum PrivacyRequestKind : long
{
    /// <summary>A copy of everything (GDPR Art. 15 and 20).</summary>
    Access = 1,

    /// <summary>Erasure (Art. 17).</summary>
    Erasure = 2,

    /// <summary>Something that is wrong put right (Art. 16).</summary>
    Rectification = 3,

    /// <summary>Objection to a use (Art. 21).</summary>
    Objection = 4,
}

/// <summary>Where a request stands.</summary>
public enum PrivacyRequestState : long
{
    /// <summary>Waits for somebody.</summary>
    Open = 1,

    /// <summary>Being carried out; goes on after a crash.</summary>
    AtWork = 2,

    /// <summary>Done.</summary>
    Done = 3,
}

/// <summary>What a person asked for, and when it is due.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Customer">Whose data; after an erasure a row that tells nothing.</param>
/// <param name="Received">System time.</param>
/// <param name="Due">One month after it was received (Art. 12(3)).</param>
/// <param name="State">Where it stands.</param>
/// <param name="Actor">Who took it on.</param>
/// <param name="Ended">When it was done, or null.</param>
public sealed record PrivacyRequest(long Id, PrivacyRequestKind Kind, CustomerId Customer, DateTimeOffset Received, DateTimeOffset Due, PrivacyRequestState State, string Actor, DateTimeOffset? Ended);

/// <summary>What an erasure would reach.</summary>
/// <param name="Records">Records of the person, and of whoever has the same e-mail address.</param>
/// <param name="Numbers">Customer numbers of the first of them, the person's first.</param>
/// <param name="Further">Records that come in when an address that many people have, or that the person had before, is followed too.</param>
/// <param name="FurtherNumbers">Customer numbers of the first of those.</param>
public sealed record ErasureReach(int Records, IReadOnlyList<string> Numbers, int Further, IReadOnlyList<string> FurtherNumbers);

/// <summary>One line of a receipt.</summary>
/// <param name="Part">Module.</param>
/// <param name="At">System time at which the part was done.</param>
/// <param name="What">What was erased, made anonymous or found.</param>
/// <param name="Count">Rows or files.</param>
public sealed record ReceiptLine(string Part, DateTimeOffset At, string What, long Count);

/// <summary>Requests of people about their data.</summary>
public interface IPrivacy
{
    /// <summary>Requests, newest first. Sort and search are not offered.</summary>
    Task<Page<PrivacyRequest>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Requests that are not met and due before an instant, the most urgent first; at most a hundred.</summary>
    Task<IReadOnlyList<PrivacyRequest>> DueAsync(DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Takes a request down.</summary>
    /// <returns>Its number, or null when there is no such customer or the person was erased.</returns>
    Task<long?> ReceiveAsync(CustomerId customer, PrivacyRequestKind kind, string actor, CancellationToken cancellation);

    /// <summary>Says that an open request other than an erasure has been met.</summary>
    Task<bool> CloseAsync(long request, string actor, CancellationToken cancellation);

    /// <summary>
    /// Erases a person everywhere, by an open request or a new one. Orders stay as sales to nobody, decisions as decisions about
    /// nobody. Broken off, it goes on at the next start.
    /// </summary>
    /// <returns>Number of the request, or null when there is no such customer or the person was erased already.</returns>
    Task<long?> EraseAsync(CustomerId customer, string actor, CancellationToken cancellation) => EraseAsync(customer, actor, allWithAddress: false, cancellation);

    /// <summary>Erases a person everywhere, and whoever has the same e-mail address.</summary>
    /// <param name="customer">A record of the person.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="allWithAddress">
    /// Whether that holds for an address that many people have, which is otherwise nobody's name, and for one that somebody had before,
    /// which may have been another's that was written down by mistake.
    /// </param>
    /// <param name="cancellation">Breaks the erasure off; it goes on at the next start.</param>
    Task<long?> EraseAsync(CustomerId customer, string actor, bool allWithAddress, CancellationToken cancellation);

    /// <summary>The records that an erasure would erase, or null when there is no such customer or the person was erased already.</summary>
    Task<ErasureReach?> PreviewErasureAsync(CustomerId customer, CancellationToken cancellation);

    /// <summary>What an erasure did, without personal data; empty for any other request.</summary>
    Task<IReadOnlyList<ReceiptLine>> ReceiptAsync(long request, CancellationToken cancellation);

    /// <summary>Writes everything about a person as a zip of <c>data.json</c> and a readable <c>index.html</c> in the person's language.</summary>
    /// <param name="customer">A record of the person.</param>
    /// <param name="words">
    /// Words of the page: for the person's language tag, or null when it is not known, the words by key: <c>Title</c>, <c>Language</c> (tag of the words),
    /// <c>Table.NAME</c>, <c>Column.NAME</c>, <c>Value.TABLE.COLUMN.VALUE</c>. What has none is shown as it is stored.
    /// </param>
    /// <param name="output">Takes the zip.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>False when there is no such customer or the person was erased.</returns>
    Task<bool> ExportAsync(CustomerId customer, Func<string?, Func<string, string?>> words, Stream output, string actor, CancellationToken cancellation);

    /// <summary>Records of erased people that a restored backup has brought back; <see cref="ResumeAsync"/> erases them again.</summary>
    Task<int> CountBroughtBackAsync(CancellationToken cancellation);

    /// <summary>At start: goes on with erasures that were broken off, and erases again whom a restored backup has brought back.</summary>
    /// <returns>People erased.</returns>
    Task<int> ResumeAsync(CancellationToken cancellation);
}
