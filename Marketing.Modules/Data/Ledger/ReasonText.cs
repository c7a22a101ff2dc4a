using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketing.Data.Ledger;

/// <summary>Reasons as text: a JSON array with one array a reason, its code first and then the arguments.</summary>
internal static class ReasonText
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Encode(IReadOnlyList<Reason> reasons) =>
        JsonSerializer.Serialize(reasons.Select(reason => (string[])[reason.Code, .. reason.Arguments]), Options);

    /// <summary>One reason, or none as an empty text.</summary>
    public static string Encode(Reason? reason) => reason is null ? "" : Encode([reason]);

    /// <summary>The first reason, or null for an empty text.</summary>
    public static Reason? First(string text) => Decode(text) is [var first, ..] ? first : null;

    /// <summary>The reasons; none in an empty text, which is what an erasure leaves of one.</summary>
    /// <exception cref="InvalidDataException">The text is not of this form.</exception>
    public static IReadOnlyList<Reason> Decode(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            return [.. (JsonSerializer.Deserialize<string[][]>(text) ?? []).Select(parts => new Reason(parts[0], parts[1..]))];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("A decision's reasons cannot be read.", e);
        }
    }
}
