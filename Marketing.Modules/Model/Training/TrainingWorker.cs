using System.Diagnostics;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;

namespace Marketing.Model.Training;

/// <summary>What the process of a training does: reads the snapshot, fits, writes the model file, and tells of it.</summary>
internal sealed class TrainingWorker(ISnapshotFiles snapshots, IEnumerable<IRecommenderMethod> methods) : ITrainingWorker
{
    // Asking the system what the process has used takes longer than a small step does.
    private static readonly TimeSpan SpentEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _telling = new();
    private long _started;
    private long _spentTold;

    public void GiveWay() => HeavyWork.GiveWayAsProcess();

    public async Task<WorkerExit> RunAsync(string job, TextWriter output, CancellationToken cancellation)
    {
        if (TrainingJob.Read(job) is not { } wanted || methods.FirstOrDefault(method => method.Kind == wanted.Kind) is not { } method)
        {
            Tell(output, new WorkerLine(Error: new WorkerError(TrainingNotes.UnknownJob, TrainingNotes.UnknownJobFix)));
            return WorkerExit.BadJob;
        }

        HeavyWork.Processors = wanted.Threads;
        try
        {
            var snapshot = await snapshots.ReadAsync(wanted.Snapshot, cancellation).ConfigureAwait(false);
            var values = ParameterValues.Of(method.Kind, method.Parameters, wanted.Parameters);
            _started = Stopwatch.GetTimestamp();
            var model = await HeavyWork.RunAsync(() => Fit(method, snapshot, values, wanted, output, cancellation), cancellation).ConfigureAwait(false);
            var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            await WriteAsync(wanted.Model, ModelFiles.Pack(model), cancellation).ConfigureAwait(false);
            Tell(output, new WorkerLine(End: Spent() with { Seconds = seconds }));
            return WorkerExit.Done;
        }
        catch (Exception e)
        {
            return Explain(Cause(e), output, cancellation);
        }
    }

    private StoredRecommender Fit(IRecommenderMethod method, ShopSnapshot snapshot, ParameterValues values, TrainingJob job, TextWriter output, CancellationToken cancellation)
    {
        if (method.Obstacle(snapshot, values) is { } obstacle)
        {
            throw new OperatorException($"{obstacle}.", TrainingNotes.ObstacleFix(method.Kind));
        }

        if (method is not ILongMethod longMethod || !longMethod.IsLong(values))
        {
            return method.Fit(snapshot, values, new Shares(share => Tell(output, new WorkerLine(Share: share, Spent: SpentNowAndThen()))), cancellation);
        }

        var goesOn = false;
        var care = new TrainingCare
        {
            Checkpoint = job.Checkpoint,
            Data = snapshots.HashOf(job.Snapshot),
            CheckpointEvery = TimeSpan.FromSeconds(job.CheckpointSeconds),
            WarmStart = job.WarmStart,
            // The snapshot is in the same memory.
            MemoryBytes = Math.Max(0, job.MemoryBytes - GC.GetTotalMemory(forceFullCollection: true)),
            Threads = Math.Min(job.Threads, Environment.ProcessorCount),
            Watch = point => Tell(output, new WorkerLine(point, Spent: SpentNowAndThen())),
            Note = note => Tell(output, new WorkerLine(Note: note)),
            GoesOn = () => goesOn = true,
        };
        var model = longMethod.Fit(snapshot, values, care, cancellation);
        if (job.WarmStart is not null && !goesOn)
        {
            Tell(output, new WorkerLine(FromChance: true));
        }

        return model;
    }

    // Of what several threads met at once, the want of memory explains the rest.
    private static Exception Cause(Exception e) => e is not AggregateException several ? e
        : several.Flatten().InnerExceptions is var all && all.FirstOrDefault(one => one is OutOfMemoryException) is { } memory ? memory
        : all.FirstOrDefault(one => one is OperatorException) ?? all[0];

    private WorkerExit Explain(Exception e, TextWriter output, CancellationToken cancellation)
    {
        switch (e)
        {
            case OperationCanceledException when cancellation.IsCancellationRequested:
                return WorkerExit.Stopped;
            case OutOfMemoryException:
                return WorkerExit.OutOfMemory;
            case OperatorException told:
                Tell(output, new WorkerLine(Error: new WorkerError(told.Message, told.Fix)));
                return WorkerExit.Failed;
            default:
                // The other side keeps what stands on standard error in its log.
                Console.Error.WriteLine(e);
                Tell(output, new WorkerLine(Error: new WorkerError(TrainingNotes.WorkerUnexpected(e.Message.ReplaceLineEndings(" ")), TrainingNotes.SeeLog)));
                return WorkerExit.Failed;
        }
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
            await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException(TrainingNotes.ModelUnwritable(path, e.Message), TrainingNotes.SpaceFix, inner: e);
        }
    }

    private TrainingCost Spent()
    {
        using var process = Process.GetCurrentProcess();
        return new TrainingCost(Stopwatch.GetElapsedTime(_started).TotalSeconds, process.TotalProcessorTime.TotalSeconds, process.PeakWorkingSet64);
    }

    private TrainingCost? SpentNowAndThen()
    {
        var now = Stopwatch.GetTimestamp();
        if (_spentTold != 0 && Stopwatch.GetElapsedTime(Interlocked.Read(ref _spentTold), now) < SpentEvery)
        {
            return null;
        }

        Interlocked.Exchange(ref _spentTold, now);
        return Spent();
    }

    // Methods may tell from several threads.
    private void Tell(TextWriter output, WorkerLine line)
    {
        lock (_telling)
        {
            output.WriteLine(line.Write());
            output.Flush();
        }
    }

    private sealed class Shares(Action<double> tell) : IProgress<Progress>
    {
        private double _told = -1;

        public void Report(Progress value)
        {
            // A hundred lines say as much as a million.
            if (value.Share is { } share && Math.Abs(share - _told) >= 0.01)
            {
                tell(_told = share);
            }
        }
    }
}
