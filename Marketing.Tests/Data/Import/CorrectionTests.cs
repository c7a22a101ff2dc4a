using System.Text;
using Dapper;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Tests.Data.Import;

/// <summary>Rejected rows of a file of orders come back as a file, and once corrected join what is there.</summary>
public sealed class CorrectionTests : IDisposable
{
    private const string Good = "1,20001,LAMP,2,01/06/2010 10:00,1.50,17,France";
    private const string Wrong = "1,20002,\"VASE, RED\",two,01/06/2010 10:00,4.00,17,France";
    private const string Lonely = "2,20003,BOWL,1,13/06/2010 10:00,free,18,Spain";
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Rejected_rows_keep_their_columns_and_say_why_and_which_row_they_are()
    {
        var import = await _rig.AppliedAsync(Good, Wrong, Lonely);
        var lines = (await RejectedAsync(import.Id)).Split("\r\n");
        Assert.Equal(ImportRig.Header.Trim() + ",Import note,Import row", lines[0]);
        Assert.StartsWith("1,20002,\"VASE, RED\",two,01/06/2010 10:00,4.00,17,France,Quantity: ", lines[1].Replace("\"Quantity: ", "Quantity: "));
        Assert.EndsWith($"\"import {import.Id.Value}, row 3\"", lines[1]);
        Assert.StartsWith("2,20003,BOWL,1,13/06/2010 10:00,free,18,Spain,", lines[2]);
        Assert.Equal(["", 4], new object[] { lines[3], lines.Length });
    }

    [Fact]
    public async Task Notes_in_Chinese_are_known_again_and_give_way_to_those_of_the_next_reader()
    {
        var chinese = FileWords.Notes(Words.In(Words.Chinese));
        var first = await _rig.AppliedAsync(Good, Wrong, Lonely);
        var text = await RejectedAsync(first.Id, chinese);
        Assert.Equal(ImportRig.Header.Trim() + ",导入说明,Import row", text.Split("\r\n")[0]);
        Assert.Contains(",Quantity: 数量不是整数", text);
        Assert.DoesNotContain("The ", text);

        var second = await AppliedAsync(text.Replace(",two,", ",3,"));
        Assert.Equal((1L, 1L), (second.Lines, second.Rejected));
        Assert.Equal([(0L, 2L, 150L), (1L, 3L, 400L)], Lines("1"));
        var left = (await RejectedAsync(second.Id)).Split("\r\n");
        Assert.Equal(ImportRig.Header.Trim() + ",Import note,Import row", left[0]);
        Assert.Contains("UnitPrice: The price is not a number.", left[1]);
        await Assert.ThrowsAsync<ArgumentException>(() => RejectedAsync(second.Id, chinese with { Header = "Remark" }));
    }

    [Fact]
    public async Task A_corrected_row_joins_its_order_once_and_leaves_with_its_import()
    {
        var first = await _rig.AppliedAsync(Good, Wrong, Lonely);
        var corrected = (await RejectedAsync(first.Id)).Replace(",two,", ",3,").Replace(",free,", ",9.00,");
        var second = await AppliedAsync(corrected);
        Assert.Equal((2L, 2L, 1L, 0L), (second.Rows, second.Lines, second.Orders, second.Rejected));
        var shop = await _rig.LookAsync();
        Assert.Equal((2, 3), (shop.Orders.Count, shop.Orders.Lines));
        Assert.Equal([(0L, 2L, 150L), (1L, 3L, 400L)], Lines("1"));

        var again = await AppliedAsync(corrected + "3,20001,LAMP,1,14/06/2010 10:00,1.50,17,France,,\r\n");
        Assert.Equal((2L, 1L, 1L), (again.Unchanged, again.Lines, again.Orders));
        Assert.Equal(2, Lines("1").Count);
        Assert.Equal(2L, (await _rig.RulesAsync(again.Id))["already-corrected"]);

        Assert.True(await _rig.Imports.UndoAsync(second.Id, "Ada", default));
        Assert.Equal([(0L, 2L, 150L)], Lines("1"));
        Assert.True(await _rig.Imports.RedoAsync(second.Id, "Ada", default));
        Assert.Equal([(0L, 2L, 150L), (1L, 3L, 400L)], Lines("1"));
    }

