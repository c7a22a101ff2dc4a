using FluentValidation;
using FluentValidation.Results;

namespace Marketing.Data;

/// <summary>What a promotion must say; every message names the field and the fix.</summary>
public sealed class PromotionDraftValidator : AbstractValidator<PromotionDraft>
{
    /// <summary>Letters of the longest name.</summary>
    public const int LongestName = 80;

    /// <summary>Letters of the longest note.</summary>
    public const int LongestNote = 500;

    /// <summary>Most codes that are listed.</summary>
    public const int MostProducts = 1000;

    /// <summary>Most days from the first to the last.</summary>
    public const int MostDays = 366;

    private const int MostNamed = 10;

    /// <summary>Sets up the rules.</summary>
    /// <param name="codes">Codes of the shop's products; compared without regard to capitals.</param>
    /// <param name="categories">Categories of the shop's products.</param>
    public PromotionDraftValidator(IEnumerable<string> codes, IEnumerable<string> categories)
    {
        var known = codes.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var shelves = categories.ToList();
        RuleFor(draft => draft.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl))
            .WithMessage($"The name has 1 to {LongestName} letters. Enter one by which you will know the promotion.");
        RuleFor(draft => draft.Scope).IsInEnum().WithMessage("The scope is shop, category or products. Choose one of them.");
        RuleFor(draft => draft.Cut)
            .Must(cut => cut is > 0 and < 1)
            .WithMessage("The cut is a share of the usual price above 0 and below 1. Write 0.2 for 20 % less.");
        RuleFor(draft => draft.Last)
            .Must((draft, last) => last >= draft.First).WithErrorCode("before").WithMessage("The last day is before the first. Write the first day or a later one.")
            .Must((draft, last) => last.DayNumber - draft.First.DayNumber < MostDays).WithErrorCode("long")
            .WithMessage($"A promotion lasts at most {MostDays} days: what holds longer is the usual price. Choose an earlier last day.");
        RuleFor(draft => draft.Note)
            .Must(note => note.Length <= LongestNote)
            .WithMessage($"The note has at most {LongestNote} letters. Shorten it.");
        RuleFor(draft => draft.Category).Custom((category, context) => Add(context, nameof(PromotionDraft.Category), OfCategory(context.InstanceToValidate, shelves)));
        RuleFor(draft => draft.Products).Custom((products, context) => Add(context, nameof(PromotionDraft.Products), OfProducts(context.InstanceToValidate, known)));
    }

    private static (string Code, string Message, string Value)? OfCategory(PromotionDraft draft, List<string> known)
    {
        var category = draft.Category?.Trim() ?? "";
        return draft.Scope != PromotionScope.Category
            ? category.Length > 0 ? ("beside", "Only a promotion of a category names one. Leave the category out, or choose the scope category.", category) : null
            : category.Length == 0 ? ("missing", "The category is missing. Name one of the shop's, or choose another scope.", category)
            : known.Any(one => PromotionDraft.IsWithin(one, category)) ? null
            : ("unknown", $"No product is in the category '{category}'. Write it as the shop does.", category);
    }

    private static (string Code, string Message, string Value)? OfProducts(PromotionDraft draft, HashSet<string> known)
    {
        if (draft.Scope != PromotionScope.Products)
        {
            return draft.Products.Count > 0 ? ("beside", "Only a promotion of listed products names codes. Leave them out, or choose the scope products.", "") : null;
        }

        if (draft.Products.Count is 0 or > MostProducts)
        {
            return ("count", $"List 1 to {MostProducts:N0} product codes, or choose another scope.", $"{draft.Products.Count}");
        }

        var unknown = draft.Products.Select(code => code.Trim()).Where(code => !known.Contains(code)).ToList();
        var named = string.Join(", ", unknown.Take(MostNamed)) + (unknown.Count > MostNamed ? ", …" : "");
        return unknown.Count == 0 ? null : ("unknown", $"No product has the code {named}. Check the spelling, or bring the products in first.", named);
    }

    private static void Add(ValidationContext<PromotionDraft> context, string field, (string Code, string Message, string Value)? wrong)
    {
        if (wrong is var (code, message, value))
        {
            context.AddFailure(new ValidationFailure(field, message, value) { ErrorCode = code });
        }
    }
}
