using System.Diagnostics;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Marketing.Data.Events;

/// <summary>
/// Keeps the index of events small where it is written and short where it is read: a log-structured merge tree (O'Neil, Cheng,
/// Gawlick &amp; O'Neil 1996, "The log-structured merge-tree", Acta Informatica 33) within the store, so that it is committed, backed
/// up and taken back with the events. New events go into the open part; at 65,536 it is closed, and eight closed parts of a level
/// become one of the next, in order, beside whoever writes events. A merge that a process does not live to end is gone on with by the next.
/// </summary>
internal sealed partial class EventParts : IEventIndex, IDisposable
{
    // After each step, or twice as long as it took and waited, if that is more: what is copied and removed goes to disk a little at a
    // time, and live events do not wait for it.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly DataEventPartsStore _store;
    private readonly ILogger<EventParts> _log;
    private readonly int _size;
    private readonly int _fan;
    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private int _since;
    private int _working;

    public EventParts(DataEventPartsStore store, ILogger<EventParts> log)
        : this(store, log, size: 65_536, fan: 8)
    {
    }

    /// <param name="store">The parts.</param>
    /// <param name="log">Takes what failed.</param>
    /// <param name="size">Events of a part that is closed.</param>
    /// <param name="fan">Parts of a level that become one.</param>
    internal EventParts(DataEventPartsStore store, ILogger<EventParts> log, int size, int fan) => (_store, _log, _size, _fan) = (store, log, size, fan);

    /// <summary>Events were written. Looks after the parts in the background now and then.</summary>
    public void Note(int events)
    {
        if (Interlocked.Add(ref _since, events) >= _size / 4)
        {
            Wake();
        }
    }

    /// <summary>Looks after the parts in the background.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _working, 1) == 0)
        {
            Volatile.Write(ref _since, 0);
            _ = Task.Run(WorkAsync);
        }
    }

    /// <summary>Closes the open part if it is full: for a process that ends after it has written.</summary>
    public void Close()
    {
        try
        {
            _store.Close(_size);
        }
        catch (Exception e) when (e is OperatorException or SqliteException)
        {
            Failed(_log, e);
        }
    }

    /// <inheritdoc/>
    public async Task TendAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (var started = Stopwatch.GetTimestamp(); await StepAsync(cancellation).ConfigureAwait(false); started = Stopwatch.GetTimestamp())
            {
                var took = Stopwatch.GetElapsedTime(started) * 2;
                await Task.Delay(took > Pause ? took : Pause, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _one.Wait();
        _one.Release();
    }

    /// <summary>One step of what is due: a part that has become full meanwhile is closed, and what is small goes first.</summary>
    /// <returns>Whether there was something to do.</returns>
    internal async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var closed = await Task.Run(() => _store.Close(_size), cancellation).ConfigureAwait(false);
        var begun = await _store.UnfinishedAsync(cancellation).ConfigureAwait(false);
        if (await _store.FullLevelAsync(_fan, cancellation).ConfigureAwait(false) is { } level && (begun is null || level < begun.Level))
        {
            await _store.BeginAsync(level, _fan, cancellation).ConfigureAwait(false);
            return true;
        }

        switch (begun)
        {
            case { State: DataEventPartsStore.Growing }:
                await _store.GrowAsync(begun.Part, cancellation).ConfigureAwait(false);
                return true;
            case not null:
                await _store.DropAsync(begun.Part, cancellation).ConfigureAwait(false);
                return true;
            default:
                return closed;
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await TendAsync(_gone.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The program ends; the next start goes on.
        }
        catch (Exception e)
        {
            // A full disk: whoever writes next is told by the write itself, and events are found in the parts as they are.
            Failed(_log, e);
        }
        finally
        {
            Volatile.Write(ref _working, 0);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The index of events could not be put in order; it is tried again with the next events.")]
    private static partial void Failed(ILogger log, Exception e);
}
