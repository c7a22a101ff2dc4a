using Marketing.Data.Sql;
using Microsoft.Extensions.Logging;

namespace Marketing.Data.Events;

/// <summary>
/// Keeps the index of events small where it is written and short where it is read: a log-structured merge tree (O'Neil, Cheng,
/// Gawlick &amp; O'Neil 1996, "The log-structured merge-tree", Acta Informatica 33) within the store, so that it is committed, backed
/// up and taken back with the events. New events go into the open part; at 65,536 it is closed, and eight closed parts of a level
/// become one of the next, in order, beside whoever writes events.
/// </summary>
internal sealed partial class EventParts : IDisposable
{
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
        if (Interlocked.Add(ref _since, events) >= _size / 4 && Interlocked.Exchange(ref _working, 1) == 0)
        {
            Volatile.Write(ref _since, 0);
            _ = Task.Run(WorkAsync);
        }
    }

    /// <summary>Does everything that is due.</summary>
    public async Task TendAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (await StepAsync(cancellation).ConfigureAwait(false))
            {
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

    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var closed = await _store.CloseAsync(_size).ConfigureAwait(false);
        if (await _store.UnfinishedAsync().ConfigureAwait(false) is { } part)
        {
            await _store.DropAsync(part, cancellation).ConfigureAwait(false);
            return true;
        }

        var (level, parts) = await _store.DueAsync(_fan).ConfigureAwait(false);
        if (parts.Length > 0)
        {
            await _store.MergeAsync(level, parts, cancellation).ConfigureAwait(false);
            return true;
        }

        return closed;
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
