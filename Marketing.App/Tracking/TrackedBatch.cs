using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marketing.App.Tracking;

/// <summary>One thing a visitor did, as the script tells it.</summary>
/// <param name="Id">Made once by the script: 32 hexadecimal digits.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Age">Milliseconds from the event to the sending, by the browser's clock; clocks of browsers are wrong, differences are not.</param>
/// <param name="Url">Address of the page.</param>
/// <param name="Product">Product code.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Amount">Money in major units.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Search">Words searched for.</param>
/// <param name="Properties">Whatever else.</param>
/// <param name="Customer">Customer number.</param>
/// <param name="Signature">The shop's server's word for the customer number.</param>
internal sealed record TrackedEvent(string Id, string Kind, double Age, string? Url, string? Product, double? Quantity, decimal? Amount, string? Currency, string? Search, JsonElement? Properties, string? Customer, string? Signature);

/// <summary>What the script sends at once.</summary>
/// <param name="Site">Key of the site.</param>
/// <param name="Visitor">First-party visitor id: 32 hexadecimal digits.</param>
/// <param name="Session">Id of the visit: 32 hexadecimal digits.</param>
/// <param name="Robot">Whether the browser says that a program drives it.</param>
/// <param name="Events">1 to <see cref="MostEvents"/>.</param>
internal sealed partial record TrackedBatch(string Site, string Visitor, string Session, bool Robot, IReadOnlyList<TrackedEvent> Events)
{
    public const int MostEvents = 50;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { MaxDepth = 8 };

    /// <summary>Reads a body.</summary>
    /// <returns>The batch, or what is wrong with the body.</returns>
    public static (TrackedBatch? Batch, string? Wrong) Read(ReadOnlySpan<byte> body)
    {
        TrackedBatch? batch;
        try
        {
            batch = JsonSerializer.Deserialize<TrackedBatch>(body, Form);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, "The body is not a batch of events as the script sends it.");
        }

        return batch switch
        {
            null or { Site: null } => (null, "The batch names no site."),
            { Events: null or { Count: 0 or > MostEvents } } => (null, $"A batch holds 1 to {MostEvents} events."),
            { Visitor: var visitor, Session: var session } when !IsId(visitor) || !IsId(session) => (null, "The batch has no visitor or visit of the script's form."),
            { Events: var events } when events.Any(e => e is null || !IsId(e.Id) || string.IsNullOrWhiteSpace(e.Kind)) => (null, "An event has no id or no kind."),
            _ => (batch, null),
        };
    }

    private static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Id();
}
