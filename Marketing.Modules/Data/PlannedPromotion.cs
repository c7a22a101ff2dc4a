using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Marketing.Data;

/// <summary>Which products a promotion is about.</summary>
public enum PromotionScope
{
    /// <summary>All of them.</summary>
    Shop = 1,

    /// <summary>Those of a category, and of those below it.</summary>
    Category = 2,

    /// <summary>Those that are listed.</summary>
    Products = 3,
}

/// <summary>A promotion as typed.</summary>
/// <param name="Name">Name, 1 to 80 letters.</param>
/// <param name="Scope">Which products it is about.</param>
/// <param name="Category">The category as the shop writes it, or a level above; null for another scope.</param>
/// <param name="Products">The shop's codes, in capitals or small letters; empty for another scope.</param>
/// <param name="First">First day, one of the shop's.</param>
/// <param name="Last">Last day.</param>
/// <param name="Cut">Cut of the usual price as a share of it: above 0, below 1.</param>
/// <param name="Note">Why, or empty.</param>
public sealed record PromotionDraft(string Name, PromotionScope Scope, string? Category, IReadOnlyList<string> Products, DateOnly First, DateOnly Last, double Cut, string Note = "")
{
    /// <summary>Separators of the levels of a category's path.</summary>
    internal static readonly char[] Levels = ['>', '/'];

    /// <summary>The draft as it is kept: texts without spaces about them, each code once.</summary>
    public PromotionDraft Tidy() => this with
    {
        Name = Name.Trim(),
        Category = string.IsNullOrWhiteSpace(Category) ? null : Category.Trim(),
        Products = [.. Products.Select(code => code.Trim()).Where(code => code.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
        Note = Note.Trim(),
    };

    /// <summary>Whether another draft says the same, the note apart.</summary>
    public bool IsSame(PromotionDraft other) =>
        string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase) && Scope == other.Scope && Category == other.Category && First == other.First && Last == other.Last && Cut == other.Cut
        && Products.Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(other.Products.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a draft among others by <see cref="IsSame"/>.</summary>
    internal static IEqualityComparer<PromotionDraft> Same { get; } = EqualityComparer<PromotionDraft>.Create(
        (one, other) => one!.IsSame(other!),
        draft => HashCode.Combine(
            draft.Name.GetHashCode(StringComparison.OrdinalIgnoreCase), draft.Scope, draft.Category, draft.First, draft.Last, draft.Cut, draft.Products.Aggregate(0, (sum, code) => unchecked(sum + code.GetHashCode(StringComparison.OrdinalIgnoreCase)))));

    /// <summary>A cut as people write it, <c>0.2</c> or <c>20 %</c>; null where it is no number.</summary>
    public static double? ReadCut(string text)
    {
        var (typed, share) = (text.Trim(), 1.0);
        if (typed.EndsWith('%'))
        {
            (typed, share) = (typed[..^1].TrimEnd(), 100);
        }

        return double.TryParse(typed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number / share : null;
    }

    /// <summary>Whether a category is another one or below it.</summary>
    internal static bool IsWithin(string category, string upper)
    {
        if (!category.StartsWith(upper, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = category.AsSpan(upper.Length).TrimStart();
        return rest.IsEmpty || rest.IndexOfAny(Levels) == 0;
    }
}

/// <summary>A promotion of the shop's calendar.</summary>
/// <param name="Id">Id.</param>
/// <param name="Draft">What it says.</param>
/// <param name="Entered">When it was entered, by the shop's clock.</param>
/// <param name="EnteredBy">By whom.</param>
/// <param name="Changed">When it was changed last, by the shop's clock.</param>
/// <param name="ChangedBy">By whom.</param>
public sealed record PlannedPromotion(long Id, PromotionDraft Draft, DateTimeOffset Entered, string EnteredBy, DateTimeOffset Changed, string ChangedBy)
{
    private const int Digits = 16;

    /// <summary>Tells what it says apart from what it said before, in hexadecimal digits.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Draft)))[..Digits];

    /// <summary>Where it stands on a day of the shop.</summary>
    public PromotionState StateOn(DateOnly day) => day < Draft.First ? PromotionState.Planned : day > Draft.Last ? PromotionState.Over : PromotionState.Running;
}

/// <summary>Where a promotion stands.</summary>
public enum PromotionState
{
    /// <summary>It has not begun.</summary>
    Planned = 1,

    /// <summary>It holds.</summary>
    Running = 2,

    /// <summary>Its last day is over.</summary>
    Over = 3,
}
