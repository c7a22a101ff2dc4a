namespace Marketing.Model;

/// <summary>What a campaign brought at some spend, in one period.</summary>
/// <param name="Spend">What was spent, above 0.</param>
/// <param name="Margin">Margin that came because of it, by a holdout or another proof of cause; may be below 0.</param>
public sealed record SpendPoint(double Spend, double Margin);

/// <summary>A campaign that takes part in a split.</summary>
/// <param name="Name">Name, each once.</param>
/// <param name="Points">What is known of it.</param>
/// <param name="Least">Least that it is to get, 0 or more.</param>
/// <param name="Most">Most that it may get, not below the least; null for no limit.</param>
public sealed record SplitCampaign(string Name, IReadOnlyList<SpendPoint> Points, double Least = 0, double? Most = null);

/// <summary>What a campaign gets.</summary>
/// <param name="Name">Campaign.</param>
/// <param name="Spend">Its part of the budget; its least where nothing can be told.</param>
/// <param name="Margin">Margin that this is expected to bring, or null where nothing can be told.</param>
/// <param name="Marginal">Margin that one more unit would bring, or null where nothing can be told, or the first unit brings without limit.</param>
/// <param name="Form">Curve that fits best: <c>log</c>, <c>saturation</c> or <c>power</c>, or <c>flat</c> where spending does not pay; null where nothing can be told.</param>
/// <param name="Reason">Machine name of why nothing can be told, or null: <c>too-few-points</c> (fewer than three different spends), <c>cannot-tell</c> (they scatter so that it may bring nothing).</param>
public sealed record SplitShare(string Name, double Spend, double? Margin, double? Marginal, string? Form, string? Reason);

/// <summary>A budget split.</summary>
/// <param name="Shares">Campaigns in their order.</param>
/// <param name="ShadowPrice">Margin that one more unit of the budget would bring, the same in every campaign that is at none of its limits; 0 where not all is spent; null where no campaign could take more or less.</param>
/// <param name="Unspent">What is left: every campaign is at its most, or another unit would not bring what it must.</param>
public sealed record BudgetSplit(IReadOnlyList<SplitShare> Shares, double? ShadowPrice, double Unspent);

/// <summary>Splits a budget across campaigns so that the last unit brings the same in each. Nothing is stored; may be used by several threads at once.</summary>
public interface IBudgetSplits
{
    /// <summary>Fits a curve of falling returns to each campaign and splits the budget.</summary>
    /// <param name="campaigns">Campaigns.</param>
    /// <param name="budget">Budget, 0 or more and not below the sum of the leasts.</param>
    /// <param name="worth">Margin that a unit must bring to be spent: 1 for money against margin, 0 to spend all that brings anything.</param>
    /// <exception cref="ArgumentException">A number is none, negative or out of its range, or a name stands twice; the message names it.</exception>
    BudgetSplit Split(IReadOnlyList<SplitCampaign> campaigns, double budget, double worth);
}