    [Fact]
    public async Task Only_what_was_corrected_comes_in_and_the_rest_is_rejected_again()
    {
        var first = await _rig.AppliedAsync(Good, Wrong, Good, Lonely);
        var text = await RejectedAsync(first.Id);
        var second = await AppliedAsync(text.Replace(",two,", ",3,"));
        Assert.Equal((3L, 1L, 2L), (second.Rows, second.Lines, second.Rejected));
        Assert.Equal(["duplicate-line", "unreadable-price"], (await _rig.IssuesAsync(second.Id)).Select(issue => issue.Rule));
        Assert.Equal(2, Lines("1").Count);
    }

    [Fact]
    public async Task A_row_without_its_mark_changes_nothing_of_an_order_that_is_there()
    {
        await _rig.AppliedAsync(Good, Wrong, Lonely);
        var second = await AppliedAsync(ImportRig.Header + Wrong.Replace(",two,", ",3,") + "\n" + Lonely.Replace("free", "9.00") + "\n");
        Assert.Equal((1L, 1L), (second.Unchanged, second.Lines));
        Assert.Single(Lines("1"));
    }

    [Fact]
    public async Task A_corrected_return_comes_in_once_and_its_import_can_be_taken_back_and_applied_again()
    {
        var first = await _rig.AppliedAsync(Good, Lonely.Replace("free", "1.00"), "C1,20001,LAMP,-1,14/06/2010 10:00,1.50,17,France", "C1,20002,VASE,-x,14/06/2010 10:00,4.00,17,France");
        var text = await RejectedAsync(first.Id);
        Assert.Contains(",'-x,", text);
        var second = await AppliedAsync(text.Replace("-x", "-2"));
        Assert.Equal((0L, 1L), (second.Lines, second.Returns));
        Assert.Equal(2, (await _rig.LookAsync()).Returns.Count);
        Assert.True(await _rig.Imports.UndoAsync(second.Id, "Ada", default));
        Assert.Equal(1, (await _rig.LookAsync()).Returns.Count);
        Assert.True(await _rig.Imports.RedoAsync(second.Id, "Ada", default));
        Assert.Equal(2, (await _rig.LookAsync()).Returns.Count);
    }

