using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Moves the log of writings into the file beside the writer, so that no commit waits for it: a passive checkpoint on a connection
/// of its own, some time after something was written. Only when the log has grown long, the writer stands still for what was
/// written during that checkpoint, so that the log begins anew. It waits for no reader while it holds the writer: a log that is read
/// is tried again.
/// </summary>
/// <param name="open">Opens the connection.</param>
/// <param name="writer">Held by whoever writes.</param>
internal sealed class LogCare(Func<SqliteConnection> open, SemaphoreSlim writer) : IDisposable
{
    private const int LongLog = 32_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _owing = new();
    private SqliteConnection? _connection;
    private Task _emptied = Task.CompletedTask;
    private int _due;

    /// <summary>Something was written.</summary>
    public void Note()
    {
        if (Volatile.Read(ref _due) == 0 && Interlocked.Exchange(ref _due, 1) == 0)
        {
            _ = Task.Run(MoveSoonAsync);
        }
    }

    /// <summary>Ends once the log was emptied after an attempt that was given up; faulted or cancelled when the program ended before.</summary>
    public Task Emptied
    {
        get
        {
            lock (_owing)
            {
                return _emptied;
            }
        }
    }

    /// <summary>Moves everything and cuts the log to nothing. While somebody reads from the log the writer is let go and it is tried again.</summary>
    /// <param name="patience">When to give up; from then on it is tried in the background until it succeeds.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether the log was emptied.</returns>
    public async Task<bool> EmptyAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var (started, pause) = (Stopwatch.GetTimestamp(), ShortPause);
        while (!await TryEmptyAsync(cancellation).ConfigureAwait(false))
        {
            if (Stopwatch.GetElapsedTime(started) >= patience)
            {
                Owe();
                return false;
            }

            await Task.Delay(pause, cancellation).ConfigureAwait(false);
            pause = pause < Pause ? pause * 2 : Pause;
        }

        return true;
    }

    public void Dispose()
    {
        _gone.Cancel();
        _one.Wait();
        _connection?.Dispose();
        _connection = null;
        _one.Release();
    }

    private async Task MoveSoonAsync()
    {
        try
        {
            await Task.Delay(Pause, _gone.Token).ConfigureAwait(false);
            Volatile.Write(ref _due, 0);
            if (Move() < LongLog)
            {
                return;
            }

            await writer.WaitAsync(_gone.Token).ConfigureAwait(false);
            try
            {
                Move();
            }
            finally
            {
                writer.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SqliteException)
        {
            // The program ends, or the disk fails: then the next commit tells its caller. The log keeps what was not moved.
            Volatile.Write(ref _due, 0);
        }
    }

    private void Owe()
    {
        lock (_owing)
        {
            if (_emptied.IsCompleted)
            {
                _emptied = Task.Run(EmptySometimeAsync);
            }
        }
    }

    private async Task EmptySometimeAsync()
    {
        var emptied = false;
        while (!emptied)
        {
            await Task.Delay(Pause, _gone.Token).ConfigureAwait(false);
            emptied = await TryEmptyAsync(_gone.Token).ConfigureAwait(false);
        }
    }

    // Most is moved beside the writer, which stands still for the rest alone.
    private async Task<bool> TryEmptyAsync(CancellationToken cancellation)
    {
        await Task.Run(Move, cancellation).ConfigureAwait(false);
        await writer.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Checkpoint("pragma wal_checkpoint(truncate)", row => row.GetInt64(0) == 0), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            writer.Release();
        }
    }

    // Pages of the log, moved or not.
    private long Move() => Checkpoint("pragma wal_checkpoint(passive)", row => row.GetInt64(1));

    private T Checkpoint<T>(string pragma, Func<SqliteDataReader, T> read)
    {
        _one.Wait(_gone.Token);
        try
        {
            _gone.Token.ThrowIfCancellationRequested();
            using var command = Connection().CreateCommand();
            command.CommandText = pragma;
            using var row = command.ExecuteReader();
            return row.Read() ? read(row) : throw new InvalidOperationException($"{pragma} says nothing.");
        }
        finally
        {
            _one.Release();
        }
    }

    private SqliteConnection Connection()
    {
        if (_connection is null)
        {
            // Whoever reads at length is not waited for with the writer in hand.
            _connection = open();
            Database.Run(_connection, "pragma busy_timeout = 0");
        }

        return _connection;
    }
}
