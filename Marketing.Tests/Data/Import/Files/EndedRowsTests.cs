using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>Files of customers at the end of the period for which their rows are kept.</summary>
public sealed class EndedRowsTests : IDisposable
{
    private readonly FilesRig _rig = new();

    private Marketing.Data.Import.Imports Imports => _rig.Shop.Imports;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_whose_rows_have_ended_is_neither_taken_back_nor_shown_again()
    {
        var visible = await _rig.AppliedAsync("id,email\n7,seven@x.example\n", "customers", "visible.csv");
        var undone = await _rig.AppliedAsync("id,email\n8,eight@x.example\n", "customers", "undone.csv");
        Assert.True(await Imports.UndoAsync(undone.Id, "Ada", default));
        _rig.Shop.Pass(TimeSpan.FromDays(1));
        await EndAsync(_ => { }, default);
        var young = await _rig.AppliedAsync("id,email\n9,nine@x.example\n", "customers", "young.csv");

        Assert.False(await Imports.UndoAsync(visible.Id, "Ada", default));
        Assert.False(await Imports.RedoAsync(undone.Id, "Ada", default));
        Assert.Equal((ImportState.Applied, true), await StateAsync(visible.Id));
        Assert.Equal((ImportState.Undone, true), await StateAsync(undone.Id));
        Assert.Equal((ImportState.Applied, false), await StateAsync(young.Id));
        Assert.Equal("seven@x.example", _rig.Ask<string>("select email from data_customers where key = '7'"));
        Assert.Null(_rig.Ask<string?>("select email from data_customers where key = '8'"));
        Assert.True(await Imports.UndoAsync(young.Id, "Ada", default));
        Assert.Equal([true, true, false], (await Imports.ListAsync(new TableQuery(Sort: "started"), default)).Items.OrderBy(import => import.Id.Value).Select(import => import.RowsEnded));
    }

    [Fact]
    public async Task A_file_whose_rows_could_not_follow_when_it_was_taken_back_follows_when_that_is_wanted_again()
    {
        var import = await _rig.AppliedAsync("id,email\n7,seven@x.example\n", "customers");
        Change("create trigger full before delete on data_import_flips begin select raise(abort, 'disk full'); end");
        await Assert.ThrowsAnyAsync<Exception>(() => Imports.UndoAsync(import.Id, "Ada", default));
        Change("drop trigger full");
        Assert.True(await Imports.UndoAsync(import.Id, "Ada", default));
        Assert.Equal(ImportState.Undone, (await StateAsync(import.Id)).State);
        Assert.Equal(0, _rig.Ask<long>("select count(*) from data_import_flips"));
        Assert.False(await Imports.UndoAsync(import.Id, "Ada", default));
    }

    [Fact]
    public async Task A_file_of_which_some_rows_are_left_is_not_taken_back_in_part()
    {
        var rows = new StringBuilder("id,email\n");
        for (var i = 0; i <= DataRetentionStore.Slice; i++)
        {
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},c{i}@x.example\n");
        }

        var import = await _rig.AppliedAsync(rows.ToString(), "customers");
        _rig.Shop.Pass(TimeSpan.FromDays(1));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndAsync(_ => stop.Cancel(), stop.Token));
        Assert.Equal(1, _rig.Ask<long>("select count(*) from data_staged_customers"));
        Assert.False(await Imports.UndoAsync(import.Id, "Ada", default));
        Assert.Equal(DataRetentionStore.Slice + 1, _rig.Ask<long>("select count(*) from data_customers where email is not null"));
    }

    private Task EndAsync(Action<long> gone, CancellationToken cancellation) =>
        new DataRetentionStore(_rig.Shop.Database).RemoveAsync("staged-customers", _rig.Shop.System.GetUtcNow(), gone, cancellation);

    private async Task<(ImportState State, bool RowsEnded)> StateAsync(ImportId import)
    {
        var found = (await Imports.FindAsync(import, default))!;
        return (found.State, found.RowsEnded);
    }

    private void Change(string sql) => _rig.Shop.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));
}
