using System.CommandLine;
using System.Runtime.InteropServices;
using Marketing.App.Hosting;

namespace Marketing.App.Commands;

internal static class VersionCommand
{
    public const string Help = """
        Say which version this is.

        Examples:
          marketing version
          marketing version --json
        """;

    public static Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var version = new { ProgramVersion.Text, Runtime = RuntimeInformation.FrameworkDescription, System = RuntimeInformation.RuntimeIdentifier };
        if (context.Json)
        {
            context.Terminal.Json(new { version = version.Text, version.Runtime, version.System });
        }
        else
        {
            context.Terminal.Output.WriteLine($"marketing {version.Text} ({version.Runtime}, {version.System})");
        }

        return Task.FromResult(ExitStatus.Succeeded);
    }
}
