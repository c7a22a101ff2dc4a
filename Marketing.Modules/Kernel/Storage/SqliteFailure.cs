using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>Turns SQLite's error codes into what a person can do about them.</summary>
internal static class SqliteFailure
{
    public static T Explain<T>(DataFolder folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (ToOperator(folder, e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>The plain message of an error that a person can mend, or null when it is a fault of the program.</summary>
    public static OperatorException? ToOperator(DataFolder folder, SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => new($"The database {folder.Database} is locked by another program.", "Stop the other program that uses this data folder, then try again.", inner: e),
        8 => new($"The database {folder.Database} may not be written.", "Give this user the right to write the data folder and the files in it.", inner: e),
        10 => new($"The disk failed while reading or writing {folder.Database}: {e.Message}", "Check the disk and the free space, then start again; everything confirmed so far is kept.", inner: e),
        11 or 26 => new($"The database {folder.Database} is damaged.", $"Stop the program and restore a copy from {folder.Backups} with 'marketing restore FILE'; 'marketing doctor' says which copies are sound.", inner: e),
        13 => new($"The disk is full: {folder.Database} could not grow.", "Free some space and try again; everything confirmed so far is kept.", inner: e),
        14 => new($"The database {folder.Database} cannot be opened.", "Check that the data folder exists and that this user may read and write it.", inner: e),
        _ => null,
    };
}
