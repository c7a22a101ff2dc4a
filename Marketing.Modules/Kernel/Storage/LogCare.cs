using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Moves the log of writings into the file beside the writer, so that no commit waits for it: a passive checkpoint on a connection
/// of its own, some time after something was written. Only when the log has grown long, the writer stands still for what was
/// written during that checkpoint, so that the log begins anew.
/// </summary>
/// <param name="open">Opens the connection.</param>
/// <param name="writer">Held by whoever writes.</param>
internal sealed class LogCare(Func<SqliteConnection> open, SemaphoreSlim writer) : IDisposable
{
    private const int LongLog = 32_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private SqliteConnection? _connection;
    private int _due;

    /// <summary>Something was written.</summary>
    public void Note()
    {
        if (Volatile.Read(ref _due) == 0 && Interlocked.Exchange(ref _due, 1) == 0)
        {
            _ = Task.Run(MoveSoonAsync);
        }
    }

    /// <summary>Moves everything and cuts the log to nothing. The caller holds the writer.</summary>
    /// <param name="connection">The writer's connection.</param>
    public void Empty(SqliteConnection connection)
    {
        _one.Wait();
        try
        {
            Database.Run(connection, "pragma wal_checkpoint(truncate)");
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

    // Pages of the log, moved or not.
    private long Move()
    {
        _one.Wait(_gone.Token);
        try
        {
            _gone.Token.ThrowIfCancellationRequested();
            _connection ??= open();
            using var command = _connection.CreateCommand();
            command.CommandText = "pragma wal_checkpoint(passive)";
            using var row = command.ExecuteReader();
            return row.Read() ? row.GetInt64(1) : 0;
        }
        finally
        {
            _one.Release();
        }
    }
}
