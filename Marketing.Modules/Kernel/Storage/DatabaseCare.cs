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

    public void Dispose() => _lock?.Dispose();
}