    [Fact]
    public async Task A_broken_correction_leaves_every_order_as_it_was()
    {
        var first = await _rig.AppliedAsync(Good, Wrong, Lonely);
        var text = (await RejectedAsync(first.Id)).Replace(",two,", ",3,");
        await _rig.RefusedAsync(text + "\"4,20001\r\n");
        Assert.Single(Lines("1"));
        Assert.Equal(0, _rig.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_import_corrections")));
        Assert.Equal(1L, (await AppliedAsync(text)).Lines);
    }

    [Fact]
    public async Task Dates_that_the_few_corrected_rows_leave_open_are_read_as_in_their_file()
    {
        var first = await _rig.AppliedAsync(Lonely.Replace("free", "1.00"), "5,20001,LAMP,x,02/06/2010 10:00,1.50,17,France");
        await AppliedAsync((await RejectedAsync(first.Id)).Replace(",x,", ",1,"));
        Assert.Equal(2, (await _rig.LookAsync()).Orders.Count);
        Assert.Equal(
            new DateTimeOffset(2010, 6, 2, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            _rig.Database.Read(connection => connection.ExecuteScalar<long>("select at from data_orders where number = '5'")));
    }

    [Fact]
    public async Task Corrected_rows_are_read_as_their_file_however_some_of_them_were_written_anew()
    {
        var first = await _rig.AppliedAsync(Lonely.Replace("free", "1.00"), Broken(5), Broken(6), Broken(7));
        var text = (await RejectedAsync(first.Id)).Replace(",x,", ",1,");
        var second = await AppliedAsync(string.Concat(text.Split("\r\n").Select(line => (line.StartsWith('7') ? line : line.Replace("09/12/2011", "2011-12-09")) + "\r\n")).TrimEnd() + "\r\n");
        Assert.Equal((3L, 0L), (second.Lines, second.Rejected));
        Assert.Equal(
            [new DateTimeOffset(2011, 12, 9, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()],
            _rig.Database.Read(connection => connection.Query<long>("select distinct at from data_orders where number in ('5', '6', '7')")));

        static string Broken(int order) => $"{order},20001,LAMP,x,09/12/2011 10:00,1.50,17,France";
    }

    [Fact]
    public async Task Prices_of_corrected_rows_are_read_with_the_decimal_sign_of_their_file()
    {
        var path = _rig.Write(Encoding.UTF8.GetBytes(ImportRig.Header.Replace(',', ';') + "1;20001;LAMP;1;2010-05-01;12,50;17;France\n2;20001;LAMP;x;2010-05-01;1,125;17;France\n"));
        var look = Assert.IsType<LookOutcome.Seen>(await _rig.Files.LookAsync(path, "orders.csv", null, "orders", default)).Look;
        var job = await _rig.Files.EnqueueAsync(new ImportPlan(path, "orders.csv", "Ada", "orders", look.Form, look.Columns), owned: false, default);
        var first = Assert.IsType<ImportOutcome.Applied>(await _rig.Files.RunAsync(job.Id, null, default)).Summary;
        await AppliedAsync((await RejectedAsync(first.Id)).Replace(",x,", ",1,"));
        Assert.Equal([(0L, 1L, 112L)], Lines("2"));
    }

    [Fact]
    public async Task A_preview_counts_the_rows_that_would_join_an_order()
    {
        var first = await _rig.AppliedAsync(Good, Wrong, Lonely);
        var path = _rig.Write(Encoding.UTF8.GetBytes((await RejectedAsync(first.Id)).Replace(",two,", ",3,")));
        var look = Assert.IsType<LookOutcome.Seen>(await _rig.Files.LookAsync(path, "again.csv", null, null, default)).Look;
        Assert.Equal("orders", look.Kind);
        var plan = new ImportPlan(path, "again.csv", "Ada", "orders", look.Form, look.Columns);
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(plan, default)).Preview;
        Assert.Equal((2L, 1L, 1L), (preview.Rows, preview.Accepted, preview.Rejected));
    }

    [Fact]
    public async Task A_correction_is_not_applied_again_while_another_shows_the_same_rejected_row()
    {
        var text = await RejectedAsync((await _rig.AppliedAsync(Good, Wrong, Lonely)).Id);
        var second = await AppliedAsync(text.Replace(",two,", ",3,"));
        Assert.True(await _rig.Imports.UndoAsync(second.Id, "Ada", default));
        var third = await AppliedAsync(text.Replace(",two,", ",5,"));
        Assert.False(await _rig.Imports.RedoAsync(second.Id, "Ada", default));
        Assert.Equal(third.Id, (await _rig.Imports.FindTwinAsync(second.Id, default))?.Id);
        Assert.Equal([(0L, 2L, 150L), (1L, 5L, 400L)], Lines("1"));
        Assert.True(await _rig.Imports.UndoAsync(third.Id, "Ada", default));
        Assert.Null(await _rig.Imports.FindTwinAsync(second.Id, default));
        Assert.True(await _rig.Imports.RedoAsync(second.Id, "Ada", default));
        Assert.Equal([(0L, 2L, 150L), (1L, 3L, 400L)], Lines("1"));
    }

    [Fact]
    public async Task A_correction_is_not_applied_again_while_a_repaired_file_shows_its_order()
    {
        var text = await RejectedAsync((await _rig.AppliedAsync(Good, Lonely)).Id);
        var second = await AppliedAsync(text.Replace(",free,", ",9.00,"));
        Assert.True(await _rig.Imports.UndoAsync(second.Id, "Ada", default));
        var third = await _rig.AppliedAsync(Good, Lonely.Replace("free", "9.00"));
        Assert.False(await _rig.Imports.RedoAsync(second.Id, "Ada", default));
        Assert.Equal(third.Id, (await _rig.Imports.FindTwinAsync(second.Id, default))?.Id);
        Assert.Equal(2, (await _rig.LookAsync()).Orders.Count);
    }

    [Fact]
    public async Task Corrections_of_different_rows_of_one_number_are_taken_back_and_applied_again_one_by_one()
    {
        var first = await _rig.AppliedAsync(Good, "C1,20001,LAMP,-1,14/06/2010 10:00,1.50,17,France", "C1,20002,VASE,-x,14/06/2010 10:00,4.00,17,France", "C1,20003,BOWL,-y,14/06/2010 10:00,9.00,17,France");
        var text = await RejectedAsync(first.Id);
        var second = await AppliedAsync(text.Replace("-x", "-2"));
        var third = await AppliedAsync(text.Replace("-y", "-3"));
        foreach (var import in new[] { first, second, third })
        {
            Assert.True(await _rig.Imports.UndoAsync(import.Id, "Ada", default));
            Assert.Equal(2, (await _rig.LookAsync()).Returns.Count);
            Assert.True(await _rig.Imports.RedoAsync(import.Id, "Ada", default));
            Assert.Equal(3, (await _rig.LookAsync()).Returns.Count);
        }
    }

    [Fact]
    public async Task An_undo_or_a_redo_that_a_crash_cut_short_is_ended_at_the_next_start()
    {
        var text = await RejectedAsync((await _rig.AppliedAsync(Good, Wrong, Lonely)).Id);
        var second = await AppliedAsync(text.Replace(",two,", ",3,"));
        Assert.True(await _rig.Store.SetStateAsync(second.Id, ImportState.Applied, ImportState.Undone, default));
        Assert.Equal(2, Lines("1").Count);
        await _rig.Imports.CleanUpAsync(default);
        Assert.Equal([(0L, 2L, 150L)], Lines("1"));
        Assert.True(await _rig.Store.SetStateAsync(second.Id, ImportState.Undone, ImportState.Applied, default));
        await _rig.Imports.CleanUpAsync(default);
        Assert.Equal([(0L, 2L, 150L), (1L, 3L, 400L)], Lines("1"));
    }

    [Fact]
    public async Task A_corrected_line_of_another_customer_than_its_orders_is_rejected_and_one_without_a_customer_joins()
    {
        var text = (await RejectedAsync((await _rig.AppliedAsync(Good, Wrong, Lonely)).Id)).Replace(",two,", ",3,").Replace(",free,", ",9.00,");
        var second = await AppliedAsync(text.Replace("4.00,17,", "4.00,18,"));
        Assert.Equal((1L, 1L), (second.Lines, second.Rejected));
        var issue = Assert.Single(await _rig.IssuesAsync(second.Id));
        Assert.Equal(("other-customer-of-order", "CustomerID", "18"), (issue.Rule, issue.Column, issue.Value));
        Assert.Single(Lines("1"));
        var third = await AppliedAsync(text.Replace("4.00,17,", "4.00,,"));
        Assert.Equal((1L, 0L, 0L), (third.Lines, third.Rejected, third.Anonymous));
        Assert.Equal([(0L, 2L, 150L), (1L, 3L, 400L)], Lines("1"));
    }

    [Fact]
    public void Corrected_rows_are_found_by_index_where_an_order_goes_and_where_a_return_comes() => _rig.Database.Read(connection =>
    {
        var root = connection.ExecuteScalar<long>("select rootpage from sqlite_master where name = 'data_import_corrections_by_order'");
        var steps = connection.Query("explain delete from data_orders where id = 1").Select(step => (Does: (string)step.opcode, Cursor: (long)step.p1, Root: (long)step.p2)).ToList();
        var cursor = Assert.Single(steps, step => step.Does == "OpenRead" && step.Root == root).Cursor;
        Assert.Contains(steps, step => step.Does == "SeekGE" && step.Cursor == cursor);
        var plan = connection.Query(
            "explain query plan " + SqlFile.Load("Data/Sql/DataCorrections.sql")["has-return"],
            new { Number = "C1", Code = "20001", Quantity = 1, Price = 150, At = 0, ImportState.Applied }).Select(step => (string)step.detail).ToList();
        Assert.Contains(plan, step => step.EndsWith("data_returns_by_number (number=?)", StringComparison.Ordinal));
        return true;
    });

    private async Task<ImportSummary> AppliedAsync(string text) => Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(text)).Summary;

    private async Task<string> RejectedAsync(ImportId import, RowNotes? notes = null)
    {
        using var text = new MemoryStream();
        await _rig.Files.WriteRejectedAsync(import, notes ?? RowNotes.English, text, CancellationToken.None);
        return Encoding.UTF8.GetString(text.ToArray()).TrimStart('\uFEFF');
    }

    private List<(long Position, long Quantity, long Price)> Lines(string number) => _rig.Database.Read(connection => connection.Query<(long, long, long)>(
        "select l.position, l.quantity, l.unit_price from data_order_lines l join data_orders o on o.id = l.order_id where o.number = @number order by 1", new { number }).AsList());
}
