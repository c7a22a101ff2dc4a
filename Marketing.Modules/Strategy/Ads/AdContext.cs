using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Marketing.Strategy.Ads;

/// <summary>
/// What is known at a choice: who asks by RFM scores, and the time by parts of the day and of the week. It is coarse on purpose: many choices share one text in the ledger, and no combination names a person.
/// </summary>
/// <param name="Placement">Placement.</param>
/// <param name="Place">Place from 1 on.</param>
/// <param name="IsKnown">Whether the shop knows who asks.</param>
/// <param name="R">Score of recency, 1 to 5; 0 without one.</param>
/// <param name="F">Score of frequency.</param>
/// <param name="M">Score of money.</param>
/// <param name="Part">Part of the day: 0 night (from 0 o'clock), 1 morning (6), 2 afternoon (12), 3 evening (18).</param>
/// <param name="IsWeekend">Saturday or Sunday of the shop.</param>
internal readonly record struct AdContext(string Placement, int Place, bool IsKnown, int R, int F, int M, int Part, bool IsWeekend)
{
    private const int MostKept = 20_000;
    private const float Scores = 5;
    private static readonly ConcurrentDictionary<string, AdContext> Kept = new(StringComparer.Ordinal);

    /// <summary>Names of the features, in the order of <see cref="Write"/>.</summary>
    public static IReadOnlyList<string> Features { get; } = ["one", "known", "buyer", "recency", "frequency", "monetary", "morning", "afternoon", "evening", "weekend"];

    /// <summary>As the ledger keeps it, with the keys in this order.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"placement":"{{Placement}}","place":{{Place}},"known":{{(IsKnown ? 1 : 0)}},"r":{{R}},"f":{{F}},"m":{{M}},"part":{{Part}},"weekend":{{(IsWeekend ? 1 : 0)}}}""");

    /// <summary>What <see cref="ToText"/> wrote, or null for another text.</summary>
    public static AdContext? Read(string text)
    {
        if (Kept.TryGetValue(text, out var known))
        {
            return known;
        }

        try
        {
            var read = JsonSerializer.Deserialize<Form>(text, JsonSerializerOptions.Web);
            if (read is not { Placement: not null, Place: > 0 })
            {
                return null;
            }

            var context = new AdContext(read.Placement, read.Place, read.Known != 0, read.R, read.F, read.M, read.Part, read.Weekend != 0);
            if (Kept.Count >= MostKept)
            {
                Kept.Clear();
            }

            Kept[text] = context;
            return context;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the features as numbers.</summary>
    /// <param name="into">Receives as many as <see cref="Features"/>.</param>
    public void Write(Span<float> into)
    {
        into[0] = 1;
        into[1] = IsKnown ? 1 : 0;
        into[2] = F > 0 ? 1 : 0;
        into[3] = R / Scores;
        into[4] = F / Scores;
        into[5] = M / Scores;
        into[6] = Part == 1 ? 1 : 0;
        into[7] = Part == 2 ? 1 : 0;
        into[8] = Part == 3 ? 1 : 0;
        into[9] = IsWeekend ? 1 : 0;
    }

    /// <summary>The features as numbers.</summary>
    public float[] ToFeatures()
    {
        var features = new float[Features.Count];
        Write(features);
        return features;
    }

    private sealed record Form(string? Placement, int Place, int Known, int R, int F, int M, int Part, int Weekend);
}
