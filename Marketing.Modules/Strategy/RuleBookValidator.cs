using FluentValidation;

namespace Marketing.Strategy;

/// <summary>What a book of rules must say; every message names the rule and the fix.</summary>
public sealed class RuleBookValidator : AbstractValidator<RuleBook>
{
    private const int MostRules = 200;
    private const double GreatestWeight = 10;

    /// <summary>Builds the checks.</summary>
    public RuleBookValidator()
    {
        RuleFor(book => book.Rules).Must(rules => rules.Count <= MostRules).WithMessage($"A book holds at most {MostRules} rules.");
        RuleFor(book => book.Rules)
            .Must(rules => rules.Select(rule => rule.Name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count() == rules.Count)
            .WithMessage("Two rules have the same name. Give each its own: it is shown as the reason.");
        RuleForEach(book => book.Rules).SetValidator(new MerchandisingRuleValidator());
        RuleFor(book => book.Bought).IsInEnum().WithMessage("Whether bought products may come again is 'exclude', 'due' or 'include'.");
        RuleFor(book => book.Diversity).Must(weight => weight is >= 0 and < 1).WithMessage("Diversity lies from 0 (the score alone) to below 1.");
        RuleFor(book => book.CategoryCap).Must(cap => cap is null or (>= 1 and <= 100)).WithMessage("At most 1 to 100 products of one category; leave it empty for no limit.");
        RuleFor(book => book.MarginWeight).Must(weight => weight is >= 0 and <= GreatestWeight).WithMessage($"The weight of the margin lies from 0 to {GreatestWeight}.");
        RuleFor(book => book.FreshnessWeight).Must(weight => weight is >= 0 and <= GreatestWeight).WithMessage($"The weight of freshness lies from 0 to {GreatestWeight}.");
        RuleFor(book => book.Explore).Must(share => share is >= 0 and <= RuleBook.MostExplore).WithMessage($"The share of lists with a new product lies from 0 to {RuleBook.MostExplore:0.0}.");
        RuleFor(book => book.FreshnessDays).InclusiveBetween(1, 3650).WithMessage("The half-life of freshness is 1 to 3,650 days.");
    }
}

/// <summary>What one rule must say.</summary>
public sealed class MerchandisingRuleValidator : AbstractValidator<MerchandisingRule>
{
    private const int LongestName = 80;
    private const int MostProducts = 1000;

    /// <summary>Builds the checks.</summary>
    public MerchandisingRuleValidator()
    {
        RuleFor(rule => rule.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl))
            .WithMessage($"Every rule needs a name of 1 to {LongestName} letters.");
        RuleFor(rule => rule.Action).IsInEnum().WithMessage(rule => $"'{rule.Name}': the action is hide, pin, boost, bury, only or apart.");
        RuleFor(rule => rule.Products).Must(filter => !IsEmpty(filter)).WithMessage(rule => $"'{rule.Name}': say which products it is about: codes, a category, words of the name or a price.");
        RuleFor(rule => rule.Products).Must(IsSound).WithMessage(rule => $"'{rule.Name}': {Unsound}");
        RuleFor(rule => rule.ApartFrom)
            .Must((rule, other) => rule.Action == RuleAction.Apart ? other is not null && !IsEmpty(other) && IsSound(other) : other is null)
            .WithMessage(rule => rule.Action == RuleAction.Apart
                ? $"'{rule.Name}': say which products they must never stand beside. {Unsound}"
                : $"'{rule.Name}': only a rule that keeps products apart has a second group of them.");
        RuleFor(rule => rule.Slot)
            .Must((rule, slot) => rule.Action == RuleAction.Pin ? slot is >= 1 and <= 100 : slot is null)
            .WithMessage(rule => rule.Action == RuleAction.Pin ? $"'{rule.Name}': the place in the list is 1 to 100." : $"'{rule.Name}': only a pin has a place in the list.");
        RuleFor(rule => rule.Factor)
            .Must((rule, factor) => rule.Action switch
            {
                RuleAction.Boost => factor is > 1 and <= 100,
                RuleAction.Bury => factor is > 0 and < 1,
                _ => factor is null,
            })
            .WithMessage(rule => rule.Action switch
            {
                RuleAction.Boost => $"'{rule.Name}': a boost multiplies the score by a factor above 1, at most 100.",
                RuleAction.Bury => $"'{rule.Name}': burying multiplies the score by a factor between 0 and 1; to leave products out, hide them.",
                _ => $"'{rule.Name}': only boosting and burying have a factor.",
            });
        RuleFor(rule => rule.Segment)
            .Must(segment => segment is null || SegmentCatalogue.All.Any(known => known.Code == segment))
            .WithMessage(rule => $"'{rule.Name}': there is no segment '{rule.Segment}'. There are {string.Join(", ", SegmentCatalogue.All.Select(known => known.Code))}.");
        RuleFor(rule => rule.Placements)
            .Must(places => places.Count <= 20 && places.All(RecommendationQuery.IsPlacement))
            .WithMessage(rule => $"'{rule.Name}': a placement is {RecommendationQuery.PlacementForm}, for example home or cart; at most 20 of them.");
        RuleFor(rule => rule.Until)
            .Must((rule, until) => until is null || rule.From is null || until >= rule.From)
            .WithMessage(rule => $"'{rule.Name}': its last day is before its first.");
    }

    private static string Unsound => $"At most {MostProducts:N0} codes; texts of at most 200 letters; prices from 0, the highest not below the lowest.";

    private static bool IsEmpty(ProductFilter filter) =>
        filter.Products.Count == 0 && string.IsNullOrWhiteSpace(filter.Category) && string.IsNullOrWhiteSpace(filter.NameHolds) && filter.PriceFrom is null && filter.PriceTo is null;

    private static bool IsSound(ProductFilter filter) =>
        filter.Products.Count <= MostProducts && filter.Products.All(code => code is { Length: > 0 and <= 200 })
        && filter.Category is not { Length: > 200 } && filter.NameHolds is not { Length: > 200 }
        && filter.PriceFrom is null or >= 0 && (filter.PriceTo is null || filter.PriceTo >= (filter.PriceFrom ?? 0));
}
