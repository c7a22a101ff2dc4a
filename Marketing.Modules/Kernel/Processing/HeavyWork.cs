using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketing.Kernel.Processing;

/// <summary>
/// Where long computations run: on threads of their own, one a processor, that give way to the threads that answer requests and
/// write live facts. In the thread pool a loop over the processors would hold all its threads, and every answer would wait for it.
/// What somebody waits for in front of a page does not belong here.
/// </summary>
internal static class HeavyWork
{
    private const int ThisThread = 0;
    private const int Nice = 10;

    // Below the long computations of the program that serves.
    private const int NiceOfProcess = 15;

    // One processor has two threads, so that a short computation does not wait for the end of a long one.
    private static readonly Threads Scheduler = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Processors that loops use; at start, all there are.</summary>
    public static int Processors { get; set => field = Math.Clamp(value, 1, Environment.ProcessorCount); } = Environment.ProcessorCount;

    /// <summary>Bounds of a parallel loop over all processors; the calling thread takes part, and ends the loop alone when all others are busy.</summary>
    public static ParallelOptions Loop(CancellationToken cancellation) => new()
    {
        CancellationToken = cancellation,
        MaxDegreeOfParallelism = Processors,
        TaskScheduler = Scheduler,
    };

    /// <summary>Lets a thread of its own that does long work give way, too. .NET leaves the priority of a thread alone on Linux, where each has its own niceness.</summary>
    public static void GiveWay()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;

        // A refusal costs nothing but the courtesy.
        if (OperatingSystem.IsLinux())
        {
            _ = setpriority(0, ThisThread, Math.Max(Nice, getpriority(0, ThisThread)));
        }
    }

    /// <summary>Lets a whole process that was started for long work give way to the one that serves: the threads that it has, and with them those that they start.</summary>
    public static void GiveWayAsProcess()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
            return;
        }

        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            _ = setpriority(0, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), NiceOfProcess);
        }
    }

    /// <summary>Runs a computation that reads no file and waits for nothing.</summary>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, cancellation, TaskCreationOptions.DenyChildAttach, Scheduler);

    /// <summary>Runs long work that waits for a file on a thread of its own that gives way: it stands behind no computation, which may take minutes.</summary>
    public static Task<T> BesideAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            GiveWay();
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    private sealed class Threads : TaskScheduler
    {
        private readonly BlockingCollection<Task> _waiting = [];
        private readonly int _count;

        public Threads(int count)
        {
            _count = count;
            for (var i = 0; i < count; i++)
            {
                new Thread(Work) { IsBackground = true, Name = "heavy work" }.Start();
            }
        }

        public override int MaximumConcurrencyLevel => _count;

        protected override IEnumerable<Task> GetScheduledTasks() => _waiting;

        protected override void QueueTask(Task task) => _waiting.Add(task);

        // A task that a waiter took is passed over when its turn comes.
        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

        private void Work()
        {
            GiveWay();
            foreach (var task in _waiting.GetConsumingEnumerable())
            {
                TryExecuteTask(task);
            }
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int setpriority(int which, int who, int priority);

    [DllImport("libc")]
    private static extern int getpriority(int which, int who);
}
