using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketing.App.Commands;

/// <summary>Results go to standard output, everything else to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool interactive)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Terminal System { get; } = new(Console.Out, Console.Error, !Console.IsErrorRedirected);

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>Whether a person watches standard error, so that lines may be drawn over.</summary>
    public bool Interactive { get; } = interactive;

    /// <summary>Prints one object as JSON on standard output.</summary>
    public void Json<T>(T value) => Output.WriteLine(JsonSerializer.Serialize(value, _json));
}
