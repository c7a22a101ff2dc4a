using System.Text;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Import;

/// <summary>Rows with more or fewer cells than the header.</summary>
public sealed class RowWidthTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("9001,20001,LAMP,1,2010-05-01 10:00,1.50,17", "short-row", 7)]
    [InlineData("9001,20001,1,2010-05-01 10:00,1.50,17,France", "short-row", 7)]
    [InlineData("9001,20001,LAMP,BLUE,1,2010-05-01 10:00,1.50,17,France", "long-row", 9)]
    [InlineData("9001,20001,LAMP,1,2010-05-01 10:00,1.50,17,,", "long-row", 9)]
    [InlineData("Total", "short-row", 1)]
    public async Task A_row_of_another_width_costs_an_order_file_that_row_only(string row, string rule, int cells)
    {
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(ImportRig.Header + Orders(1, 20) + row + "\n" + Orders(21, 40))).Summary;
        Assert.Equal((41L, 40L, 1L), (summary.Rows, summary.Lines, summary.Rejected));
        var issue = Assert.Single(await _rig.Shop.IssuesAsync(summary.Id));
        Assert.Equal((22L, rule, row), (issue.Row, issue.Rule, issue.Text));
        Assert.StartsWith($"Cells found: {cells}, wanted: 8", issue.Reason);
        Assert.Equal([$"{cells}", "8"], issue.Particulars);
        Assert.Equal(new Dictionary<string, long> { [rule] = 1 }, (await _rig.Shop.RulesAsync(summary.Id)).Where(one => one.Key == rule).ToDictionary());
        Assert.Equal(0L, _rig.Ask<long>("select count(*) from data_orders where number like '9001%'"));
    }

    [Fact]
    public async Task The_numbers_of_cells_are_told_in_the_language_of_the_reader_and_older_rows_as_they_are()
    {
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(ImportRig.Header + Orders(1, 5) + "a,b,c\n")).Summary;
        var issue = Assert.Single(await _rig.Shop.IssuesAsync(summary.Id));
        Assert.Equal("该行有 3 个单元格，应为 8 个，请补全该行。", CodedWords.OfRule(Words.In(Words.Chinese), issue));
        Assert.Equal("Cells found: 3, wanted: 8. Complete the row.", CodedWords.OfRule(Words.In(Words.English), issue));
        var older = issue with { Reason = "The row has fewer cells than the header. Complete the row." };
        Assert.Equal("该行单元格少于表头，请补全该行。", CodedWords.OfRule(Words.In(Words.Chinese), older));
    }

    [Theory]
    [InlineData("9001,20001,\"LAMP,1,2010-05-01 10:00,1.50,17,France")]
    [InlineData("9001,20001,\"Big\" LAMP,1,2010-05-01 10:00,1.50,17,France")]
    public async Task A_quote_with_text_behind_it_costs_its_line_only_and_the_line_comes_back_whole(string row)
    {
        var next = "41,20001,\"LAMP\",1,2010-05-01 10:00,1.50,17,France\n";
        foreach (var more in (string[])["", new string('x', 200), new string('y', 600_000)])
        {
            using var rig = new FilesRig();
            var summary = Assert.IsType<ImportOutcome.Applied>(await rig.Shop.ImportAsync(ImportRig.Header + Orders(1, 20) + row + more + "\r\n" + next + Orders(21, 40))).Summary;
            Assert.Equal((42L, 41L, 1L), (summary.Rows, summary.Lines, summary.Rejected));
            var issue = Assert.Single(await rig.Shop.IssuesAsync(summary.Id));
            Assert.Equal((22L, "stray-quote", row + more), (issue.Row, issue.Rule, issue.Text));
            Assert.Contains("9001,20001,\"\"\"" + row[12..15], await rig.RejectedAsync(summary.Id), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Many_rows_with_text_behind_quotes_refuse_the_file()
    {
        var rows = string.Concat(Enumerable.Range(1, 9).Select(i => $"{i},20001,\"A\" LAMP,1,2010-05-01 10:00,1.50,17,France\n"));
        var refused = await _rig.Shop.RefusedAsync(ImportRig.Header + Orders(10, 30) + rows);
        Assert.Equal((23L, "text-after-quote"), (refused.Row, refused.Why!.Code));
    }

    [Fact]
    public async Task A_file_that_stops_in_the_middle_of_a_row_says_so_and_keeps_the_rows_before()
    {
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(ImportRig.Header + Orders(1, 5) + "6,20001,LAMP,1,2010-0")).Summary;
        Assert.Equal((5L, 1L), (summary.Lines, summary.Rejected));
        Assert.Contains("stops in the middle", Assert.Single(await _rig.Shop.IssuesAsync(summary.Id)).Reason);
    }

    [Fact]
    public async Task A_row_that_was_too_long_comes_back_whole_stays_out_as_it_is_and_joins_its_order_once_corrected()
    {
        var first = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(ImportRig.Header + Orders(1, 5) + "5,20002,LAMP, BLUE,2,2010-05-01 10:00,1.50,17,France\n5,20003,POT,1,2010-05-01 10:00,2.50,17\n")).Summary;
        var file = await _rig.RejectedAsync(first.Id);
        var lines = file.Split("\r\n");
        Assert.StartsWith("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,Import note,Import row", lines[0]);
        Assert.EndsWith($",import {first.Id.Value}, row 7\",France".Replace("import", "\"import"), lines[1]);
        Assert.StartsWith("5,20003,POT,1,2010-05-01 10:00,2.50,17,,", lines[2]);

        // A spreadsheet gives the cell behind our columns one without a name: nothing may move under another name.
        var saved = string.Join("\r\n", lines[0] + ",", lines[1], lines[2] + ",", "");
        var again = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(saved, "again.csv")).Summary;
        Assert.Equal((1L, 1L), (again.Lines, again.Rejected));
        Assert.EndsWith(",France", (await _rig.RejectedAsync(again.Id)).Split("\r\n")[1]);

        var corrected = saved.Replace("LAMP,' BLUE", "\"LAMP, BLUE\"").Replace("LAMP, BLUE,2,2010-05-01 10:00,1.50,17,France", "x").Replace("LAMP, BLUE,2,2010-05-01 10:00,1.50,17,", "\"LAMP, BLUE\",2,2010-05-01 10:00,1.50,17,France,");
        corrected = corrected.Replace("row 7\",France", "row 7\",");
        var last = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(corrected, "corrected.csv")).Summary;
        Assert.Equal((1L, 0L), (last.Lines, last.Rejected));
        Assert.Equal(3L, _rig.Ask<long>("select count(*) from data_order_lines join data_orders on data_orders.id = order_id where number = '5'"));
    }

    [Fact]
    public async Task Unquoted_delimiters_never_move_values_under_other_names_also_when_the_last_cells_are_empty()
    {
        var rows = string.Concat(Enumerable.Range(1, 60).Select(i => $"{i},c{i}@x.example,N{i},Bonn,\n"));
        var summary = await _rig.AppliedAsync("id,email,name,city,country\n" + rows + "61,d@x.example,Lee, Ann,Ulm,\n62,e@x.example,Bo,Ulm\n", "customers");
        Assert.Equal((60L, 2L), (summary.Lines, summary.Rejected));
        Assert.Equal(["long-row", "short-row"], (await _rig.Shop.IssuesAsync(summary.Id)).Select(issue => issue.Rule));
        Assert.Equal("62,e@x.example,Bo,Ulm,,", (await _rig.RejectedAsync(summary.Id)).Split("\r\n")[2][..23]);
    }

    [Fact]
    public async Task More_than_a_tenth_of_the_first_rows_refuse_the_file_with_the_first_row_and_the_fix()
    {
        var torn = string.Concat(Enumerable.Range(1, 5).Select(i => $"{i},20001,LAMP,BLUE,1,2010-05-01 10:00,1.50,17,France\n"));
        var orders = await _rig.Shop.RefusedAsync(ImportRig.Header + Orders(10, 30) + torn);
        Assert.Equal(23, orders.Row);
        Assert.Equal("5 of the first 26 rows have more or fewer cells than the header: it has 8, this row has 9.", orders.Reason);
        Assert.Contains("--delimiter", orders.Fix);

        var people = string.Concat(Enumerable.Range(1, 6).Select(i => $"{i},c{i}@x.example,N,M\n"));
        var customers = await _rig.RefusedAsync("id,email,name\n" + people, "customers");
        Assert.Equal((2L, "row-width"), (customers.Row, customers.Why!.Code));
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes("id,email,name\n" + people), "customers");
        Assert.Equal("row-width", Assert.IsType<PreviewOutcome.Refused>(await _rig.Files.PreviewAsync(plan, default)).Refusal.Why!.Code);
    }

    [Theory]
    [InlineData(",", 20)]
    [InlineData("", 20)]
    public async Task A_delimiter_at_the_end_of_every_row_and_empty_cells_left_out_there_are_how_a_file_is_written(string more, int rows)
    {
        // Either all rows have one cell more, or a fifth lacks the country.
        var text = string.Concat(Enumerable.Range(1, rows).Select(i => $"{i},20001,LAMP,1,2010-05-01 10:00,1.50,17{(more.Length > 0 || i % 5 > 0 ? ",France" : "")}{more}\n"));
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(ImportRig.Header + text)).Summary;
        Assert.Equal((rows, 0L), ((int)summary.Lines, summary.Rejected));

        var people = string.Concat(Enumerable.Range(1, rows).Select(i => $"{i},c{i}@x.example{(more.Length > 0 || i % 5 > 0 ? ",N" : "")}{more}\n"));
        Assert.Equal((rows, 0L), await _rig.AppliedAsync("id,email,name\n" + people, "customers") is var done ? ((int)done.Lines, done.Rejected) : default);
    }

    [Fact]
    public async Task Where_cells_are_left_out_a_row_without_a_needed_one_and_the_last_one_are_left_out_all_the_same()
    {
        var text = string.Concat(Enumerable.Range(1, 20).Select(i => $"{i},20001,LAMP,1,2010-05-01 10:00,1.50,17{(i % 5 > 0 ? ",France" : "")}\n"));
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(ImportRig.Header + text + "21,20001,LAMP,1,2010-05-01 10:00,1.50\n22,20001,LAMP,1,2010-05-01 10:00,1.50,1")).Summary;
        Assert.Equal(20, summary.Lines);
        Assert.Equal(["short-row", "cut-row"], (await _rig.Shop.IssuesAsync(summary.Id)).Select(issue => issue.Rule));
    }

    private static string Orders(int from, int to) => string.Concat(Enumerable.Range(from, to - from + 1).Select(i => $"{i},20001,LAMP,1,2010-05-01 10:00,1.50,17,France\n"));
}
