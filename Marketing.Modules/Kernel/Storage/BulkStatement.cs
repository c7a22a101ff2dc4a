using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketing.Kernel.Storage;

/// <summary>
/// One statement prepared once and run for very many rows: no command object, no parameter object, no text between the rows.
/// Belongs to the connection it was prepared on and is used only while its owner holds the writer.
/// </summary>
internal sealed class BulkStatement : IDisposable
{
    private const int ItemsBetweenLooks = 16;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int _parameters;
    private int _bound;

    public BulkStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), raw.SQLITE_OK);
        _parameters = raw.sqlite3_bind_parameter_count(_statement);
    }

    /// <summary>Runs a statement for every item, in transactions of about the length of a slice, so that other writers get in between.</summary>
    /// <param name="database">Where.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="items">For what.</param>
    /// <param name="run">Gives the values of one item and runs.</param>
    /// <param name="slice">How long one transaction may take before it commits.</param>
    /// <param name="cancellation">Stops between two slices; what is committed stays.</param>
    public static async Task RunAllAsync<T>(Database database, string sql, IReadOnlyList<T> items, Action<BulkStatement, T> run, TimeSpan slice, CancellationToken cancellation)
    {
        var done = 0;
        while (done < items.Count)
        {
            done = await database.WriteAsync(
                (connection, _) =>
                {
                    var started = Stopwatch.GetTimestamp();
                    using var bulk = new BulkStatement(connection, sql);
                    var next = done;
                    do
                    {
                        run(bulk, items[next++]);
                    }
                    while (next < items.Count && (next % ItemsBetweenLooks != 0 || !database.IsOver(started, slice)));
                    return next;
                },
                cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the next parameter, in the order in which the statement names them.</summary>
    public BulkStatement Add(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value), raw.SQLITE_OK);
        return this;
    }

    /// <summary>Gives the next parameter as an integer, or null.</summary>
    public BulkStatement Add(long? value)
    {
        if (value is { } known)
        {
            return Add(known);
        }

        Check(raw.sqlite3_bind_null(_statement, ++_bound), raw.SQLITE_OK);
        return this;
    }

    /// <summary>Gives the next parameter as a number.</summary>
    public BulkStatement Add(double value)
    {
        Check(raw.sqlite3_bind_double(_statement, ++_bound, value), raw.SQLITE_OK);
        return this;
    }

    /// <summary>Gives the next parameter as bytes that are no text.</summary>
    public BulkStatement AddBytes(ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, ++_bound, bytes), raw.SQLITE_OK);
        return this;
    }

    /// <summary>Gives the next parameter as text that is UTF-8 already.</summary>
    public BulkStatement Add(ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, and a text without an address would be null.
        Check(
            utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, ++_bound, "") : raw.sqlite3_bind_text(_statement, ++_bound, utf8),
            raw.SQLITE_OK);
        return this;
    }

    /// <summary>Gives the next parameter as text, or null.</summary>
    public BulkStatement Add(string? text)
    {
        Check(
            text is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_text(_statement, ++_bound, text),
            raw.SQLITE_OK);
        return this;
    }

    /// <summary>Gives the next parameter as a number, or null.</summary>
    public BulkStatement Add(double? value)
    {
        if (value is { } known)
        {
            return Add(known);
        }

        Check(raw.sqlite3_bind_null(_statement, ++_bound), raw.SQLITE_OK);
        return this;
    }

    /// <summary>Runs the statement and says how many rows it changed.</summary>
    public int RunAndCount()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs an insertion; the id of the row it added, or null when it added none.</summary>
    public long? RunForId() => RunAndCount() == 0 ? null : raw.sqlite3_last_insert_rowid(_database);

    /// <summary>Runs a query; the whole number in the first column of its first row, or null without a row or for NULL.</summary>
    public long? Find() => First<long?>(static statement => raw.sqlite3_column_int64(statement, 0));

    /// <summary>Runs a query; the number in the first column of its first row, or null without a row or for NULL.</summary>
    public double? FindNumber() => First<double?>(static statement => raw.sqlite3_column_double(statement, 0));

    /// <summary>Runs a query; the text in the first column of its first row, or null without a row or for NULL.</summary>
    public string? FindText() => First(static statement => raw.sqlite3_column_text(statement, 0).utf8_to_string());

    /// <summary>Runs the statement for the values given.</summary>
    public void Run()
    {
        CheckComplete();
        var result = raw.sqlite3_step(_statement);
        var failure = result == raw.SQLITE_DONE ? null : Failure(result);
        _bound = 0;
        raw.sqlite3_reset(_statement);
        if (failure is not null)
        {
            throw failure;
        }
    }

    public void Dispose() => _statement.Dispose();

    private T? First<T>(Func<sqlite3_stmt, T?> read)
    {
        CheckComplete();
        var result = raw.sqlite3_step(_statement);
        var found = result == raw.SQLITE_ROW && raw.sqlite3_column_type(_statement, 0) != raw.SQLITE_NULL ? read(_statement) : default;
        var failure = result is raw.SQLITE_ROW or raw.SQLITE_DONE ? null : Failure(result);
        _bound = 0;
        raw.sqlite3_reset(_statement);
        return failure is null ? found : throw failure;
    }

    private void CheckComplete()
    {
        if (_bound != _parameters)
        {
            throw new InvalidOperationException($"The statement takes {_parameters} values, {_bound} were given.");
        }
    }

    private void Check(int result, int expected)
    {
        if (result != expected)
        {
            throw Failure(result);
        }
    }

    private SqliteException Failure(int result) =>
        new(raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xff, raw.sqlite3_extended_errcode(_database));
}
