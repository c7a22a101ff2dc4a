using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Storage;

/// <summary>
/// Brings the database to the newest schema: files <c>NNNN_sentence.sql</c> of all modules in the order of their numbers, each in
/// one transaction. A released file is never edited: its hash is kept and compared.
/// </summary>
internal sealed partial class Migrator(Database database, TimeProvider system)
{
    internal sealed record Migration(string Name, string Sql, string Hash);

    /// <summary>All migrations the program carries, in order.</summary>
    public static IReadOnlyList<Migration> Known() =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.Contains("/Migrations/", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(path =>
            {
                var sql = EmbeddedText.Read(path);
                return new Migration(path[(path.LastIndexOf('/') + 1)..^4], sql, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
            })
            .OrderBy(migration => migration.Name, StringComparer.Ordinal)];

    /// <summary>Migrations that the file still lacks; everything when there is no file.</summary>
    public IReadOnlyList<Migration> Pending()
    {
        if (!File.Exists(database.Folder.Database))
        {
            return Known();
        }

        return SqliteFailure.Explain(database.Folder, () =>
        {
            using var connection = database.OpenForCare(SqliteOpenMode.ReadOnly);
            var fresh = connection.ExecuteScalar<long>("select count(*) from sqlite_master where name = 'kernel_migrations'") == 0;
            var applied = fresh ? [] : Applied(connection);
            return Known().Where(migration => !applied.ContainsKey(migration.Name)).ToList();
        });
    }

    /// <summary>Applies what is pending; before an existing file changes, a copy of it is put under <c>backups</c>.</summary>
    /// <returns>Names of the migrations applied.</returns>
    /// <exception cref="OperatorException">The file is newer than the program, or an applied migration was edited.</exception>
    public IReadOnlyList<string> Migrate() => SqliteFailure.Explain(database.Folder, () =>
    {
        var exists = File.Exists(database.Folder.Database);
        using var connection = database.OpenForCare();
        connection.Execute("create table if not exists kernel_migrations (name text not null primary key, hash text not null, applied_at integer not null) strict");
        var applied = Applied(connection);
        var known = Known();
        Refuse(applied, known);
        var pending = known.Where(migration => !applied.ContainsKey(migration.Name)).ToList();
        if (pending.Count > 0 && exists && applied.Count > 0)
        {
            BackupCopy.Write(connection, Path.Combine(database.Folder.Backups, $"before-{pending[0].Name}-{system.GetUtcNow():yyyyMMdd-HHmmss}.db"));
        }

        foreach (var migration in pending)
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(Portable(migration.Sql), transaction: transaction);
            connection.Execute(
                "insert into kernel_migrations (name, hash, applied_at) values (@Name, @Hash, @At)",
                new { migration.Name, migration.Hash, At = system.GetUtcNow() },
                transaction);
            transaction.Commit();
        }

        return pending.ConvertAll(migration => migration.Name);
    });

    /// <summary>The project's SQL is portable; SQLite gets its <c>strict</c> tables here.</summary>
    internal static string Portable(string sql) => TableEnd().Replace(sql, match => match.Groups[1].Success ? ") without rowid, strict;" : ") strict;");

    private static Dictionary<string, string> Applied(SqliteConnection connection) =>
        connection.Query<(string Name, string Hash)>("select name, hash from kernel_migrations").ToDictionary(row => row.Name, row => row.Hash);

    private void Refuse(Dictionary<string, string> applied, IReadOnlyList<Migration> known)
    {
        var names = known.Select(migration => migration.Name).ToHashSet();
        if (applied.Keys.FirstOrDefault(name => !names.Contains(name)) is { } newer)
        {
            throw new OperatorException($"The database {database.Folder.Database} was written by a newer version of the program (it holds the migration {newer}).", "Start the newer version, or restore a backup made by this one.");
        }

        if (known.FirstOrDefault(migration => applied.TryGetValue(migration.Name, out var hash) && hash != migration.Hash) is { } edited)
        {
            throw new OperatorException($"The migration {edited.Name} was changed after it had been applied to {database.Folder.Database}.", "Use the released program; a migration is never edited.");
        }
    }

    // "create table" statements end with a parenthesis at the start of a line, optionally "without rowid".
    [GeneratedRegex(@"^\)( without rowid)?;[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex TableEnd();
}
