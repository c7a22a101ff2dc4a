using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>
/// What the row of a queued file says beside its state, kept as one text that every process can read: how far the file is, that it
/// is to stop, or how it ended.
/// </summary>
internal sealed record JobNote
{
    /// <summary>Somebody in another process has asked the file to stop.</summary>
    public static readonly JobNote Stop = new() { IsStop = true };

    /// <summary>The same bytes had been imported before.</summary>
    public static readonly JobNote AlreadyThere = new() { IsAlreadyThere = true };

    // Words stay as they are written, so that an erasure finds a person's name in them.
    private static readonly JsonSerializerOptions Form = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An error that a person can mend.</summary>
    /// <param name="Message">What is wrong.</param>
    /// <param name="Fix">What to do.</param>
    internal sealed record Failure(string Message, string Fix)
    {
        /// <summary>Both in code, or null for words that have none.</summary>
        public Reason? Why { get; init; }
    }

    /// <summary>How far the file is.</summary>
    public Progress? Reached { get; init; }

    /// <summary>Whether it is to stop.</summary>
    public bool IsStop { get; init; }

    /// <summary>The state in which the file is about to end: its rows are being removed, and whoever takes it up goes on with that.</summary>
    public ImportJobState? Ending { get; init; }

    /// <summary>Whether nothing was read, since the bytes had been imported before.</summary>
    public bool IsAlreadyThere { get; init; }

    /// <summary>Why the file was refused, or what else ended its import.</summary>
    public ImportOutcome.Refused? Refusal { get; init; }

    /// <summary>Why its import broke.</summary>
    public Failure? Fault { get; init; }

    /// <summary>A plain sentence, as earlier versions wrote them.</summary>
    public string? Text { get; init; }

    /// <summary>Why the file did not come in, for people, or null.</summary>
    [JsonIgnore]
    public string? Message => Refusal is { } refused ? FileRefusal.Text(refused) : Fault is { } fault ? $"{fault.Message} {fault.Fix}" : Text;

    /// <summary>The note of an error.</summary>
    /// <param name="error">What a person can mend.</param>
    /// <param name="why">The same in code, or null.</param>
    public static JobNote Of(OperatorException error, Reason? why = null) => new() { Fault = new Failure(error.Message, error.Fix) { Why = why } };

    /// <summary>Why a file did not come in, with its place and code, or null when it did.</summary>
    public ImportOutcome.Refused? FailureOf(string file) =>
        Refusal is { } refused ? refused with { File = file }
        : Fault is { } fault ? new ImportOutcome.Refused(file, 0, null, fault.Message, fault.Fix) { Why = fault.Why }
        : Text is { } text ? new ImportOutcome.Refused(file, 0, null, text, "")
        : null;

    /// <summary>The note that a row keeps; a plain sentence is one too.</summary>
    public static JobNote? Parse(string? kept)
    {
        if (kept is not ['{', ..])
        {
            return kept is null ? null : new JobNote { Text = kept };
        }

        try
        {
            return JsonSerializer.Deserialize<JobNote>(kept, Form);
        }
        catch (JsonException)
        {
            return new JobNote { Text = kept };
        }
    }

    /// <summary>As the row keeps it.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Form);
}
