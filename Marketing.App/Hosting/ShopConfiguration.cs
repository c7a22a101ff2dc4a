using System.Text.Json;
using Marketing.Kernel;

namespace Marketing.App.Hosting;

/// <summary>
/// Where settings come from, later ones above earlier ones: the file carried in the program, the file beside the executable, the
/// file in the data folder, environment variables (plain, then with <c>MARKETING_</c> before them), the command line.
/// </summary>
internal static class ShopConfiguration
{
    /// <summary>Before the name of a setting in an environment variable.</summary>
    public const string Prefix = "MARKETING_";

    private const string File = "appsettings.json";

    /// <summary>Reads all of them.</summary>
    /// <param name="root">Data folder; it need not exist.</param>
    /// <param name="settings">Settings of the command line, each <c>Section:Key=value</c>.</param>
    /// <exception cref="OperatorException">A file is no JSON, or a setting has no equals sign.</exception>
    public static IConfigurationRoot Read(string root, IReadOnlyList<string> settings)
    {
        var carried = typeof(ShopConfiguration).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"The program does not carry {File}.");
        var beside = Path.Combine(AppContext.BaseDirectory, File);
        var own = Path.Combine(root, File);
        try
        {
            return new ConfigurationBuilder()
                .AddJsonStream(carried)
                .AddJsonFile(beside, optional: true, reloadOnChange: false)
                .AddJsonFile(own, optional: true, reloadOnChange: false)
                .AddEnvironmentVariables()
                .AddEnvironmentVariables(Prefix)
                .AddInMemoryCollection(settings.Select(Pair))
                .Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The settings cannot be read: {e.Message} {Place(e)}".TrimEnd(), $"Mend or remove {own} or {beside}; both are JSON.", inner: e);
        }
    }

    // Where the text is no JSON.
    private static string? Place(Exception? error) => error switch
    {
        null => null,
        JsonException { LineNumber: { } line } json => $"Line {line + 1}, column {(json.BytePositionInLine ?? 0) + 1}.",
        _ => Place(error.InnerException) ?? error.InnerException?.Message,
    };

    private static KeyValuePair<string, string?> Pair(string setting)
    {
        var equals = setting.IndexOf('=');
        return equals > 0
            ? new KeyValuePair<string, string?>(setting[..equals].Replace("__", ":", StringComparison.Ordinal), setting[(equals + 1)..])
            : throw new OperatorException($"The setting '{setting}' has no value.", "Write it as --set Section:Key=value.", exitCode: 2);
    }
}
