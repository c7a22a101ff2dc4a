using System.CommandLine;

namespace Marketing.App.Commands;

internal static class DoctorCommand
{
    public const string Help = """
        Check the data folder, the database, backups, disk, settings and address, and say what to do.
        It changes nothing and may be run while the program serves. Exit status 1 when a check fails.

        Examples:
          marketing doctor
          marketing doctor --data /srv/shop --json
        """;

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        var findings = await new Diagnosis(context, TimeProvider.System).RunAsync(cancellation);
        var failed = findings.Any(finding => finding.Status == "fail");
        if (context.Json)
        {
            context.Terminal.Json(new { ok = !failed, findings });
        }
        else
        {
            foreach (var finding in findings)
            {
                await context.Terminal.Output.WriteLineAsync($"{finding.Status,-4}  {finding.Check,-12}  {finding.Found}");
                if (finding.Fix is not null)
                {
                    await context.Terminal.Output.WriteLineAsync($"                    {finding.Fix}");
                }
            }
        }

        return failed ? ExitStatus.Failed : ExitStatus.Succeeded;
    }
}
