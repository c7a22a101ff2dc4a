using System.Text.Json;

namespace Marketing.Kernel;

/// <summary>Words about JSON that somebody sent or wrote.</summary>
public static class JsonText
{
    /// <summary>How a text that somebody sent or wrote is taken apart: a field that stands twice is refused.</summary>
    public static JsonDocumentOptions Plain { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>Where a text stops being JSON, as a sentence.</summary>
    public static string Fault(JsonException broken) => $"The text is no JSON from line {(broken.LineNumber ?? 0) + 1}, column {(broken.BytePositionInLine ?? 0) + 1} (in bytes) on.";
}
