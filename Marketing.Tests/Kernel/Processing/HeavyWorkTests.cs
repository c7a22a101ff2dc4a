using System.Globalization;
using Marketing.Kernel.Processing;
using Marketing.Tests.Support;

namespace Marketing.Tests.Kernel.Processing;

public class HeavyWorkTests
{
    [Fact]
    public async Task Its_threads_give_way_to_others()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var nice = await HeavyWork.RunAsync(() => Niceness("/proc/thread-self/stat"), default);

        Assert.Equal(10, nice);
        Assert.Equal(0, Niceness("/proc/self/stat"));
    }

    [Fact]
    public async Task A_loop_ends_on_the_calling_thread_while_all_others_are_busy()
    {
        using var busy = new BusyThreads();
        var seen = new int[1000];

        var loop = Task.Run(() => Parallel.For(0, seen.Length, HeavyWork.Loop(default), i => seen[i]++));
        var ended = await Task.WhenAny(loop, Task.Delay(TimeSpan.FromSeconds(30)));
        await busy.EndAsync();

        Assert.Same(loop, ended);
        Assert.All(seen, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task What_is_cancelled_before_its_turn_does_not_run() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HeavyWork.RunAsync(() => true, new CancellationToken(canceled: true)));

    // Field 19; the name in brackets may hold spaces.
    private static int Niceness(string path)
    {
        var stat = File.ReadAllText(path);
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
