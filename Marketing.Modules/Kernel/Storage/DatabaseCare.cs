using Dapper;
using Marketing.Kernel.Sql;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

internal sealed class DatabaseCare(Database database, TimeProvider system) : IDatabaseCare, IDisposable
{
    private FileStream? _lock;

    public string? UnusableTurn { get; private set; }

    public IReadOnlyList<string> Open()
    {
        _lock ??= FolderLock.Take(database.Folder);
        UnusableTurn = database.HoldFolder();
        var applied = new Migrator(database, system).Migrate();
        SqliteFailure.Explain(database.Folder, () =>
        {
            using var connection = database.OpenReader();
            StatementCheck.PrepareAll(connection);
            return true;
        });
        new KernelAccessStore(database).SealAudit();
        return applied;
    }

    public IReadOnlyList<string> Pending() => [.. new Migrator(database, system).Pending().Select(migration => migration.Name)];

    public int? HeldBy() => FolderLock.HeldBy(database.Folder);

    public IReadOnlyList<string> CheckIntegrity(string? copy = null)
    {
        if (!File.Exists(copy ?? database.Folder.Database))
        {
            return [];
        }

        try
        {
            using var connection = database.OpenForCare(SqliteOpenMode.ReadOnly, copy);
            var problems = connection.Query<string>("pragma integrity_check").Where(row => row != "ok").ToList();
            problems.AddRange(connection.Query("pragma foreign_key_check").Select(row => $"A row of {row.table} refers to a row of {row.parent} that is not there."));
            return problems;
        }
        catch (SqliteException e)
        {
            return [SqliteFailure.ToOperator(database.Folder, e)?.Message ?? e.Message];
        }
    }

    public string Backup(string? path) => SqliteFailure.Explain(database.Folder, () =>
    {
        var target = Path.GetFullPath(path ?? Path.Combine(database.Folder.Backups, $"marketing-{system.GetUtcNow():yyyyMMdd-HHmmss}.db"));
        if (!File.Exists(database.Folder.Database))
        {
            throw new OperatorException($"There is no database in {database.Folder.Root}.", "Name the data folder with --data FOLDER.");
        }

        if (File.Exists(target) && !IsCopy(target))
        {
            throw new OperatorException($"{target} is there already and is no copy that a backup has written, so it is left as it is.", "Choose another name for the copy.", exitCode: 2);
        }

        try
        {
            using var source = database.OpenForCare(SqliteOpenMode.ReadWrite);
            BackupCopy.Write(source, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The backup {target} cannot be written: {e.Message}", "Choose a file in a folder that exists, may be written and has room.", inner: e);
        }

        return target;
    });

    public string? Restore(string path)
    {
        var (folder, source) = (database.Folder, Path.GetFullPath(path));
        using var hold = FolderLock.Take(folder);
        if (!File.Exists(source))
        {
            throw new OperatorException($"There is no file {source}.", "Check the name; nothing was changed.", exitCode: 2);
        }

        if (CheckIntegrity(source) is { Count: > 0 } || !IsShop(source))
        {
            throw new OperatorException($"{source} is no sound copy of a database.", "Name a file that 'marketing backup' wrote; 'marketing doctor' says which copies in the data folder are sound.", exitCode: 2);
        }

        try
        {
            var next = folder.Database + ".partial";
            File.Copy(source, next, overwrite: true);
            using (var copy = File.OpenWrite(next))
            {
                copy.Flush(flushToDisk: true);
            }

            var replaced = File.Exists(folder.Database) ? Aside() : null;
            File.Delete(folder.Database + "-wal");
            File.Delete(folder.Database + "-shm");
            File.Move(next, folder.Database, overwrite: true);
            DurableFolder.Flush(folder.Root);
            return replaced;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{source} cannot be put into {folder.Root}: {e.Message}", "Let this user read the copy and write the folder, and see that there is room for both databases; then restore again.", inner: e);
        }
    }

    public void Dispose() => _lock?.Dispose();

    // Never what a shop works on, be it restored from a copy.
    private bool IsCopy(string path)
    {
        if (Path.GetFileName(path).Equals(DataFolder.DatabaseName, StringComparison.OrdinalIgnoreCase) && Directory.Exists(Path.Combine(Path.GetDirectoryName(path)!, "keys")))
        {
            return false;
        }

        try
        {
            using var connection = database.OpenForCare(SqliteOpenMode.ReadOnly, path);
            return BackupCopy.IsOne(connection);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private bool IsShop(string copy)
    {
        using var connection = database.OpenForCare(SqliteOpenMode.ReadOnly, copy);
        return connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'kernel_migrations'") == 1;
    }

    // As a copy with all that its log holds; a database of which no copy can be made is kept as its file is.
    private string Aside()
    {
        try
        {
            return Backup(null);
        }
        catch (OperatorException)
        {
            var damaged = Path.Combine(database.Folder.Backups, $"marketing-{system.GetUtcNow():yyyyMMdd-HHmmss}-damaged.db");
            File.Copy(database.Folder.Database, damaged);
            return damaged;
        }
    }

}
