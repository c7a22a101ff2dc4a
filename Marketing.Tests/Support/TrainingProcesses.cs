using System.Diagnostics;

namespace Marketing.Tests.Support;

/// <summary>Processes of trainings, found by the folder in which they work.</summary>
internal static class TrainingProcesses
{
    /// <summary>Those of a data folder.</summary>
    public static IReadOnlyList<Process> Of(string work) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _) && TargetOf($"/proc/{name}/cwd") == work).Select(name => Find(int.Parse(name!))).OfType<Process>()];

    private static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            // It has ended in this instant.
            return null;
        }
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
