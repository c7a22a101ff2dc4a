using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Recommendations;

/// <summary>One difference between two books.</summary>
/// <param name="Kind"><c>Added</c>, <c>Changed</c>, <c>Removed</c>, <c>Order</c> or <c>Setting</c>.</param>
/// <param name="Name">Name of the rule or of the setting; empty for the order.</param>
public sealed record BookChange(string Kind, string Name);

/// <summary>What one book says otherwise than another. A rule is known by its name.</summary>
internal static class BookChanges
{
    /// <summary>The settings of a book beside its rules: how to read one, and how to take one over from another book.</summary>
    private static readonly (string Name, Func<RuleBook, object?> Of, Func<RuleBook, RuleBook, RuleBook> Take)[] Settings =
    [
        (nameof(RuleBook.HideOutOfStock), book => book.HideOutOfStock, (book, from) => book with { HideOutOfStock = from.HideOutOfStock }),
        (nameof(RuleBook.HoldBackRunningOut), book => book.HoldBackRunningOut, (book, from) => book with { HoldBackRunningOut = from.HoldBackRunningOut }),
        (nameof(RuleBook.PushOverstock), book => book.PushOverstock, (book, from) => book with { PushOverstock = from.PushOverstock }),
        (nameof(RuleBook.Bought), book => book.Bought, (book, from) => book with { Bought = from.Bought }),
        (nameof(RuleBook.Diversity), book => book.Diversity, (book, from) => book with { Diversity = from.Diversity }),
        (nameof(RuleBook.CategoryCap), book => book.CategoryCap, (book, from) => book with { CategoryCap = from.CategoryCap }),
        (nameof(RuleBook.MarginWeight), book => book.MarginWeight, (book, from) => book with { MarginWeight = from.MarginWeight }),
        (nameof(RuleBook.FreshnessWeight), book => book.FreshnessWeight, (book, from) => book with { FreshnessWeight = from.FreshnessWeight }),
        (nameof(RuleBook.FreshnessDays), book => book.FreshnessDays, (book, from) => book with { FreshnessDays = from.FreshnessDays }),
        (nameof(RuleBook.Explore), book => book.Explore, (book, from) => book with { Explore = from.Explore }),
    ];

    /// <summary>What has to be done to one book so that it becomes the other.</summary>
    public static IReadOnlyList<BookChange> Between(RuleBook from, RuleBook to)
    {
        var changes = new List<BookChange>();
        foreach (var rule in to.Rules)
        {
            var before = Find(from, rule.Name);
            if (before is null || !RuleBooks.Same(before, rule))
            {
                changes.Add(new BookChange(before is null ? "Added" : "Changed", rule.Name));
            }
        }

        changes.AddRange(from.Rules.Where(rule => Find(to, rule.Name) is null).Select(rule => new BookChange("Removed", rule.Name)));
        if (!Shared(from, to).SequenceEqual(Shared(to, from), StringComparer.OrdinalIgnoreCase))
        {
            changes.Add(new BookChange("Order", ""));
        }

        changes.AddRange(Settings.Where(setting => !Equals(setting.Of(from), setting.Of(to))).Select(setting => new BookChange("Setting", setting.Name)));
        return changes;
    }

    /// <summary>Another book with what was done to a first one done to it too; where both say something else, what was done wins.</summary>
    /// <param name="first">The book that both come from.</param>
    /// <param name="mine">What became of it here.</param>
    /// <param name="theirs">What became of it elsewhere.</param>
    public static RuleBook Onto(RuleBook first, RuleBook mine, RuleBook theirs)
    {
        var rules = theirs.Rules.ToList();
        foreach (var change in Between(first, mine))
        {
            var place = rules.FindIndex(rule => IsNamed(rule, change.Name));
            switch (change.Kind)
            {
                case "Removed" when place >= 0:
                    rules.RemoveAt(place);
                    break;
                case "Added" or "Changed" when place >= 0:
                    rules[place] = Find(mine, change.Name)!;
                    break;
                case "Added" or "Changed":
                    rules.Add(Find(mine, change.Name)!);
                    break;
                case "Order":
                    // Rules that only the other book has keep their place behind those that were put in order here.
                    rules = [.. rules.OrderBy(rule => mine.Rules.ToList().FindIndex(own => IsNamed(own, rule.Name)) is >= 0 and var own ? own : int.MaxValue)];
                    break;
            }
        }

        return Settings.Where(setting => !Equals(setting.Of(first), setting.Of(mine))).Aggregate(theirs with { Rules = rules }, (book, setting) => setting.Take(book, mine));
    }

    /// <summary>The rule of a name, or null.</summary>
    public static MerchandisingRule? Find(RuleBook book, string name) => book.Rules.FirstOrDefault(rule => IsNamed(rule, name));

    /// <summary>Whether a rule has a name; case makes no other name.</summary>
    public static bool IsNamed(MerchandisingRule rule, string name) => string.Equals(rule.Name.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Shared(RuleBook book, RuleBook other) => book.Rules.Where(rule => Find(other, rule.Name) is not null).Select(rule => rule.Name.Trim());
}
