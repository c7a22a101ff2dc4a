using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Rows of one statement, stepped without a reader or a mapper between: for readings of millions of rows into columns.
/// Everything else goes through Dapper.
/// </summary>
internal sealed class RawRows : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly CancellationToken _cancellation;
    private int _untilCheck;

    public RawRows(SqliteConnection connection, string sql, CancellationToken cancellation = default)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        _cancellation = cancellation;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Gives the parameter <c>@name</c> its value; a parameter the statement lacks is a broken promise.</summary>
    public RawRows With(string name, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, Position(name), value));
        return this;
    }

    /// <summary>Gives the parameter <c>@name</c> its value.</summary>
    public RawRows With(string name, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, Position(name), value));
        return this;
    }

    /// <summary>Steps to the next row; false after the last.</summary>
    public bool Next()
    {
        if (--_untilCheck < 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            _untilCheck = 8192;
        }

        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            Check(code);
        }

        return false;
    }

    /// <summary>A whole number; NULL reads as 0.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A whole number, or the stand-in for NULL.</summary>
    public long Long(int column, long whenNull) => Maybe(column) ?? whenNull;

    /// <summary>A whole number, or null for NULL.</summary>
    public long? Maybe(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Long(column);

    /// <summary>A number, or the stand-in for NULL.</summary>
    public double Real(int column, double whenNull) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? whenNull : raw.sqlite3_column_double(_statement, column);

    /// <summary>A text; NULL is a broken promise.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private int Position(string name) => raw.sqlite3_bind_parameter_index(_statement, name) is > 0 and var position
        ? position
        : throw new InvalidOperationException($"The statement has no parameter {name}.");

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
    }
}
