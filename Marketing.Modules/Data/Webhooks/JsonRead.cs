using System.Globalization;
using System.Text.Json;

namespace Marketing.Data.Webhooks;

/// <summary>
/// Reads members of payloads that mix forms: numbers as text, ids as numbers, absent for null. What is there in a wrong form is
/// said with its place.
/// </summary>
internal static class JsonRead
{
    // Above this no shop's amount lies, and minor units of it still fit.
    private const decimal LargestAmount = 1_000_000_000_000m;

    public static JsonElement? Part(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static IEnumerable<JsonElement> List(this JsonElement parent, string name) => parent.Part(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw new PayloadException(name, PayloadRule.NoList),
    };

    /// <summary>A text or a number as trimmed text; null when absent or blank.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Part(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { ValueKind: JsonValueKind.String } text => Whole(text, name) is { Length: > 0 } found ? found : null,
        _ => throw new PayloadException(name, PayloadRule.NoText),
    };

    /// <summary>A text that must be there.</summary>
    public static string Need(this JsonElement parent, string name) => parent.Text(name) ?? throw new PayloadException(name, PayloadRule.Missing);

    public static decimal? Amount(this JsonElement parent, string name)
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) <= LargestAmount
            ? amount
            : throw new PayloadException(name, PayloadRule.NoMoney, Short(text));
    }

    public static int? Units(this JsonElement parent, string name)
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units) && Math.Abs(units) <= 10_000_000
            ? units
            : throw new PayloadException(name, PayloadRule.NoUnits, Short(text));
    }

    /// <summary>An instant; one without a zone is UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement parent, string name)
    {
        if (parent.Text(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new PayloadException(name, PayloadRule.NoTime, Short(text));
    }

    public static bool Is(this JsonElement parent, string name) => parent.Part(name) is { ValueKind: JsonValueKind.True };

    private static string Whole(JsonElement text, string name)
    {
        try
        {
            return text.GetString()!.Trim();
        }
        catch (InvalidOperationException)
        {
            throw new PayloadException(name, PayloadRule.HalfCharacter);
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
