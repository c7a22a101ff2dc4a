using System.IO.Compression;
using System.Text;
using Marketing.Data;
using Marketing.Data.Import;

namespace Marketing.Tests.Data.Import;

public sealed class FileFormTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country")]
    [InlineData("\uFEFFORDER_NO,sku,Product Name,Qty,order date,price,customer,country")]
    [InlineData("订单号,货号,商品名称,数量,下单时间,单价,客户编号,国家")]
    public async Task The_usual_headers_are_understood(string header)
    {
        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(header + "\n1,20001,LAMP,2,2010-05-01 10:00,1.50,17,France\n"));
        var shop = await _rig.LookAsync();
        Assert.Equal(("17", "France", "20001", "LAMP"), (shop.Customers.Key[0], shop.Customers.Country[0], shop.Products.Code[0], shop.Products.Name[0]));
    }

    [Theory]
    [InlineData(';', "\r\n")]
    [InlineData('\t', "\n")]
    [InlineData('|', "\r")]
    public async Task Other_delimiters_and_line_ends_are_understood(char delimiter, string lineEnd)
    {
        var text = (ImportRig.Header + "\n1,20001,\"LAMP \"\"A\"\"\",2,2010-05-01 10:00,1.50,17,France\n\n2,20001,LAMP,2,2010-05-01 10:00,1.50,17,France").Replace(',', delimiter).Replace("\n", lineEnd);
        var outcome = Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(text));
        Assert.Equal((2, 2), (outcome.Summary.Rows, outcome.Summary.Orders));
    }

    [Fact]
    public async Task Columns_may_stand_in_any_order_and_others_beside_them()
    {
        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync("Remark,UnitPrice,CustomerID,InvoiceDate,Quantity,StockCode,InvoiceNo\nx,1.50,17,2010-05-01,2,20001,1\n"));
        var shop = await _rig.LookAsync();
        Assert.Equal([150L], shop.Orders.LinePrice);
        Assert.Equal([""], shop.Products.Name);
    }

    [Fact]
    public async Task A_line_break_in_quotes_belongs_to_the_field_and_rows_are_counted_as_a_spreadsheet_does()
    {
        var outcome = Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(ImportRig.Header + "1,20001,\"LAMP\nBLUE\",2,2010-05-01 10:00,1.50,17,France\n\n2,20001,LAMP,0,2010-05-01 10:00,1.50,17,France\n"));
        Assert.Equal(["LAMP\nBLUE"], (await _rig.LookAsync()).Products.Name);
        Assert.Equal(4, Assert.Single(await _rig.IssuesAsync(outcome.Summary.Id)).Row);
    }

    [Fact]
    public async Task Gzip_is_known_by_its_content_and_brotli_by_its_name()
    {
        var rows = ImportRig.Header + "1,20001,LAMP,2,2010-05-01 10:00,1.50,17,France\n";
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(rows));
        }

        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(zipped.ToArray(), "orders.csv"));
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(rows.Replace("\n1,", "\n2,")));
        }

        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(packed.ToArray(), "orders.csv.br"));
        Assert.Equal(2, (await _rig.LookAsync()).Orders.Count);
    }

    [Fact]
    public void Fields_come_out_the_same_however_the_stream_is_cut()
    {
        var random = new Random(11);
        var records = Enumerable.Range(0, 3000).Select(_ => Enumerable.Range(0, 4).Select(_ => Word(random)).ToArray()).ToList();
        records[0] = ["a", "b", "c", "d"];
        records[1700] = [new string('x', 700_000), "b", "c", "d"];
        var text = string.Concat(records.Select(fields => string.Join(',', fields.Select(Quoted)) + (random.Next(2) == 0 ? "\r\n" : "\n")));
        var reader = new CsvRecords(new Dribble(Encoding.UTF8.GetBytes(text), random), 1_000_000);
        foreach (var fields in records)
        {
            Assert.True(reader.Read());
            Assert.Equal(fields.Length, reader.FieldCount);
            for (var i = 0; i < fields.Length; i++)
            {
                Assert.Equal(fields[i], Encoding.UTF8.GetString(reader[i]));
            }
        }

        Assert.False(reader.Read());
        Assert.Equal(3001, reader.Row);
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "ab 7\",\n\rüé"[random.Next(10)])).TrimStart('"') + "x";

    private static string Quoted(string field) => field.AsSpan().IndexOfAny("\",\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";

    private sealed class Dribble(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, random.Next(1, 5000))]);
    }
}
