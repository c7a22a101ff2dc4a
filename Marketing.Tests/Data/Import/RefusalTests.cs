using System.IO.Compression;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Import;

public sealed class RefusalTests : IDisposable
{
    private const string Row = "1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France\n";
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_missing_column_is_named_with_the_names_it_may_have()
    {
        var refused = await _rig.RefusedAsync("InvoiceNo,StockCode,Description,InvoiceDate,UnitPrice,CustomerID\n");
        Assert.Equal(("orders.csv", 1L, "Quantity"), (refused.File, refused.Row, refused.Column));
        Assert.Contains("数量", refused.Fix);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task All_missing_columns_are_named_at_once()
    {
        var refused = await _rig.RefusedAsync("Bestellnummer,StockCode,Menge,Datum,UnitPrice,CustomerID\n");
        Assert.Contains("for InvoiceNo, Quantity, InvoiceDate;", refused.Reason);
        Assert.Contains("--column InvoiceNo=", refused.Fix);
        Assert.Contains("--encoding", refused.Fix);
    }

    [Fact]
    public async Task Two_columns_of_one_meaning_are_refused()
    {
        var refused = await _rig.RefusedAsync("Order,Invoice,SKU,Qty,Date,Price,Customer\n");
        Assert.Equal((1L, "Invoice"), (refused.Row, refused.Column));
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused_at_its_row_and_column()
    {
        var text = Encoding.Latin1.GetBytes(ImportRig.Header + Row + "2,20001,CAFÉ LAMP,1,2010-05-01 10:00,1.50,17,France\n");
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(text));
        Assert.Equal((3L, "Description"), (refused.Row, refused.Column));
        Assert.Contains("UTF-8", refused.Fix);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Utf16_and_workbooks_are_recognised()
    {
        var utf16 = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(ImportRig.Header + Row)]));
        Assert.Contains("UTF-16", utf16.Reason);
        var workbook = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync("PK\u0003\u0004 and so on", "orders.xlsx"));
        Assert.Contains("workbook", workbook.Reason);
    }

    [Fact]
    public async Task A_header_with_text_behind_a_quote_is_refused()
    {
        var refused = await _rig.RefusedAsync("\"Invoice\"No," + ImportRig.Header + Row);
        Assert.Equal((1L, "text-after-quote"), (refused.Row, refused.Why!.Code));
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_refused_where_it_begins()
    {
        var refused = await _rig.RefusedAsync(ImportRig.Header + Row + "2,20001,\"LAMP,1,2010-05-01 10:00,1.50,17,France\n" + Row);
        Assert.Equal((3L, "Description"), (refused.Row, refused.Column));
        Assert.Contains("never closed", refused.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    public async Task A_line_of_ten_megabytes_is_refused(string quote)
    {
        var text = ImportRig.Header + Row + "2,20001," + quote + new string('x', 10_000_000) + quote + ",1,2010-05-01 10:00,1.50,17,France\n";
        var refused = await _rig.RefusedAsync(text);
        Assert.Equal((3L, "Description"), (refused.Row, refused.Column));
        Assert.Contains("1,000,000 bytes", refused.Reason);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Prices_that_mostly_have_a_decimal_comma_are_refused_where_a_point_was_taken_for_granted()
    {
        var refused = await _rig.RefusedAsync(ImportRig.Header + Row + "2,20001,LAMP,1,2010-05-01 10:00,\"1,50\",17,France\n3,20001,LAMP,1,2010-05-01 10:00,\"2,50\",17,France\n4,20001,LAMP,1,2010-05-01 10:00,1.250,17,France\n");
        Assert.Equal((3L, "UnitPrice"), (refused.Row, refused.Column));
        Assert.Contains("2 of them", refused.Reason);
        Assert.Contains("12.50", refused.Fix);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        Assert.Contains("empty", (await _rig.RefusedAsync("")).Reason);
        Assert.Contains("empty", (await _rig.RefusedAsync("\n\n")).Reason);
    }

    [Fact]
    public async Task A_header_alone_is_refused()
    {
        Assert.Contains("no rows", (await _rig.RefusedAsync(ImportRig.Header)).Reason);
        Assert.Contains("no rows", (await _rig.RefusedAsync(ImportRig.Header.TrimEnd())).Reason);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".br")]
    public async Task A_compressed_file_that_stops_in_the_middle_is_refused(string ending)
    {
        var random = new Random(5);
        var text = ImportRig.Header + string.Concat(Enumerable.Range(1, 40_000).Select(i => $"{i},{20000 + random.Next(900)},LAMP {random.Next()},1,2010-05-01 10:00,1.50,{random.Next(500)},France\n"));
        var whole = Compressed(text, ending);
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(whole[..(whole.Length / 2)], "orders.csv" + ending));
        Assert.InRange(refused.Row, 2, 40_001);
        Assert.Contains("stops in the middle", refused.Reason + refused.Fix);
        await NothingIsLeftAsync();
        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(whole, "orders.csv" + ending));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.Imports.ImportOrdersAsync(new OrderFile("/nowhere/orders.csv", "orders.csv", "Ada"), null, CancellationToken.None));
        Assert.Equal(0, refused.Row);
        Assert.Contains("may read", refused.Fix);
    }

    [Fact]
    public async Task A_folder_is_refused()
    {
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.Imports.ImportOrdersAsync(new OrderFile(Path.GetTempPath(), "orders.csv", "Ada"), null, CancellationToken.None));
        Assert.Contains("cannot be read", refused.Reason);
    }

    [Fact]
    public async Task A_file_of_which_no_row_is_left_is_refused_with_the_first_reason()
    {
        var refused = await _rig.RefusedAsync(ImportRig.Header + "1,POST,POSTAGE,1,2010-05-01 10:00,1.50,17,France\n");
        Assert.Equal((2L, "StockCode"), (refused.Row, refused.Column));
        Assert.Contains("None of the 1 rows", refused.Reason);
    }

    [Fact]
    public async Task A_refusal_late_in_the_file_leaves_nothing_of_the_rows_before()
    {
        var text = ImportRig.Header + string.Concat(Enumerable.Range(1, 50_000).Select(i => $"{i / 3},{20000 + (i % 50)},LAMP,{(i % 7 == 0 ? 0 : 1)},2010-05-01 10:00,1.50,{i % 100},France\n")) + "\"never closed\n";
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(text));
        Assert.Equal(50_002, refused.Row);
        await NothingIsLeftAsync();
    }

    private async Task NothingIsLeftAsync()
    {
        var rows = await _rig.Database.ReadAsync(connection => connection.QuerySingle<long>(
            "select (select count(*) from data_orders) + (select count(*) from data_order_lines) + (select count(*) from data_returns) + (select count(*) from data_import_issues)"));
        Assert.Equal(0, rows);
        var import = (await _rig.Imports.ListAsync(new TableQuery(), CancellationToken.None)).Items[0];
        Assert.Equal(ImportState.Failed, import.State);
        Assert.NotNull(import.Message);
        Assert.NotNull(import.Finished);
        Assert.True(_rig.Shop.IsEmpty);
    }

    private static byte[] Compressed(string text, string ending)
    {
        using var output = new MemoryStream();
        using (Stream stream = ending == ".gz" ? new GZipStream(output, CompressionLevel.Fastest) : new BrotliStream(output, CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }
}
