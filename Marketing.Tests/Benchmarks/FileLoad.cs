using System.Diagnostics;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Import of a long file of events, with the peak memory of the process: <c>dotnet run -c Release --project Marketing.Tests --
/// file-load [rows]</c>. The file is written row by row before, so that only the import can need memory.
/// </summary>
internal static class FileLoad
{
    public const string Name = "file-load";
    private const int UsualRows = 5_000_000;

    public static async Task RunAsync(string[] arguments)
    {
        var rows = arguments.Length > 0 ? int.Parse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture) : UsualRows;
        var path = EventFileBenchmarks.Write(rows, seed: 1);
        using var shop = new MeasuredShop();
        var files = shop.Get<IFileImports>();
        var before = Peak();
        var watch = Stopwatch.StartNew();
        var look = ((LookOutcome.Seen)await files.LookAsync(path, "events.csv", null, "events", CancellationToken.None)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(path, "events.csv", "benchmark", "events", look.Form, look.Columns), owned: false, CancellationToken.None);
        var outcome = await files.RunAsync(job.Id, new Told(watch), CancellationToken.None);
        watch.Stop();
        var said = outcome is ImportOutcome.Applied(var summary) ? $"{summary.Lines:N0} of {rows:N0} rows taken over" : $"{outcome}";
        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Trim() : "unknown";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{said} in {watch.Elapsed.TotalSeconds:0.0} s: {rows / watch.Elapsed.TotalSeconds:N0} rows/s; peak memory {Peak() / 1e6:N0} MB ({before / 1e6:N0} MB before the import); load average {load}"));
        File.Delete(path);
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private sealed class Told(Stopwatch watch) : IProgress<Progress>
    {
        private TimeSpan _last;

        public void Report(Progress value)
        {
            if (watch.Elapsed - _last > TimeSpan.FromSeconds(5))
            {
                _last = watch.Elapsed;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0} s: {value.Note}"));
            }
        }
    }
}
