using Marketing.Kernel;

namespace Marketing.App.Jobs;

/// <summary>A run whose steps are also told to somebody who waits at a console: a step has ended when its share is 1.</summary>
internal sealed class WatchedRun(IActiveRun run, IProgress<Progress>? watcher)
{
    public Task StepAsync(string name, Func<IProgress<Progress>, CancellationToken, Task<string?>> work, bool always = false) => run.StepAsync(
        name,
        async (progress, cancellation) =>
        {
            watcher?.Report(new Progress(name));
            var note = await work(watcher is null ? progress : new Both(progress, watcher, name), cancellation);
            watcher?.Report(new Progress(name, 1, note));
            return note;
        },
        always);

    private sealed class Both(IProgress<Progress> first, IProgress<Progress> second, string step) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            first.Report(value);
            // Only the end of the step itself may say 1.
            second.Report(value with { Step = step, Share = value.Share is >= 1 ? 0.999 : value.Share });
        }
    }
}

/// <summary>Part of a step: its shares are mapped into a stretch of the whole.</summary>
internal sealed class PartProgress(IProgress<Progress> whole, int part, int parts, string? note = null) : IProgress<Progress>
{
    public void Report(Progress value) => whole.Report(value with { Share = (part + (value.Share ?? 0)) / parts, Note = note ?? value.Note });
}
