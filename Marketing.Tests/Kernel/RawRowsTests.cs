using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.Kernel;

public sealed class RawRowsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_in_order_with_numbers_texts_and_nulls()
    {
        using var connection = _folder.Database.OpenReader();
        using var rows = new RawRows(connection, "select @Number, null, @Text, -7 union all select 2, 3, 'ü', 4").With("@Number", 5_000_000_000).With("@Text", "a");
        Assert.True(rows.Next());
        Assert.Equal((5_000_000_000, null, -1, "a", -7), (rows.Long(0), rows.Maybe(1), rows.Long(1, whenNull: -1), rows.Text(2), rows.Long(3)));
        Assert.True(rows.Next());
        Assert.Equal((2, 3L, 3, "ü"), (rows.Long(0), rows.Maybe(1), rows.Long(1, whenNull: -1), rows.Text(2)));
        Assert.False(rows.Next());
    }

    [Fact]
    public void An_unknown_parameter_and_a_broken_statement_are_refused()
    {
        using var connection = _folder.Database.OpenReader();
        using var rows = new RawRows(connection, "select 1");
        Assert.Throws<InvalidOperationException>(() => rows.With("@Missing", 1));
        Assert.Throws<SqliteException>(() => new RawRows(connection, "select nothing from nowhere"));
    }

    [Fact]
    public void A_cancelled_reading_stops_in_the_middle()
    {
        using var cancelled = new CancellationTokenSource();
        using var connection = _folder.Database.OpenReader();
        using var rows = new RawRows(connection, "with recursive n (i) as (select 1 union all select i + 1 from n limit 100000) select i from n", cancelled.Token);
        Assert.True(rows.Next());
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            while (rows.Next())
            {
            }
        });
        Assert.InRange(rows.Long(0), 1, 99_999);
    }
}
