using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Marketing.Model.Training;

/// <summary>How the process of a training ended.</summary>
internal abstract record WorkerEnd
{
    /// <summary>The model file is written.</summary>
    public sealed record Done(TrainingCost Cost) : WorkerEnd;

    /// <summary>It was asked to stop and has.</summary>
    public sealed record Stopped : WorkerEnd;

    /// <summary>It gave no model.</summary>
    /// <param name="Message">What happened.</param>
    /// <param name="Fix">What a person can do about it.</param>
    /// <param name="IsLost">Whether the training itself failed, and would again from its checkpoint; else something outside ended it.</param>
    public sealed record Failed(string Message, string Fix, bool IsLost = false) : WorkerEnd;
}

/// <summary>Runs the process of one training and reads what it tells.</summary>
/// <param name="program">How it is started.</param>
/// <param name="grace">How long it may take to end after it was asked to.</param>
internal sealed class WorkerProcess(WorkerProgram program, TimeSpan grace)
{
    private const int Kill = 128 + 9;
    private const int LongestQuote = 80;
    private const int KeptError = 4000;

    /// <summary>Runs a training to its end.</summary>
    /// <param name="job">What it is to do.</param>
    /// <param name="folder">Folder in which it works.</param>
    /// <param name="told">Takes each line, in order.</param>
    /// <param name="complained">Takes what stood on standard error, when something did.</param>
    /// <param name="stop">Asks it to stop, and ends it when it does not.</param>
    public async Task<WorkerEnd> RunAsync(TrainingJob job, string folder, Action<WorkerLine> told, Action<string> complained, CancellationToken stop)
    {
        using var process = new Process { StartInfo = program.Start(folder, job.MemoryBytes) };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return new WorkerEnd.Failed(TrainingNotes.NotStarted(process.StartInfo.FileName, e.Message), TrainingNotes.StartFix);
        }

        try
        {
            return await FollowAsync(process, job, told, complained, stop).ConfigureAwait(false);
        }
        finally
        {
            End(process);
        }
    }

    private async Task<WorkerEnd> FollowAsync(Process process, TrainingJob job, Action<WorkerLine> told, Action<string> complained, CancellationToken stop)
    {
        var complaints = ReadErrorAsync(process.StandardError);
        await SayAsync(process, job).ConfigureAwait(false);
        using var asked = stop.Register(() => Ask(process));
        WorkerLine? last = null;
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } text)
        {
            if (WorkerLine.Read(text) is not { } line)
            {
                End(process);
                return new WorkerEnd.Failed(TrainingNotes.NotUnderstood(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text), TrainingNotes.NotUnderstoodFix(process.StartInfo.FileName));
            }

            last = line;
            told(line);
        }

        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var error = await complaints.ConfigureAwait(false);
        if (error.Length > 0)
        {
            complained(error);
        }

        return stop.IsCancellationRequested && last?.End is null ? new WorkerEnd.Stopped() : EndOf(process.ExitCode, last, error, job);
    }

    private static WorkerEnd EndOf(int status, WorkerLine? last, string error, TrainingJob job) =>
        (status, last) switch
        {
            ((int)WorkerExit.Done, { End: { } cost }) => new WorkerEnd.Done(cost),
            (_, { Error: { } told }) => new WorkerEnd.Failed(told.Message, told.Fix, IsLost: true),
            ((int)WorkerExit.OutOfMemory, _) => OutOfMemory(job),
            _ when error.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || error.Contains("heap hard limit", StringComparison.OrdinalIgnoreCase) || error.Contains("OutOfMemoryException", StringComparison.Ordinal) => OutOfMemory(job),
            (Kill, _) => new WorkerEnd.Failed(TrainingNotes.Killed, TrainingNotes.Afterwards),
            ((int)WorkerExit.Done, _) => new WorkerEnd.Failed(TrainingNotes.WithoutModel, TrainingNotes.Afterwards),
            _ => new WorkerEnd.Failed(TrainingNotes.EndedWith(status), TrainingNotes.Afterwards),
        };

    private static WorkerEnd.Failed OutOfMemory(TrainingJob job) => new(TrainingNotes.OutOfMemory(job.MemoryBytes), TrainingNotes.OutOfMemoryFix(job.Kind), IsLost: true);

    // One that ended before it was told what to do is judged by its end.
    private static async Task SayAsync(Process process, TrainingJob job)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(job.Write()).ConfigureAwait(false);
            await process.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            return;
        }
    }

    // The end of its input asks it to stop; the same happens when this program dies.
    private void Ask(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It is gone already.
        }

        _ = EndAfterAsync(process);
    }

    private async Task EndAfterAsync(Process process)
    {
        try
        {
            using var patience = new CancellationTokenSource(grace);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            End(process);
        }
        catch (InvalidOperationException)
        {
            // It was let go of meanwhile.
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended in this instant.
        }
    }

    // All of it is read, or the process would wait for a reader; its beginning is kept.
    private static async Task<string> ReadErrorAsync(StreamReader error)
    {
        var kept = new StringBuilder();
        while (await error.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (kept.Length < KeptError)
            {
                kept.AppendLine(line);
            }
        }

        return kept.ToString().Trim();
    }
}

/// <summary>What the process of a training wrote to standard error: its first line for the console, all of it for the log file.</summary>
internal sealed class WorkerComplaint(string text) : Exception(text.Split('\n')[0].Trim())
{
    public override string ToString() => text;
}
