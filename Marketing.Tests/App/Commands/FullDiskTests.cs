using System.Diagnostics;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_full_disk_is_named_and_what_was_there_stays()
    {
        using var disk = new SmallDisk();
        using var folder = new EmptyFolder();
        const string header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
        await File.WriteAllTextAsync(folder.File("few.csv"), header + "1,10002,THING,2,2011-01-01 10:00:00,2.5,12345,United Kingdom\n");
        await File.WriteAllTextAsync(folder.File("many.csv"), header + string.Concat(Enumerable.Range(10, 200_000).Select(i => $"{i},{10000 + (i % 4000)},THING,2,2011-01-{1 + (i % 28):00} 10:00:00,2.5,{12345 + (i % 3000)},United Kingdom\n")));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(folder.Path, "import", "few.csv", "--data", disk.Path)).Status);

        var (status, _, error) = await ProgramRun.ToEndAsync(folder.Path, "import", "many.csv", "--data", disk.Path);
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("The disk is full", error);
        Assert.DoesNotContain("   at ", error);

        disk.Grow();
        var doctor = await ProgramRun.ToEndAsync(folder.Path, "doctor", "--data", disk.Path, "--urls", "http://127.0.0.1:0");
        Assert.Contains("ok    database", doctor.Output);
        var again = await ProgramRun.ToEndAsync(folder.Path, "import", "few.csv", "--data", disk.Path);
        Assert.Contains("nothing changed", again.Output);
        var all = await ProgramRun.ToEndAsync(folder.Path, "import", "many.csv", "--data", disk.Path);
        Assert.Equal(ExitStatus.Succeeded, all.Status);
    }

    /// <summary>A disk of three megabytes, in memory.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly EmptyFolder _place = new();

        public SmallDisk() => Assert.True(Run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", _place.Path));

        public string Path => _place.Path;

        public void Grow() => Assert.True(Run("mount", "-o", "remount,size=200m", _place.Path));

        public void Dispose()
        {
            Run("umount", _place.Path);
            _place.Dispose();
        }

        public static bool Run(string command, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        public SmallDiskFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !Mounts())
            {
                Skip = "A small disk can only be mounted by root on Linux.";
            }
        }

        private static bool Mounts()
        {
            try
            {
                using var disk = new SmallDisk();
                return true;
            }
            catch (Xunit.Sdk.XunitException)
            {
                return false;
            }
        }
    }
}
