using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Marketing.Model.Training;

/// <summary>How the process of a training is started: this very program with another command.</summary>
/// <param name="file">Executable.</param>
/// <param name="arguments">Its arguments.</param>
internal sealed class WorkerProgram(string file, params IReadOnlyList<string> arguments)
{
    /// <summary>The hidden command of the program.</summary>
    public const string Command = "train-worker";

    /// <summary>This program: one file, or an assembly that <c>dotnet</c> runs.</summary>
    public static WorkerProgram OfThis()
    {
        var path = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(path).Equals("dotnet", StringComparison.OrdinalIgnoreCase) && Assembly.GetEntryAssembly()?.Location is { Length: > 0 } entry
            ? new WorkerProgram(path, entry, Command)
            : new WorkerProgram(path, Command);
    }

    /// <summary>What is to be started.</summary>
    /// <param name="folder">Folder in which it works.</param>
    /// <param name="memoryBytes">Memory that it may take; the runtime holds it to that.</param>
    public ProcessStartInfo Start(string folder, long memoryBytes)
    {
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The runtime reads it as a hexadecimal number.
        start.Environment["DOTNET_GCHeapHardLimit"] = memoryBytes.ToString("X", CultureInfo.InvariantCulture);
        // The dump of a process that was ended for its memory is as large as that memory, and holds the shop.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }
}
