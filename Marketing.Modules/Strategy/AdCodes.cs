using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Strategy;

/// <summary>How the ledger writes advertisements: <c>ad:17</c> for a choice, <c>ads:3,17</c> for what could have been chosen.</summary>
public static class AdCodes
{
    private const string One = "ad:";
    private const string Many = "ads:";

    /// <summary>Arm of those who may see it.</summary>
    public const string Treatment = "treatment";

    /// <summary>Arm of those who are held out of its campaign.</summary>
    public const string Holdout = "holdout";

    /// <summary>A choice.</summary>
    public static string Action(AdId ad) => string.Create(CultureInfo.InvariantCulture, $"{One}{ad.Value}");

    /// <summary>What could have been chosen, in ascending order.</summary>
    public static string Candidates(IEnumerable<AdId> ads) => Many + string.Join(',', ads.Select(ad => ad.Value).Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The choice that <see cref="Action"/> wrote, or null.</summary>
    public static AdId? ReadAction(string action) =>
        action.StartsWith(One, StringComparison.Ordinal) && long.TryParse(action.AsSpan(One.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new AdId(id) : null;

    /// <summary>What <see cref="Candidates"/> wrote; empty where it is something else.</summary>
    public static AdId[] ReadCandidates(string candidates)
    {
        if (!candidates.StartsWith(Many, StringComparison.Ordinal))
        {
            return [];
        }

        var parts = candidates[Many.Length..].Split(',');
        var ads = new AdId[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return [];
            }

            ads[i] = new AdId(id);
        }

        return ads;
    }

    /// <summary>The placement and the place, from 1 on, out of the context of a decision; null for another text.</summary>
    public static (string Placement, int Place)? ReadPlace(string context) => Ads.AdContext.Read(context) is { } read ? (read.Placement, read.Place) : null;
}
