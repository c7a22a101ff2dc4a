using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>
/// The embedded store: one writer, many readers, WAL, every commit on disk before it returns. A write holds the writer for
/// milliseconds: long work writes in slices. Reads see the last commit and never wait for the writer.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int Politeness = 4;
    private const int Courtesy = 3;
    private readonly TimeSpan _patience;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _readerString;
    private readonly Lock _opening = new();
    private readonly LogCare _log;
    private readonly WriterTurn _turn;
    private SqliteConnection? _connection;
    private int _waiting;
    private bool _isCutShort;
    private long _begun;
    private bool _disposed;

    // Handlers must stand before the first query of any shape.
    static Database() => SqlHandlers.Register();

    public Database(DataFolder folder)
        : this(folder, TimeSpan.FromSeconds(30))
    {
    }

    /// <param name="folder">Data folder.</param>
    /// <param name="patience">How long to wait for readers until the log of writings can be emptied.</param>
    internal Database(DataFolder folder, TimeSpan patience)
    {
        Folder = folder;
        _patience = patience;
        _readerString = Builder(SqliteOpenMode.ReadWrite, pooling: true).ToString();
        _turn = new WriterTurn(folder);
        _log = new LogCare(() => OpenForCare(SqliteOpenMode.ReadWrite), _writer);
    }

    public DataFolder Folder { get; }

    /// <summary>Notes that this process holds the data folder; without it writes are those of a command beside the holder.</summary>
    /// <returns>A file in the folder that this user may neither open nor remove, or null.</returns>
    public string? HoldFolder() => _turn.HoldFolder();

    /// <summary>Runs a query on a reader's connection, away from the caller's thread.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellation = default) =>
        Task.Run(() => Read(read), cancellation);

    /// <summary>Runs a query on a reader's connection.</summary>
    public T Read<T>(Func<SqliteConnection, T> read) => SqliteFailure.Explain(Folder, () =>
    {
        using var connection = OpenReader();
        return read(connection);
    });

    /// <summary>Runs one transaction as the only writer, and returns once it is on disk. A thrown exception rolls everything back.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _writer.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        var pause = TimeSpan.Zero;
        try
        {
            return await Task.Run(() => Transact(write, out pause), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writer.Release();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Runs one transaction as the only writer, and returns once it is on disk.</summary>
    public Task WriteAsync(Action<SqliteConnection, SqliteTransaction> write, CancellationToken cancellation = default) =>
        WriteAsync(
            (connection, transaction) =>
            {
                write(connection, transaction);
                return true;
            },
            cancellation);

    /// <summary>Runs one transaction on the calling thread as the only writer.</summary>
    public T Write<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellation = default)
    {
        _writer.Wait(cancellation);
        var pause = TimeSpan.Zero;
        try
        {
            return Transact(write, out pause);
        }
        finally
        {
            _writer.Release();
            if (pause > TimeSpan.Zero)
            {
                Thread.Sleep(pause);
            }
        }
    }

    /// <summary>
    /// Whether a slice of long work has held the writer for long enough: for its time, or for a quarter of it when somebody else waits
    /// to write. Live facts thus wait for a few milliseconds of an import, and an import that is alone commits seldom. A slice that was
    /// cut short is followed by a pause of some times its length, in which the others have the processors, too.
    /// </summary>
    /// <param name="started">When the slice began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="slice">Its time.</param>
    public bool IsOver(long started, TimeSpan slice)
    {
        var held = Stopwatch.GetElapsedTime(started);
        if (held >= slice)
        {
            return true;
        }

        var isCutShort = Volatile.Read(ref _waiting) > 0 && held >= slice / Politeness;
        _isCutShort |= isCutShort;
        return isCutShort;
    }

    /// <summary>
    /// Moves the log of writings into the file and empties it, so that what was deleted or overwritten is in neither. As long as somebody
    /// reads from it (figures being loaded, a download on a slow line) that cannot be: it is tried again for some time, between writes.
    /// </summary>
    /// <returns>
    /// False when readers kept it from being emptied: what was deleted may still lie in the log, which is emptied in the background
    /// as soon as they are gone (<see cref="LogEmptied"/>), or when the program ends or starts.
    /// </returns>
    public Task<bool> EmptyLogAsync(CancellationToken cancellation) => EmptyLogAsync(_patience, cancellation);

    /// <inheritdoc cref="EmptyLogAsync(CancellationToken)"/>
    internal Task<bool> EmptyLogAsync(TimeSpan patience, CancellationToken cancellation) => _log.EmptyAsync(patience, cancellation);

    /// <summary>Ends once a log that could not be emptied in time is empty.</summary>
    public Task LogEmptied => _log.Emptied;

    /// <summary>A reader's connection; the caller disposes it.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_readerString);
        connection.Open();
        Run(connection, "pragma query_only = 1; pragma mmap_size = 1073741824; pragma cache_size = -16384");
        return connection;
    }

    /// <summary>
    /// Readers' connections that all see the same commit, whatever is written meanwhile; the caller disposes them.
    /// They are begun in an empty transaction of the writer, so that no commit can come between them.
    /// </summary>
    public Task<IReadOnlyList<SqliteConnection>> OpenReadersAsync(int count, CancellationToken cancellation = default) => WriteAsync<IReadOnlyList<SqliteConnection>>(
        (_, _) =>
        {
            var readers = new List<SqliteConnection>(count);
            try
            {
                for (var i = 0; i < count; i++)
                {
                    readers.Add(OpenReader());

                    // Ends with the connection. The view of a deferred transaction starts with its first reading.
                    readers[i].BeginTransaction(deferred: true);
                    Run(readers[i], "select 1 from kernel_migrations limit 1");
                }

                return readers;
            }
            catch
            {
                readers.ForEach(reader => reader.Dispose());
                throw;
            }
        },
        cancellation);

    /// <summary>A connection outside the writer's queue, for care of the file (migration, integrity, backup).</summary>
    internal SqliteConnection OpenForCare(SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate, string? copy = null)
    {
        var builder = Builder(mode, pooling: false);
        builder.DataSource = copy ?? builder.DataSource;
        if (mode == SqliteOpenMode.ReadWriteCreate)
        {
            // At start nobody else should be there; whoever waits for the message should not wait long.
            builder.DefaultTimeout = 5;
        }

        var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        if (mode == SqliteOpenMode.ReadWriteCreate)
        {
            Run(connection, "pragma journal_mode = wal; pragma synchronous = full");
        }

        return connection;
    }

    internal static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _log.Dispose();
        lock (_opening)
        {
            _disposed = true;
            _connection?.Dispose();
            _connection = null;
            using var pooled = new SqliteConnection(_readerString);
            SqliteConnection.ClearPool(pooled);
        }

        _writer.Dispose();
    }

    private T Transact<T>(Func<SqliteConnection, SqliteTransaction, T> write, out TimeSpan pause)
    {
        _isCutShort = false;
        try
        {
            return SqliteFailure.Explain(Folder, () => Transact(write));
        }
        finally
        {
            // Before it began, it may have waited long for its turn.
            pause = _isCutShort ? Stopwatch.GetElapsedTime(_begun) * Courtesy : TimeSpan.Zero;
        }
    }

    private T Transact<T>(Func<SqliteConnection, SqliteTransaction, T> write)
    {
        using var turn = _turn.Take();
        var connection = Writer();
        using var transaction = connection.BeginTransaction(deferred: false);
        _begun = Stopwatch.GetTimestamp();
        var result = write(connection, transaction);
        transaction.Commit();
        _log.Note();
        return result;
    }

    private SqliteConnection Writer()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_connection is null)
            {
                var connection = OpenForCare(SqliteOpenMode.ReadWrite);
                Run(connection, "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma wal_autocheckpoint = 0; pragma secure_delete = on; pragma busy_timeout = 30000");
                _connection = connection;
            }

            return _connection;
        }
    }

    private SqliteConnectionStringBuilder Builder(SqliteOpenMode mode, bool pooling) => new()
    {
        DataSource = Folder.Database,
        Mode = mode,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = 30,
    };
}
