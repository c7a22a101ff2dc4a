using System.Text.Json;

namespace Marketing.Data.Intake;

/// <summary>One call: its items, what became of them so far, and the promise that the caller waits for.</summary>
internal abstract class IntakeBatch(IntakeSender sender, int count)
{
    public IntakeSender Sender { get; } = sender;

    public int Count { get; } = count;

    /// <summary>One entry an item; null until it is decided.</summary>
    public ItemOutcome?[] Outcomes { get; } = new ItemOutcome?[count];

    /// <summary>The first item that the writer has not looked at.</summary>
    public int Next { get; set; }

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether anything of it changes what a snapshot holds.</summary>
    public bool ChangedFacts => Outcomes.Any(outcome => outcome is ItemOutcome.Accepted);

    /// <summary>Writes one item as the only writer.</summary>
    public abstract void Write(IIntakeRows rows, int index);

    /// <summary>Completes what the page of live events shows of one item.</summary>
    public abstract LiveItem Describe(int index, LiveItem blank);
}

/// <summary>One call with items of one kind.</summary>
/// <param name="sender">Who sends.</param>
/// <param name="items">The items.</param>
/// <param name="kind">How items of the kind are told apart, judged, stored and shown.</param>
internal sealed class IntakeBatch<T>(IntakeSender sender, IReadOnlyList<T> items, IntakeKind<T> kind) : IntakeBatch(sender, items.Count)
{
    public override void Write(IIntakeRows rows, int index)
    {
        var item = items[index];
        Outcomes[index] = Outcomes[index] switch
        {
            null => Store(rows, item),
            ItemOutcome.Quarantined quarantined => KeepApart(rows, item, quarantined),
            { } rejected => rejected,
        };
    }

    public override LiveItem Describe(int index, LiveItem blank)
    {
        var item = items[index];
        return item is null ? blank with { Item = kind.Name } : kind.Describe(item, blank with { Item = kind.Name, Id = IntakeText.Shown(kind.IdOf(item)) });
    }

    private ItemOutcome Store(IIntakeRows rows, T item)
    {
        var outcome = rows.Guarded(kind.NeedsSavepoint, () => kind.Write(rows, Sender, item));
        return outcome is ItemOutcome.Quarantined quarantined ? KeepApart(rows, item, quarantined) : outcome;
    }

    private ItemOutcome KeepApart(IIntakeRows rows, T item, ItemOutcome.Quarantined outcome) =>
        rows.Guarded(savepoint: false, () => rows.KeepApart(Sender, kind.Name, kind.IdOf(item), outcome, JsonSerializer.Serialize(item, IntakeText.Json)));
}

/// <summary>A kind of items: how they are told apart, judged, stored and shown.</summary>
/// <param name="Name">Its name in quarantine and on the page.</param>
/// <param name="NeedsSavepoint">Whether storing one takes several statements that hold together.</param>
/// <param name="IdOf">The sender's id.</param>
/// <param name="Judge">What is wrong with an item by itself, or null.</param>
/// <param name="Write">Stores an item that was not found wrong.</param>
/// <param name="Describe">What the page of live events shows.</param>
internal sealed record IntakeKind<T>(string Name, bool NeedsSavepoint, Func<T, string> IdOf, Func<T, ItemOutcome?> Judge, Func<IIntakeRows, IntakeSender, T, ItemOutcome> Write, Func<T, LiveItem, LiveItem> Describe);
