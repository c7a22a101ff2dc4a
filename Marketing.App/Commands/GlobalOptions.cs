using System.CommandLine;
using Marketing.App.Hosting;

namespace Marketing.App.Commands;

/// <summary>Options that every command understands.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Data { get; } = new("--data")
    {
        Description = $"Folder that holds everything the shop owns; default: the environment variable {DataFolderPath.Variable}, else '{DataFolderPath.Name}' under the current folder.",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public Option<string?> Urls { get; } = new("--urls")
    {
        Description = $"Addresses to listen on, parted by semicolons; default: the setting 'urls', else {ListenAddresses.Default} (this machine only).",
        HelpName = "URLS",
        Recursive = true,
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "A setting above all files and environment variables, for example Jobs:Nightly=03:30; may be repeated.",
        HelpName = "KEY=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Data);
        root.Options.Add(Urls);
        root.Options.Add(Set);
    }
}

/// <summary>What a command was called with.</summary>
/// <param name="Root">Data folder, absolute; it need not exist.</param>
/// <param name="Urls">Addresses asked for, or null.</param>
/// <param name="Settings">Settings of the command line.</param>
/// <param name="Json">Whether the result is wanted as JSON.</param>
/// <param name="Terminal">Where to write.</param>
internal sealed record CommandContext(string Root, string? Urls, IReadOnlyList<string> Settings, bool Json, Terminal Terminal)
{
    /// <summary>Who signs the audit log when a command acts.</summary>
    public const string Actor = "command line";

    public IConfigurationRoot Configuration() => ShopConfiguration.Read(Root, Settings);
}
