using Dapper;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>A consistent copy of a database that may be in use, complete or absent: it is written beside and renamed.</summary>
internal static class BackupCopy
{
    // "MKTB": tells copies, which may be replaced by newer ones, from databases that somebody works on.
    private const long Mark = 0x4D4B5442;

    /// <summary>
    /// Whether a file is a copy that was written here. Those of versions that did not mark them are told by their journal: who works on a
    /// database has a log of writings.
    /// </summary>
    public static bool IsOne(SqliteConnection copy) =>
        copy.ExecuteScalar<long>("pragma application_id") == Mark
        || (copy.ExecuteScalar<string>("pragma journal_mode") == "delete" && copy.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'kernel_migrations'") == 1);

    public static void Write(SqliteConnection source, string path)
    {
        var partial = path + ".partial";
        File.Delete(partial);
        using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false }.ToString()))
        {
            target.Open();
            source.BackupDatabase(target);
            Database.Run(target, $"pragma application_id = {Mark}");
            Database.Run(target, "pragma journal_mode = delete");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(partial, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
