using Dapper;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.Kernel.Storage;

public sealed class BulkStatementTests : IDisposable
{
    private const string Insert = "insert into things (id, name, note) values (@Id, @Name, @Note)";
    private readonly TestFolder _folder = new();

    public BulkStatementTests() => _folder.Database.Write((connection, transaction) =>
        connection.Execute("create table things (id integer not null primary key, name text not null, note integer) strict", transaction: transaction));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_of_every_kind_arrive_and_an_empty_text_is_not_null()
    {
        _folder.Database.Write((connection, _) =>
        {
            using var insert = new BulkStatement(connection, Insert);
            insert.Add(1).Add("Zoë"u8).Add((long?)7).Run();
            insert.Add(2).Add([]).Add((long?)null).Run();
            insert.Add(3).Add("").Add(9).Run();
            return true;
        });
        var rows = _folder.Database.Read(connection => connection.Query<(long, string, long?)>("select id, name, note from things order by id").ToList());
        Assert.Equal([(1, "Zoë", 7), (2, "", null), (3, "", 9)], rows);
    }

    [Fact]
    public void A_failure_rolls_back_and_leaves_the_statement_usable()
    {
        using var statements = new Held();
        var failure = Assert.Throws<SqliteException>(() => _folder.Database.Write((connection, _) =>
        {
            statements.Insert = new BulkStatement(connection, Insert);
            statements.Insert.Add(1).Add("a").Add(0).Run();
            statements.Insert.Add(1).Add("b").Add(0).Run();
            return true;
        }));
        Assert.Equal(19, failure.SqliteErrorCode);
        Assert.Equal(0, Count());
        _folder.Database.Write((_, _) =>
        {
            statements.Insert!.Add(1).Add("c").Add(0).Run();
            return true;
        });
        Assert.Equal(1, Count());
    }

    [Fact]
    public void A_value_too_few_is_a_broken_promise() => _folder.Database.Write((connection, _) =>
    {
        using var insert = new BulkStatement(connection, Insert);
        return Assert.Throws<InvalidOperationException>(() => insert.Add(1).Add("a").Run());
    });

    [Fact]
    public async Task Items_are_written_in_slices_that_let_others_in()
    {
        var items = Enumerable.Range(0, 2000).ToList();
        await BulkStatement.RunAllAsync(_folder.Database, Insert, items, (insert, i) => insert.Add((long)i).Add("x").Add(0).Run(), TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(2000, Count());

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BulkStatement.RunAllAsync(
            _folder.Database,
            Insert,
            items,
            (insert, i) =>
            {
                insert.Add(i + 10_000L).Add("x").Add(0).Run();
                stop.Cancel();
            },
            TimeSpan.Zero,
            stop.Token));
        Assert.InRange(Count(), 2001, 2100);
    }

    private long Count() => _folder.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from things"));

    private sealed class Held : IDisposable
    {
        public BulkStatement? Insert { get; set; }

        public void Dispose() => Insert?.Dispose();
    }
}
