using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>
/// The book in force and the one that a person is at work on. Every change is kept at once, so that a reload, a lost connection or
/// an update of the program loses nothing; what equals the book in force is no draft.
/// </summary>
public sealed class RuleBench
{
    private readonly IMerchandising _rules;
    private readonly string _actor;

    private RuleBench(IMerchandising rules, string actor, RuleBookVersion current, RuleBookVersion first, RuleBook book)
    {
        (_rules, _actor, Current, First, Book) = (rules, actor, current, first, book);
        Changes = BookChanges.Between(first.Book, book);
    }

    /// <summary>What is in force.</summary>
    public RuleBookVersion Current { get; private set; }

    /// <summary>The version that the draft was made from.</summary>
    public RuleBookVersion First { get; private set; }

    /// <summary>The draft; the book in force while nothing was changed.</summary>
    public RuleBook Book { get; private set; }

    /// <summary>What the draft says otherwise than the version that it was made from.</summary>
    public IReadOnlyList<BookChange> Changes { get; private set; }

    /// <summary>Whether somebody has published since the draft was begun.</summary>
    public bool IsOvertaken => Changes.Count > 0 && First.Version != Current.Version;

    /// <summary>Reads both.</summary>
    /// <param name="rules">The shop's rules.</param>
    /// <param name="actor">Whose draft.</param>
    /// <param name="reads">Whether the person may only read: a draft of theirs from before is left alone.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<RuleBench> OpenAsync(IMerchandising rules, string actor, bool reads, CancellationToken cancellation)
    {
        var current = await rules.CurrentAsync(cancellation);
        if (reads || await rules.DraftAsync(actor, cancellation) is not { } draft)
        {
            return new RuleBench(rules, actor, current, current, current.Book);
        }

        var first = draft.BasedOn == current.Version ? current : await rules.FindAsync(draft.BasedOn, cancellation) ?? RuleBookVersion.None;
        return new RuleBench(rules, actor, current, first, draft.Book);
    }

    /// <summary>Changes the draft and keeps it.</summary>
    public Task ChangeAsync(Func<RuleBook, RuleBook> change) => KeepAsync(First, change(Book));

    /// <summary>Puts a rule in the place of another, or behind the last one.</summary>
    public Task PutAsync(MerchandisingRule rule, int? place) => ChangeAsync(book => book with { Rules = place is { } at ? [.. book.Rules.Take(at), rule, .. book.Rules.Skip(at + 1)] : [.. book.Rules, rule] });

    /// <summary>Puts a rule between the others.</summary>
    public Task InsertAsync(MerchandisingRule rule, int place) => ChangeAsync(book => book with { Rules = [.. book.Rules.Take(place), rule, .. book.Rules.Skip(place)] });

    /// <summary>Takes a rule out.</summary>
    public Task RemoveAsync(int place) => ChangeAsync(book => book with { Rules = [.. book.Rules.Where((_, index) => index != place)] });

    /// <summary>Moves a rule by places; at the ends it stays.</summary>
    public Task MoveAsync(int place, int by)
    {
        var target = place + by;
        if (target < 0 || target >= Book.Rules.Count)
        {
            return Task.CompletedTask;
        }

        var rules = Book.Rules.ToList();
        (rules[place], rules[target]) = (rules[target], rules[place]);
        return ChangeAsync(book => book with { Rules = rules });
    }

    /// <summary>Goes back to the book in force.</summary>
    public Task DiscardAsync() => KeepAsync(Current, Current.Book);

    /// <summary>Takes a draft that was discarded up again.</summary>
    public Task TakeUpAsync(RuleBookVersion first, RuleBook book) => KeepAsync(first, book);

    /// <summary>Does to the book in force what was done to the one that the draft was made from.</summary>
    public Task BringForwardAsync() => KeepAsync(Current, BookChanges.Onto(First.Book, Book, Current.Book));

    /// <summary>Publishes the draft; where somebody else was faster, it stays as it is and that version is known afterwards.</summary>
    public async Task<PublishOutcome> PublishAsync(string note)
    {
        var outcome = await _rules.PublishAsync(Book, First.Version, _actor, note, CancellationToken.None);
        await LearnAsync(outcome);
        if (outcome is PublishOutcome.Published { Version: var published })
        {
            await KeepAsync(published, published.Book);
        }

        return outcome;
    }

    /// <summary>Publishes an earlier version again; a draft stays a draft of the version that it was made from.</summary>
    public async Task<PublishOutcome> RestoreAsync(RuleBookVersion version, string note)
    {
        var outcome = await _rules.PublishAsync(version.Book, Current.Version, _actor, note, CancellationToken.None);
        await LearnAsync(outcome);
        return outcome;
    }

    private async Task LearnAsync(PublishOutcome outcome)
    {
        Current = outcome switch
        {
            PublishOutcome.Published published => published.Version,
            PublishOutcome.Overtaken overtaken => overtaken.Current,
            _ => Current,
        };
        if (Changes.Count == 0)
        {
            await KeepAsync(Current, Current.Book);
        }
    }

    private async Task KeepAsync(RuleBookVersion first, RuleBook book)
    {
        (First, Book, Changes) = (first, book, BookChanges.Between(first.Book, book));
        if (Changes.Count == 0)
        {
            (First, Book) = (Current, Current.Book);
        }

        await _rules.SaveDraftAsync(_actor, Changes.Count == 0 ? null : new RuleDraft(First.Version, Book), CancellationToken.None);
    }
}
