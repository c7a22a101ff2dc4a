using System.Diagnostics;
using System.Threading.Channels;
using Marketing.Data.Events;
using Marketing.Data.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Intake;

/// <summary>
/// Group commit: callers queue, one loop stores what waits in one transaction and answers once it is on disk. While one commit is
/// on its way to the disk the next group gathers, so that the cost of a commit is shared by everybody who waits.
/// </summary>
internal sealed class IntakeWriter : IDisposable
{
    private readonly DataIntakeStore _store;
    private readonly LiveEvents _live;
    private readonly SnapshotRenewal _renewal;
    private readonly EventParts _parts;
    private readonly TimeSpan _slice;
    private readonly TimeSpan _patience;
    private readonly Channel<IntakeBatch> _waiting;
    private readonly List<IntakeBatch> _written = [];
    private readonly Task _loop;
    private IntakeBatch? _open;

    public IntakeWriter(DataIntakeStore store, LiveEvents live, SnapshotRenewal renewal, EventParts parts, IOptions<DataOptions> options)
    {
        var intake = options.Value.Intake;
        (_store, _live, _renewal, _parts) = (store, live, renewal, parts);
        _slice = TimeSpan.FromMilliseconds(intake.SliceMilliseconds);
        _patience = TimeSpan.FromSeconds(intake.PlaceSeconds);
        _waiting = Channel.CreateBounded<IntakeBatch>(new BoundedChannelOptions(intake.Waiting) { SingleReader = true });
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Stores a batch; returns once it is on disk.</summary>
    /// <exception cref="IntakeFullException">There was no place for it in time; nothing of it was taken.</exception>
    public async Task WriteAsync(IntakeBatch batch, CancellationToken cancellation)
    {
        // What is wrong with every item needs no writer.
        if (batch.Outcomes.All(outcome => outcome is ItemOutcome.Rejected))
        {
            _live.Add([batch]);
            return;
        }

        await QueueAsync(batch, cancellation).ConfigureAwait(false);
        await batch.Done.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    // Whoever finds no place in time is told so, instead of holding a connection and its rows for as long as the disk is slow.
    private async ValueTask QueueAsync(IntakeBatch batch, CancellationToken cancellation)
    {
        if (_waiting.Writer.TryWrite(batch))
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_patience);
        try
        {
            await _waiting.Writer.WriteAsync(batch, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IntakeFullException(_patience);
        }
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _loop.Wait();
    }

    private async Task LoopAsync()
    {
        while (_open is not null || await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _written.Clear();
            try
            {
                await _store.WriteAsync(WriteSlice).ConfigureAwait(false);
                _live.Add(_written);
                _renewal.Note(_written);
                _parts.Note(_written.Sum(batch => batch.Count));
                _written.ForEach(batch => batch.Done.TrySetResult());
            }
            catch (Exception e)
            {
                // A full disk, a closed store: nobody of this group is told that it is stored. Sent again, it is known by its ids.
                Fail(e);
            }
        }
    }

    private void WriteSlice(IIntakeRows rows)
    {
        var started = Stopwatch.GetTimestamp();
        while (_open is not null || _waiting.Reader.TryRead(out _open))
        {
            while (_open.Next < _open.Count)
            {
                _open.Write(rows, _open.Next++);
                if (Stopwatch.GetElapsedTime(started) >= _slice)
                {
                    break;
                }
            }

            if (_open.Next < _open.Count)
            {
                return;
            }

            _written.Add(_open);
            _open = null;
            if (Stopwatch.GetElapsedTime(started) >= _slice)
            {
                return;
            }
        }
    }

    private void Fail(Exception e)
    {
        if (_open is not null)
        {
            _written.Add(_open);
            _open = null;
        }

        // A failure before the first batch was opened would come again and again for nobody: the batch that waits is told.
        if (_written.Count == 0 && _waiting.Reader.TryRead(out var next))
        {
            _written.Add(next);
        }

        _written.ForEach(batch => batch.Done.TrySetException(e));
    }
}
