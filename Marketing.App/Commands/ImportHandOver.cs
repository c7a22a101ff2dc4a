using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>Files handed over to the program that serves: copied into its folder, put into its queue, and watched until they have ended.</summary>
internal sealed class ImportHandOver(IFileImports files, UploadFolder uploads, DataFolder folder, ImportWork work, CommandContext context)
{
    private const string Step = "import";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // A file that is begun at once is not said to wait.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // A program that is started anew by its service manager is back by then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A file on its way: in the queue, or refused before.</summary>
    private sealed record Handed(string File, ImportJob? Job, ImportPlan? Plan, FileLook? Look, ImportOutcome.Refused? Refusal);

    public static ImportHandOver Of(ServiceProvider services, ImportWork work, CommandContext context) => new(
        services.GetRequiredService<IFileImports>(),
        ActivatorUtilities.CreateInstance<UploadFolder>(services),
        services.GetRequiredService<DataFolder>(),
        work,
        context);

    /// <summary>Hands files over, and watches them unless told not to.</summary>
    public async Task<int> RunAsync(string[] names, bool noWait, CancellationToken cancellation)
    {
        var handed = new List<Handed>();
        try
        {
            foreach (var name in names)
            {
                handed.Add(await HandOverAsync(name, cancellation));
                if (handed[^1].Job is { } job)
                {
                    await context.Terminal.Error.WriteLineAsync($"{job.Name}: handed to the program that serves, as number {job.Id} of its queue");
                }
            }

            return noWait ? await LeaveAsync(handed, cancellation) : await WatchAsync(handed, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return await GoAsync(handed);
        }
    }

    /// <summary>Takes a file out of the queue or stops it.</summary>
    public static async Task<int> CancelAsync(CommandContext context, long job, CancellationToken cancellation)
    {
        SharedFolder.RefuseWithoutShop(context);
        var (services, isServed) = await SharedFolder.OpenForFilesAsync(context, "Cancel it when that process has ended.", cancellation);
        await using (services)
        {
            var files = services.GetRequiredService<IFileImports>();
            if (await files.FindAsync(job, cancellation) is not { } file)
            {
                throw new OperatorException($"There is no file {job} in the queue.", "'marketing import' says the number when it hands a file over.", ExitStatus.BadInput);
            }

            if (!(isServed ? await files.AskToStopAsync(job, cancellation) : await files.CancelAsync(job, cancellation)))
            {
                throw TooLate(file);
            }

            for (ImportJob? now; (now = await files.FindAsync(job, cancellation))?.State != ImportJobState.Cancelled; await Task.Delay(Pause, cancellation))
            {
                if (now is null or { State: ImportJobState.Done or ImportJobState.Failed })
                {
                    throw TooLate(file);
                }

                if (!QueueHold.IsHeld(services.GetRequiredService<DataFolder>()))
                {
                    throw new OperatorException($"The program that serves stopped before the import of {file.Name} did.", "It is cancelled as soon as the program is started again.");
                }
            }

            context.Terminal.Output.WriteLine($"{file.Name}: cancelled; nothing of it was kept.");
            return ExitStatus.Succeeded;
        }
    }

    private static OperatorException TooLate(ImportJob file) =>
        new($"The import of {file.Name} has ended already.", "The page Imports of the dashboard shows it; an import that came in is taken back there or by 'marketing import --undo N'.", ExitStatus.BadInput);

    private async Task<Handed> HandOverAsync(string file, CancellationToken cancellation)
    {
        var name = Path.GetFileName(file);
        var (copy, refusal) = await CopyAsync(file, name, cancellation);
        if (copy is null)
        {
            return new Handed(file, null, null, null, refusal);
        }

        try
        {
            var (plan, look, refused) = await work.PlanAsync(file, copy, name, cancellation);
            if (plan is null || look is null)
            {
                uploads.Remove(copy);
                return new Handed(file, null, null, null, refused);
            }

            // As when the command is alone: the reader of orders finds the columns by their names and the order of dates in all rows.
            var told = work.TellsAll(plan, look) ? plan with { Columns = new Dictionary<string, string>(), Form = plan.Form with { Dates = "unknown" } } : plan;
            return new Handed(file, await files.EnqueueAsync(told, owned: true, cancellation), plan, look, null);
        }
        catch
        {
            uploads.Remove(copy);
            throw;
        }
    }

    private async Task<(string? Copy, ImportOutcome.Refused? Refusal)> CopyAsync(string file, string name, CancellationToken cancellation)
    {
        try
        {
            await using var source = new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
            return source.CanSeek
                ? (await uploads.KeepAsync(name, source, _ => { }, cancellation), null)
                : (null, new ImportOutcome.Refused(name, 0, null, "This is a pipe or a device, which can be read only once.", "Write the rows to a file and import that."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new ImportOutcome.Refused(name, 0, null, $"The file cannot be handed over: {e.Message}", "Let this user read it, and see that the data folder has room for a copy of it; then import it again."));
        }
    }

    private async Task<int> LeaveAsync(List<Handed> handed, CancellationToken cancellation)
    {
        foreach (var one in handed.Where(one => one.Job is not null))
        {
            await work.RememberAsync(one.Plan!, one.Look!, cancellation);
        }

        ImportReport.Print(context, [.. handed.Select(one => (one.File, one.Job, one.Refusal))]);
        return ImportCommand.Status(handed.Select(one => one.Refusal));
    }

    private async Task<int> WatchAsync(List<Handed> handed, CancellationToken cancellation)
    {
        var ends = await StepConsole.WatchAsync(context.Terminal, async progress =>
        {
            var ended = new List<FileEnd>();
            foreach (var one in handed)
            {
                ended.Add(one.Job is { } job ? await EndOfAsync(one, job, progress, cancellation) : new FileEnd(one.File, one.Refusal, null));
            }

            return ended;
        });
        return await ImportReport.PrintAsync(context, work, ends, cancellation);
    }

    private async Task<FileEnd> EndOfAsync(Handed one, ImportJob job, IProgress<Progress> progress, CancellationToken cancellation)
    {
        var (waited, unserved) = (TimeSpan.Zero, TimeSpan.Zero);
        var step = Step;
        FileEnd end;
        while ((end = await FileEnd.OfAsync(one.File, () => files.OutcomeAsync(job.Id, cancellation))).IsOpen)
        {
            unserved = QueueHold.IsHeld(folder) ? TimeSpan.Zero : unserved + Pause;
            waited += Pause;
            if (unserved >= Patience)
            {
                throw new OperatorException("The program that serves has stopped.", $"{job.Name} waits in its queue and goes on when it is started again; 'marketing import --cancel {job.Id}' takes it out.");
            }

            if (unserved > Soon)
            {
                progress.Report(new Progress("queue", null, $"{job.Name} waits until the program that serves is back"));
            }
            else if (await files.FindAsync(job.Id, cancellation) is { Reached: { } reached })
            {
                step = reached.Step;
                progress.Report(reached);
            }
            else if (waited >= Soon)
            {
                progress.Report(new Progress("queue", null, $"{job.Name} waits for its turn"));
            }

            await Task.Delay(Pause, cancellation);
        }

        if (end.Outcome is ImportOutcome.Applied(var summary) && step == Step)
        {
            progress.Report(new Progress(Step, 1, Counted.Of(summary.Rows, "row")));
        }

        if (end.Outcome is ImportOutcome.Applied or ImportOutcome.AlreadyThere)
        {
            await work.RememberAsync(one.Plan!, one.Look!, cancellation);
        }

        return end;
    }

    private async Task<int> GoAsync(List<Handed> handed)
    {
        await context.Terminal.Error.WriteLineAsync("marketing: Stopped.");
        foreach (var job in handed.Select(one => one.Job).OfType<ImportJob>())
        {
            if (await files.FindAsync(job.Id, CancellationToken.None) is { State: ImportJobState.Waiting or ImportJobState.Working })
            {
                await context.Terminal.Error.WriteLineAsync($"           The import of {job.Name} goes on in the program that serves; 'marketing import --cancel {job.Id}' stops it.");
            }
        }

        return ExitStatus.Stopped;
    }
}
