using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Tests.Data.Import;

public sealed class ImportLifeTests : IDisposable
{
    private const string First = "1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France";
    private const string Second = "2,20001,LAMP,1,2010-05-02 10:00,1.50,18,Spain";
    private const string Back = "C3,20001,LAMP,-1,2010-05-03 10:00,1.50,17,France";
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_same_bytes_again_change_nothing()
    {
        var first = await _rig.AppliedAsync(First, Second);
        Assert.False(_rig.Shop.IsEmpty);
        var again = Assert.IsType<ImportOutcome.AlreadyThere>(await _rig.ImportRowsAsync(First, Second));
        Assert.Equal(first, again.Earlier);
        Assert.Equal(1, (await _rig.Imports.ListAsync(new TableQuery(), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task Orders_of_an_overlapping_file_are_left_as_they_are()
    {
        await _rig.AppliedAsync(First, Back);
        var summary = await _rig.AppliedAsync(First.Replace(",1,2010", ",9,2010"), Back, Second);
        Assert.Equal((3, 1, 1, 0, 2), (summary.Rows, summary.Orders, summary.Lines, summary.Returns, summary.Unchanged));
        var shop = await _rig.LookAsync();
        Assert.Equal((2, 1, 2), (shop.Orders.Count, shop.Returns.Count, shop.Customers.Count));
        Assert.Equal([1, 1], shop.Orders.LineQuantity);
    }

    [Fact]
    public async Task Undo_takes_an_import_back_and_redo_or_the_same_file_brings_it_again()
    {
        var summary = await _rig.AppliedAsync(First, Back);
        Assert.True(await _rig.Imports.UndoAsync(summary.Id, "Ada", CancellationToken.None));
        Assert.False(await _rig.Imports.UndoAsync(summary.Id, "Ada", CancellationToken.None));
        Assert.True(_rig.Shop.IsEmpty);
        var shop = await _rig.LookAsync();
        Assert.Equal((0, 0, 0, 0), (shop.Orders.Count, shop.Returns.Count, shop.Customers.Count, shop.Products.Count));

        Assert.True(await _rig.Imports.RedoAsync(summary.Id, "Ada", CancellationToken.None));
        Assert.Equal(1, (await _rig.LookAsync()).Orders.Count);

        Assert.True(await _rig.Imports.UndoAsync(summary.Id, "Ada", CancellationToken.None));
        var again = Assert.IsType<ImportOutcome.Applied>(await _rig.ImportRowsAsync(First, Back));
        Assert.Equal(summary.Id, again.Summary.Id);
        Assert.Equal(1, (await _rig.LookAsync()).Orders.Count);
        var audit = await _rig.Audit.ListAsync(new TableQuery(), CancellationToken.None);
        Assert.Equal(["import.redo", "import.undo", "import.redo", "import.undo", "import.apply"], audit.Items.Select(entry => entry.Action));
    }

    [Fact]
    public async Task An_order_never_shows_twice_when_another_file_brought_it_meanwhile()
    {
        var summary = await _rig.AppliedAsync(First);
        await _rig.Imports.UndoAsync(summary.Id, "Ada", CancellationToken.None);
        await _rig.AppliedAsync(First, Second);
        Assert.False(await _rig.Imports.RedoAsync(summary.Id, "Ada", CancellationToken.None));
        Assert.Equal(2, (await _rig.LookAsync()).Orders.Count);
    }

    [Fact]
    public async Task A_file_brings_what_it_had_left_to_a_file_that_was_taken_back()
    {
        var first = await _rig.AppliedAsync(First);
        await _rig.AppliedAsync(First, Second);
        await _rig.Imports.UndoAsync(first.Id, "Ada", CancellationToken.None);
        Assert.Equal(1, (await _rig.LookAsync()).Orders.Count);
        var again = await _rig.AppliedAsync(First, Second);
        Assert.Equal((1, 1), (again.Orders, again.Unchanged));
        Assert.Equal(2, (await _rig.LookAsync()).Orders.Count);
    }

    [Fact]
    public async Task An_older_file_does_not_rename_what_a_newer_one_named()
    {
        await _rig.AppliedAsync("5,20001,LAMP NEW,1,2010-05-05 10:00,1.50,17,Japan");
        await _rig.AppliedAsync(First, First.Replace("1,20001", "6,20002"));
        var shop = await _rig.LookAsync();
        Assert.Equal(["LAMP NEW", "LAMP"], shop.Products.Name);
        Assert.Equal(["Japan"], shop.Customers.Country);
        await _rig.AppliedAsync("7,20001,LAMP NEWEST,1,2010-06-05 10:00,1.50,17,Spain");
        shop = await _rig.LookAsync();
        Assert.Equal("LAMP NEWEST", shop.Products.Name[0]);
        Assert.Equal(["Spain"], shop.Customers.Country);
    }

    [Fact]
    public async Task Nothing_shows_before_the_end_and_a_cancelled_import_leaves_nothing()
    {
        await _rig.AppliedAsync("0,20001,LAMP,1,2010-05-05 10:00,1.50,17,Japan");
        using var stop = new CancellationTokenSource();
        var (seen, written) = (0L, 0L);
        var watch = new Each(_ =>
        {
            seen = Math.Max(seen, _rig.LookAsync().GetAwaiter().GetResult().Orders.Count);
            written = Math.Max(written, Count("data_order_lines"));
            stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.ImportAsync(Many(100_000), progress: watch, cancellation: stop.Token));
        Assert.Equal(1, seen);
        Assert.InRange(written, 1000, 99_000);
        Assert.Equal((1, 1, 0), (Count("data_orders"), Count("data_order_lines"), Count("data_import_issues")));
        var import = (await _rig.Imports.ListAsync(new TableQuery(), CancellationToken.None)).Items[0];
        Assert.Equal((ImportState.Failed, "The import was cancelled."), (import.State, import.Message));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_removed_at_the_next_start_and_the_file_can_be_imported()
    {
        var text = Many(60_000);
        var copy = Path.Combine(_rig.Database.Folder.Backups, "mid.db");
        var care = new DatabaseCare(_rig.Database, _rig.System);
        await _rig.ImportAsync(text, progress: new Each(_ =>
        {
            if (!File.Exists(copy))
            {
                care.Backup(copy);
            }
        }));
        using var next = new ImportRig(copy);
        Assert.InRange(next.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_order_lines")), 1000, 59_000);
        Assert.Equal(0, (await next.LookAsync()).Orders.Count);
        Assert.Equal(1, await next.Imports.CleanUpAsync(CancellationToken.None));
        Assert.Equal(0, await next.Imports.CleanUpAsync(CancellationToken.None));
        Assert.Equal(0, next.Database.Read(connection => connection.ExecuteScalar<long>("select (select count(*) from data_orders) + (select count(*) from data_order_lines) + (select count(*) from data_import_issues)")));
        var outcome = Assert.IsType<ImportOutcome.Applied>(await next.ImportAsync(text));
        Assert.Equal(outcome.Summary.Orders, (await next.LookAsync()).Orders.Count);
    }

    [Fact]
    public async Task A_full_disk_is_told_plainly_and_leaves_nothing_to_see()
    {
        var pages = _rig.Database.Write((connection, transaction) => connection.ExecuteScalar<long>("pragma page_count", transaction: transaction));
        Limit(pages + 300);
        var full = await Assert.ThrowsAsync<OperatorException>(() => _rig.ImportAsync(Many(100_000)));
        Assert.Contains("disk is full", full.Message);
        Assert.Equal(0, (await _rig.LookAsync()).Orders.Count);
        Limit(1_000_000);
        await _rig.Imports.CleanUpAsync(CancellationToken.None);
        Assert.Equal(0, Count("data_orders") + Count("data_order_lines") + Count("data_import_issues"));
        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(Many(100_000)));

        void Limit(long most) => _rig.Database.Write((connection, transaction) => connection.ExecuteScalar<long>($"pragma max_page_count = {most}", transaction: transaction));
    }

    [Fact]
    public async Task Two_imports_at_once_both_arrive()
    {
        var outcomes = await Task.WhenAll(_rig.ImportRowsAsync(First, Back), _rig.ImportRowsAsync(First, Second));
        Assert.All(outcomes, outcome => Assert.IsType<ImportOutcome.Applied>(outcome));
        var shop = await _rig.LookAsync();
        Assert.Equal((2, 2), (shop.Orders.Count, shop.Orders.Lines));
    }

    [Fact]
    public async Task Imports_are_listed_newest_first_searched_and_sorted()
    {
        await _rig.ImportAsync(ImportRig.Header + First + "\n", "may.csv");
        await _rig.ImportAsync(ImportRig.Header + Second + "\n" + Back + "\n", "a_50%.csv");
        Assert.Equal(["a_50%.csv", "may.csv"], await NamesAsync(new TableQuery()));
        Assert.Equal(["a_50%.csv"], await NamesAsync(new TableQuery(Search: "50%")));
        Assert.Equal(["may.csv", "a_50%.csv"], await NamesAsync(new TableQuery(Sort: "name", Descending: true)));
        Assert.Equal(["may.csv", "a_50%.csv"], await NamesAsync(new TableQuery(Sort: "rows")));
        await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync(new TableQuery(Sort: "actor; drop table data_imports")));
    }

    private async Task<IEnumerable<string>> NamesAsync(TableQuery query) => (await _rig.Imports.ListAsync(query, CancellationToken.None)).Items.Select(import => import.Name);

    private long Count(string table) => _rig.Database.Read(connection => connection.ExecuteScalar<long>($"select count(*) from {table}"));

    private static byte[] Many(int rows) => Encoding.UTF8.GetBytes(ImportRig.Header + string.Concat(Enumerable.Range(3, rows).Select(i =>
        $"{i / 3},{20000 + (i % 50)},LAMP,{(i % 9 == 0 ? 0 : 1)},2010-05-01 10:00,1.50,{i % 100},France\n")));

    // Reports on the thread that writes, so that the import waits for what is looked at.
    private sealed class Each(Action<Progress> take) : IProgress<Progress>
    {
        public void Report(Progress value) => take(value);
    }
}
