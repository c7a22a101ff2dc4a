using System.Text.Json;

namespace Marketing.Kernel;

/// <summary>Words about JSON that somebody sent or wrote.</summary>
public static class JsonText
{
    /// <summary>Where a text stops being JSON, as a sentence.</summary>
    public static string Fault(JsonException broken) => $"The text is no JSON from line {(broken.LineNumber ?? 0) + 1}, column {(broken.BytePositionInLine ?? 0) + 1} (in bytes) on.";
}
