using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Data;

namespace Marketing.App.Components.Pages.Promotions;

/// <summary>A promotion as it is typed.</summary>
public sealed class PromotionForm
{
    public string Name { get; set; } = "";

    public PromotionScope Scope { get; set; } = PromotionScope.Shop;

    public string? Category { get; set; }

    /// <summary>Codes, one a line or apart by semicolons, commas or spaces.</summary>
    public string Codes { get; set; } = "";

    /// <summary>First day, as <c>2026-04-01</c>.</summary>
    public string? First { get; set; }

    /// <summary>Last day.</summary>
    public string? Last { get; set; }

    /// <summary>Cut in per cent.</summary>
    public decimal? Cut { get; set; }

    public string Note { get; set; } = "";

    /// <summary>The form of a promotion that is there.</summary>
    public static PromotionForm Of(PromotionDraft draft) => new()
    {
        Name = draft.Name,
        Scope = draft.Scope,
        Category = draft.Category,
        Codes = string.Join('\n', draft.Products),
        First = Text(draft.First),
        Last = Text(draft.Last),
        Cut = (decimal)Math.Round(draft.Cut * 100, 2),
        Note = draft.Note,
    };

    /// <summary>What was typed; what another scope was about is left out.</summary>
    /// <param name="codes">The codes that were typed, apart.</param>
    /// <exception cref="ValidationException">A day or the cut is missing.</exception>
    public PromotionDraft Draft(IReadOnlyList<string> codes)
    {
        var (first, last) = (Day(First), Day(Last));
        List<ValidationFailure> missing = [];
        if (first is null)
        {
            missing.Add(new(nameof(First), "The first day is missing."));
        }

        if (last is null)
        {
            missing.Add(new(nameof(Last), "The last day is missing.") { ErrorCode = "missing" });
        }

        if (missing.Count > 0)
        {
            throw new ValidationException(missing);
        }

        return new(
            Name,
            Scope,
            Scope == PromotionScope.Category ? Category : null,
            Scope == PromotionScope.Products ? codes : [],
            first!.Value,
            last!.Value,
            (double)(Cut ?? 0) / 100,
            Note);
    }

    /// <summary>A day as the form holds it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
