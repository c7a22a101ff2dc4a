using System.Diagnostics;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.Kernel;

public sealed class DatabaseTests
{
    [Fact]
    public void A_fresh_folder_gets_every_migration_once()
    {
        using var folder = new TestFolder();
        Assert.Empty(new Migrator(folder.Database, folder.Clock).Migrate());
        var applied = folder.Database.Read(connection => connection.Query<string>("select name from kernel_migrations").ToList());
        Assert.Equal(Migrator.Known().Select(migration => migration.Name).Order(), applied.Order());
        Assert.NotEmpty(applied);
    }

    [Fact]
    public void Every_table_is_strict_and_carries_the_prefix_of_its_module()
    {
        using var folder = new TestFolder();
        var tables = folder.Database.Read(connection => connection.Query<(string Name, string Sql)>("select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%'").ToList());
        Assert.All(tables, table => Assert.Contains("strict", table.Sql[table.Sql.LastIndexOf(')')..]));
        Assert.All(tables, table => Assert.Matches("^(kernel|data|features|model|strategy|execution|evaluation)_", table.Name));
    }

    [Fact]
    public async Task An_exception_inside_a_write_leaves_nothing()
    {
        using var folder = new TestFolder();
        await Assert.ThrowsAsync<InvalidOperationException>(() => folder.Database.WriteAsync((connection, transaction) =>
        {
            connection.Execute("insert into kernel_audit (at, actor, action, subject, detail) values (1, 'a', 'b', 'c', '{}')", transaction: transaction);
            throw new InvalidOperationException();
        }));
        Assert.Equal(0, folder.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from kernel_audit")));
    }

    [Fact]
    public async Task A_slice_of_long_work_ends_early_only_while_somebody_else_waits_to_write()
    {
        using var folder = new TestFolder();
        var database = folder.Database;
        var slice = TimeSpan.FromHours(1);
        var started = Stopwatch.GetTimestamp() - (long)(slice.TotalSeconds / 2 * Stopwatch.Frequency);
        Assert.True(database.IsOver(started, slice / 3));
        Task<bool>? other = null;
        await database.WriteAsync((_, _) =>
        {
            Assert.False(database.IsOver(started, slice));
            other = database.WriteAsync((_, _) => true);
            Assert.True(database.IsOver(started, slice));
            Assert.False(database.IsOver(Stopwatch.GetTimestamp(), slice));
        });
        Assert.True(await other!);
        Assert.False(database.IsOver(started, slice));
    }

    [Fact]
    public async Task The_pause_behind_a_slice_is_measured_by_its_work_and_not_by_its_wait_for_a_turn()
    {
        using var folder = new TestFolder();
        var database = folder.Database;
        database.HoldFolder();
        var slice = TimeSpan.FromHours(1);
        var early = Stopwatch.GetTimestamp() - (long)(slice.TotalSeconds / 2 * Stopwatch.Frequency);
        Task<bool>? other = null;
        var started = Stopwatch.GetTimestamp();
        using (new FileStream(Path.Combine(folder.Folder.Root, "marketing.turn"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var cut = database.WriteAsync((_, _) =>
            {
                other = database.WriteAsync((_, _) => true);
                Assert.True(database.IsOver(early, slice));
            });
            await cut;
        }

        // Half a second of standing back; three times that would be a pause of its own.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.4, 1.9);
        await other!;
    }

    [Fact]
    public void A_record_is_read_from_an_empty_result_with_a_computed_column_and_then_from_a_full_one()
    {
        using var folder = new TestFolder();
        const string Sql = "select name as Name, (select count(*) from kernel_migrations) as Migrations from kernel_migrations where name >= @from";
        Assert.Empty(folder.Database.Read(connection => connection.Query<Counted>(Sql, new { from = "z" }).ToList()));
        var rows = folder.Database.Read(connection => connection.Query<Counted>(Sql, new { from = "" }).ToList());
        Assert.All(rows, row => Assert.Equal(rows.Count, row.Migrations));
        Assert.NotEmpty(rows);
    }

    private sealed record Counted(string Name, long Migrations);

    [Fact]
    public void A_second_process_on_the_folder_is_refused_with_the_holder_named()
    {
        using var folder = new TestFolder();
        var refused = Assert.Throws<OperatorException>(() => FolderLock.Take(folder.Folder));
        Assert.Contains(Environment.ProcessId.ToString(), refused.Message);
    }

    [Fact]
    public async Task Readers_opened_together_see_one_commit_whatever_is_written_meanwhile()
    {
        using var folder = new TestFolder();
        const string Add = "insert into kernel_audit (at, actor, action, subject, detail) values (1, 'a', 'b', 'c', '{}')";
        const string Count = "select count(*) from kernel_audit";
        await folder.Database.WriteAsync((connection, transaction) => connection.Execute(Add, transaction: transaction));
        var readers = await folder.Database.OpenReadersAsync(3);
        await folder.Database.WriteAsync((connection, transaction) => connection.Execute(Add, transaction: transaction));
        Assert.Equal([1, 1, 1], readers.Select(reader => reader.ExecuteScalar<long>(Count)));
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        // Back in the pool, they see what is there now.
        var again = await folder.Database.OpenReadersAsync(3);
        Assert.Equal([2, 2, 2], again.Select(reader => reader.ExecuteScalar<long>(Count)));
        foreach (var reader in again)
        {
            reader.Dispose();
        }

        Assert.Equal(2, folder.Database.Read(connection => connection.ExecuteScalar<long>(Count)));
    }

    [Fact]
    public async Task A_reader_at_length_keeps_the_log_from_being_emptied_and_holds_nobody_up()
    {
        using var folder = new TestFolder();
        const string Add = "insert into kernel_audit (at, actor, action, subject, detail) values (1, 'a', 'b', 'c', '{}')";
        Task Write() => folder.Database.WriteAsync((connection, transaction) => connection.Execute(Add, transaction: transaction));
        await Write();
        var reader = (await folder.Database.OpenReadersAsync(1))[0];
        await Write();
        Assert.False(await folder.Database.EmptyLogAsync(TimeSpan.Zero, default));
        var emptied = folder.Database.LogEmptied;
        Assert.False(emptied.IsCompleted);

        // Far less than the half minute for which a connection waits for a lock.
        var emptying = folder.Database.EmptyLogAsync(TimeSpan.FromSeconds(60), default);
        await Write().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(emptying.IsCompleted);
        reader.Dispose();
        Assert.True(await emptying.WaitAsync(TimeSpan.FromSeconds(30)));
        await emptied.WaitAsync(TimeSpan.FromSeconds(30));
        await folder.Database.EmptyLogAsync(default);
        Assert.Equal(0, new FileInfo(folder.Folder.Database + "-wal").Length);
    }
}
