using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Marketing.Tests.Kernel;

public sealed class MigratorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 3, 1, 9, 30, 15, TimeSpan.Zero);
    private readonly EmptyFolder _empty = new();
    private readonly Database _database;
    private readonly Migrator _migrator;

    public MigratorTests()
    {
        _database = new Database(new DataFolder(_empty.Path));
        _migrator = new Migrator(_database, new FakeTimeProvider(Now));
    }

    public void Dispose()
    {
        _database.Dispose();
        _empty.Dispose();
    }

    [Fact]
    public void Migrations_are_numbered_once_and_in_order()
    {
        var numbers = Migrator.Known().Select(migration => migration.Name[..4]).ToList();
        Assert.All(numbers, number => Assert.Matches("^[0-9]{4}$", number));
        Assert.Equal(numbers.Distinct().Order(StringComparer.Ordinal), numbers);
    }

    [Fact]
    public void A_new_file_gets_everything_and_needs_no_copy()
    {
        Assert.Equal(Migrator.Known().Count, _migrator.Pending().Count);
        Assert.Equal(Migrator.Known().Select(migration => migration.Name), _migrator.Migrate());
        Assert.Empty(_migrator.Pending());
        Assert.Empty(Directory.GetFiles(_database.Folder.Backups));
    }

    [Fact]
    public void Asking_what_is_pending_makes_no_file()
    {
        Assert.NotEmpty(_migrator.Pending());
        Assert.False(File.Exists(_database.Folder.Database));
    }

    [Fact]
    public void An_older_file_is_copied_before_it_changes()
    {
        var first = Migrator.Known()[0];
        MigrateOnly(first);
        var rest = Migrator.Known().Skip(1).Select(migration => migration.Name).ToList();
        Assert.Equal(rest, _migrator.Pending().Select(migration => migration.Name));
        Assert.Equal(rest, _migrator.Migrate());
        var copy = Assert.Single(Directory.GetFiles(_database.Folder.Backups));
        Assert.Equal($"before-{rest[0]}-20240301-093015.db", Path.GetFileName(copy));
        using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        connection.Open();
        Assert.Equal([first.Name], connection.Query<string>("select name from kernel_migrations"));
        Assert.Equal(1, connection.ExecuteScalar<long>("select count(*) from kernel_audit"));
    }

    [Fact]
    public void A_file_of_a_newer_program_is_left_alone()
    {
        _migrator.Migrate();
        Write("insert into kernel_migrations (name, hash, applied_at) values ('9999_from_the_future', '', 0)");
        var refused = Assert.Throws<OperatorException>(() => _migrator.Migrate());
        Assert.Contains("9999_from_the_future", refused.Message);
        Assert.Contains("newer version", refused.Message);
    }

    [Fact]
    public void A_migration_that_was_edited_after_its_release_is_refused()
    {
        _migrator.Migrate();
        var name = Migrator.Known()[0].Name;
        Write($"update kernel_migrations set hash = 'another' where name = '{name}'");
        Assert.Contains(name, Assert.Throws<OperatorException>(() => _migrator.Migrate()).Message);
    }

    [Fact]
    public void A_migration_that_fails_leaves_nothing_of_itself()
    {
        // The second migration meets a table that is there already.
        MigrateOnly(Migrator.Known()[0]);
        Write("create table data_orders (id integer)");
        Assert.Throws<SqliteException>(() => _migrator.Migrate());
        using var connection = _database.OpenForCare();
        Assert.Equal(["data_orders"], connection.Query<string>("select name from sqlite_master where type = 'table' and name like 'data%'"));
        Assert.Equal(1, connection.ExecuteScalar<long>("select count(*) from kernel_migrations"));
    }

    [Theory]
    [InlineData("create table t (\n    a integer\n);", "create table t (\n    a integer\n) strict;")]
    [InlineData("create table t (\n    a integer\n) without rowid;\n", "create table t (\n    a integer\n) without rowid, strict;\n")]
    [InlineData("create index i on t (a);\n", "create index i on t (a);\n")]
    [InlineData("insert into t values (\n    1);\n", "insert into t values (\n    1);\n")]
    public void Tables_become_strict_and_nothing_else_changes(string portable, string expected) => Assert.Equal(expected, Migrator.Portable(portable));

    private void MigrateOnly(Migrator.Migration migration)
    {
        using var connection = _database.OpenForCare();
        connection.Execute("create table kernel_migrations (name text not null primary key, hash text not null, applied_at integer not null) strict");
        connection.Execute(Migrator.Portable(migration.Sql));
        connection.Execute("insert into kernel_migrations (name, hash, applied_at) values (@Name, @Hash, 0)", new { migration.Name, migration.Hash });
        connection.Execute("insert into kernel_audit (at, actor, action, subject, detail) values (1, 'a', 'b', 'c', '{}')");
    }

    private void Write(string sql)
    {
        using var connection = _database.OpenForCare();
        connection.Execute(sql);
    }
}
