using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketing.Data.Ledger;

/// <summary>A reason as one column of a row keeps it: in English and in code. A plain sentence, as earlier versions wrote it, is one without a code.</summary>
/// <param name="Text">In English, as other programs read it.</param>
/// <param name="Why">In code, or null.</param>
/// <param name="Field">What the coded reason is about, or null.</param>
internal sealed record WrittenReason(string Text, Reason? Why = null, string? Field = null)
{
    // Words stay as they are written, so that an erasure finds a person's name in them.
    private static readonly JsonSerializerOptions Form = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a row keeps, or null for nothing.</summary>
    public static WrittenReason? Parse(string? kept)
    {
        if (kept is not ['{', ..])
        {
            return kept is null ? null : new WrittenReason(kept);
        }

        try
        {
            return JsonSerializer.Deserialize<WrittenReason>(kept, Form);
        }
        catch (JsonException)
        {
            return new WrittenReason(kept);
        }
    }

    /// <summary>As the row keeps it.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Form);
}
