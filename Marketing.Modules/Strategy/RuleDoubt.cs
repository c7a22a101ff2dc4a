namespace Marketing.Strategy;

/// <summary>What no product of the shop has of what a rule names.</summary>
public enum DoubtKind
{
    /// <summary>Codes.</summary>
    Code,

    /// <summary>The category, or anything below it.</summary>
    Category,

    /// <summary>The words in the name.</summary>
    Name,

    /// <summary>Each is there, but no product has all of it.</summary>
    Together,
}

/// <summary>A rule that names something which no product of the shop has: misspelt, or of products that are still to come.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Kind">What is missing.</param>
/// <param name="Values">What the rule names, in its order; empty for <see cref="DoubtKind.Together"/>.</param>
public sealed record RuleDoubt(string Rule, DoubtKind Kind, IReadOnlyList<string> Values);
