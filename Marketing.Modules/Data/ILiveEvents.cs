using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>One item as it came in.</summary>
/// <param name="Number">Counts up from the start of the program.</param>
/// <param name="Received">System time at which it was on disk.</param>
/// <param name="At">When it happened, as the sender says, or null.</param>
/// <param name="Door">Through which door.</param>
/// <param name="Sender">Name of the sender.</param>
/// <param name="Item"><c>event customer product order return stock consent</c>.</param>
/// <param name="Kind">Kind of an event, else what the item says of itself.</param>
/// <param name="Id">The sender's id.</param>
/// <param name="Customer">Customer number, or null.</param>
/// <param name="Visitor">Visitor id, or null.</param>
/// <param name="Product">Product code, or null.</param>
/// <param name="Bot">Whether the sender takes it for a program's doing.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record LiveItem(long Number, DateTimeOffset Received, DateTimeOffset? At, IntakeDoor Door, string Sender, string Item, string Kind, string Id, string? Customer, string? Visitor, string? Product, bool Bot, ItemOutcome Outcome);

/// <summary>How many items came in since the start of the program.</summary>
/// <param name="Accepted">On disk.</param>
/// <param name="Repeated">Were there already.</param>
/// <param name="Quarantined">Kept apart.</param>
/// <param name="Rejected">Not taken.</param>
public readonly record struct LiveCounts(long Accepted, long Repeated, long Quarantined, long Rejected);

/// <summary>What came in within one minute.</summary>
/// <param name="Start">Start of the minute, system time.</param>
/// <param name="Taken">Items on disk, new or there already.</param>
/// <param name="Apart">Items kept apart.</param>
/// <param name="Rejected">Items not taken.</param>
public sealed record LiveMinute(DateTimeOffset Start, long Taken, long Apart, long Rejected);

/// <summary>A sender since the start of the program.</summary>
/// <param name="Door">Through which door.</param>
/// <param name="Name">Name.</param>
/// <param name="Last">System time of the last arrival.</param>
/// <param name="Counts">What became of its items.</param>
/// <param name="LastFaultAt">System time of the last item that was not taken, or null.</param>
/// <param name="LastFault">What was wrong with it, or null.</param>
public sealed record LiveSender(IntakeDoor Door, string Name, DateTimeOffset Last, LiveCounts Counts, DateTimeOffset? LastFaultAt, ItemOutcome.Rejected? LastFault);

/// <summary>The newest items of live intake, from memory; empty after a start.</summary>
public interface ILiveEvents
{
    /// <summary>Newest first.</summary>
    /// <param name="take">At most so many.</param>
    IReadOnlyList<LiveItem> Newest(int take);

    /// <summary>Counts since the start of the program.</summary>
    LiveCounts Counts { get; }

    /// <summary>The last hour, oldest minute first, the running minute last; a minute without arrivals has zeros.</summary>
    IReadOnlyList<LiveMinute> Minutes { get; }

    /// <summary>Who has sent since the start of the program, the last arrival first.</summary>
    IReadOnlyList<LiveSender> Senders { get; }

    /// <summary>Notes items that could not be read, so that nothing of them reached the intake.</summary>
    /// <param name="sender">Who sent them.</param>
    /// <param name="faults">What is wrong with each.</param>
    void Refuse(IntakeSender sender, IReadOnlyList<ItemOutcome.Rejected> faults);

    /// <summary>Raised after items came in, on a thread of the intake: a handler only notes it and returns.</summary>
    event Action? Changed;
}

/// <summary>An item kept apart until somebody has looked.</summary>
/// <param name="Id">Its number in quarantine.</param>
/// <param name="Sender">Name of the sender.</param>
/// <param name="Item"><c>event order return stock consent</c>.</param>
/// <param name="ItemId">The sender's id.</param>
/// <param name="Field">Field concerned.</param>
/// <param name="Reason">Why, in English.</param>
/// <param name="Received">System time.</param>
/// <param name="Content">The item as JSON.</param>
public sealed record QuarantinedItem(long Id, string Sender, string Item, string ItemId, string Field, string Reason, DateTimeOffset Received, string Content)
{
    /// <summary>Why, in code (resource <c>Item.CODE</c>); null for an item from before there were codes.</summary>
    public Reason? Why { get; init; }
}

/// <summary>Items kept apart.</summary>
public interface IQuarantine
{
    /// <summary>Those that wait, newest first; search looks into sender, id and reason. Sort is not offered.</summary>
    /// <param name="query">The page.</param>
    /// <param name="sendersOnly">Whether search looks into the sender alone: whoever may not read ids and reasons must not find them letter by letter.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<Page<QuarantinedItem>> ListAsync(TableQuery query, bool sendersOnly, CancellationToken cancellation);

    /// <summary>
    /// Takes an item in although it is in doubt. What cannot be stored stays where it is, and the outcome says why: an amount without
    /// a rate, a number that another sender has. Null when it does not wait any more.
    /// </summary>
    Task<ItemOutcome?> ReleaseAsync(long id, string actor, CancellationToken cancellation);

    /// <summary>Throws an item away; false when it does not wait any more.</summary>
    Task<bool> DiscardAsync(long id, string actor, CancellationToken cancellation);
}
