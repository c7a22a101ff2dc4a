using System.IO.Compression;
using System.Text;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Data.Import.Files;

public sealed class BadFileTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_missing_column_is_named_with_those_that_are_there_and_the_fix()
    {
        var refused = await _rig.RefusedAsync("sku,when\nA1,2009-01-01\n", "stock");
        Assert.Equal((1L, "units"), (refused.Row, refused.Column));
        Assert.Contains("sku, when", refused.Reason);
        Assert.Contains("--column units=", refused.Fix);
        Nothing();
    }

    [Fact]
    public async Task Bytes_that_are_not_of_the_chosen_encoding_refuse_the_file()
    {
        var plan = await _rig.PlanAsync(Encoding.Latin1.GetBytes("id,email,name\n7,a@x.example,Zoë\n8,b@x.example,Noël\n"), "customers");
        foreach (var encoding in (string[])["utf-8", "gb18030"])
        {
            var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.RunAsync(plan with { Form = plan.Form with { Encoding = encoding } }));
            Assert.Contains("UTF-8", refused.Fix + refused.Reason);
        }

        Nothing();
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_refuses_the_file_with_its_row()
    {
        var rows = string.Concat(Enumerable.Range(0, 9000).Select(i => $"{i},c{i}@x.example\n"));
        var refused = await _rig.RefusedAsync("id,email\n" + rows + "9999,\"open@x.example\n", "customers");
        Assert.Equal(9002, refused.Row);
        Assert.Contains("quote", refused.Reason);
        Nothing();
    }

    [Theory]
    [InlineData(',', 2)]
    [InlineData(';', 2)]
    [InlineData(',', 60)]
    [InlineData(';', 60)]
    public async Task A_quote_that_is_never_closed_in_a_short_file_is_no_ordinary_sign(char delimiter, int row)
    {
        var text = string.Concat(Enumerable.Range(2, 80).Select(i => i == row ? $"{i},\"Ann Lee,a{i}@x.example\n" : $"{i},Bob,b{i}@x.example\n"));
        var refused = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(Encoding.UTF8.GetBytes(("id,name,email\n" + text).Replace(',', delimiter)))).Refusal;
        Assert.Equal(row, refused.Row);
        Assert.Contains("quote", refused.Reason);
        Nothing();
    }

    [Fact]
    public async Task Orders_without_the_column_of_quantities_are_no_products()
    {
        var look = await _rig.SeenAsync("Invoice,StockCode,Description,InvoiceDate,Price,Customer ID,Country\n1,A,Cup,2009-01-01,1.5,7,France\n");
        Assert.Equal("orders", look.Kind);
        var plan = await _rig.PlanAsync(System.Text.Encoding.UTF8.GetBytes("Invoice,StockCode,Description,InvoiceDate,Price,Customer ID,Country\n1,A,Cup,2009-01-01,1.5,7,France\n"), "orders");
        var refused = Assert.IsType<ImportOutcome.Refused>(await _rig.RunAsync(plan));
        Assert.Equal((1L, "quantity"), (refused.Row, refused.Column!.ToLowerInvariant()));
        Nothing();
    }

    [Fact]
    public async Task What_only_looks_like_a_workbook_is_refused_in_words()
    {
        foreach (var bytes in (byte[][])[[.. "PK\u0003\u0004 nothing of the kind"u8], Packed.Archive(("orders.csv", "a,b\n")), Packed.Archive(("xl/workbook.xml", "<broken"))])
        {
            var refusal = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(bytes, "book.xlsx")).Refusal;
            Assert.Contains("workbook", refusal.Reason);
            Assert.DoesNotContain("   at ", refusal.Reason);
        }
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_is_unpacked()
    {
        foreach (var bytes in (byte[][])[Packed.Bomb(stream => new GZipStream(stream, CompressionLevel.Optimal), 300), Packed.Bomb(stream => new BrotliStream(stream, CompressionLevel.Fastest), 300)])
        {
            var refusal = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(bytes)).Refusal;
            Assert.Contains("250 times", refusal.Reason);
        }

        var book = Packed.Archive(("xl/workbook.xml", "<w/>"), ("xl/sharedStrings.xml", new string(' ', 64 << 20)));
        Assert.Contains("250 times", Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(book)).Refusal.Reason);
    }

    [Theory]
    [InlineData("customers", 1)]
    [InlineData("customers", 8)]
    [InlineData("customers", 5000)]
    [InlineData("orders", 8)]
    [InlineData("orders", 5000)]
    [InlineData("orders", 8, 200_000)]
    public async Task A_packed_file_that_is_cut_short_is_refused_and_nothing_of_it_kept(string kind, int missing, int count = 4000)
    {
        var random = new SeededRandom(7);
        var rows = Enumerable.Range(1, count).Select(i => kind == "orders" ? $"{i},P{random.NextInt(100000)},1,2024-01-31 09:30,1.50,{random.NextInt(100000)}" : $"{i},{random.NextInt(int.MaxValue)}@x.example");
        var text = Encoding.UTF8.GetBytes((kind == "orders" ? "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n" : "id,email\n") + string.Join('\n', rows));
        var whole = Packed.With(text, stream => new GZipStream(stream, CompressionLevel.Optimal));
        var refusal = await _rig.LookAsync(whole[..^missing]) is LookOutcome.Refused(var early) ? early : Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(whole[..^missing], kind));
        Assert.Contains("stops in the middle", refusal.Fix, StringComparison.Ordinal);
        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(whole, kind));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("id,email\n", "no rows")]
    [InlineData("id,email\n,\n", "None of the 1 rows")]
    public async Task A_file_of_nothing_is_refused(string text, string reason)
    {
        var look = await _rig.LookAsync(Encoding.UTF8.GetBytes(text), kind: "customers");
        var refused = look is LookOutcome.Refused(var refusal) ? refusal : await _rig.RefusedAsync(text, "customers");
        Assert.Contains(reason, refused.Reason);
        Nothing();
    }

    [Fact]
    public async Task Half_a_row_and_a_row_too_long_are_left_out_and_the_others_kept()
    {
        var summary = await _rig.AppliedAsync("id,email,name\n1,a@x.example,A\n2,b@x\n3,c@x.example,C,D\n4,d@x.example,D,,\n5,e@x.exam", "customers");
        Assert.Equal((5L, 1L, 4L), (summary.Rows, summary.Lines, summary.Rejected));
        Assert.Equal(["1"], _rig.All<string>("select key from data_customers order by key"));
        Assert.Equal(["short-row", "long-row", "long-row", "cut-row"], (await _rig.Shop.IssuesAsync(summary.Id)).Select(issue => issue.Rule));
    }

    [Fact]
    public async Task Rejected_rows_come_back_in_their_own_columns_guarded_and_can_be_imported_once_corrected()
    {
        var summary = await _rig.AppliedAsync("id;mail;name;remark\n1;a@x.example;A;x\n2;no address;=HYPERLINK(\"http://x\");-5\n", "customers");
        var file = await _rig.RejectedAsync(summary.Id);
        var lines = file.Split("\r\n");
        Assert.Equal("id,mail,name,remark,Import note", lines[0]);
        Assert.StartsWith("2,no address,\"'=HYPERLINK(\"\"http://x\"\")\",'-5,mail: This is no e-mail address.", lines[1]);
        await _rig.AppliedAsync(file.Replace("no address", "b@x.example"), "customers");
        Assert.Equal("=HYPERLINK(\"http://x\")", _rig.Ask<string>("select name from data_customers where key = '2'"));
    }

    [Theory]
    [InlineData(Words.English, "Import note", "mail: This is no e-mail address.")]
    [InlineData(Words.Chinese, "导入说明", "mail: 邮箱地址无效")]
    public async Task Notes_of_rejected_rows_speak_the_language_of_who_asks_and_are_no_column_of_the_file(string language, string header, string note)
    {
        var summary = await _rig.AppliedAsync("id,mail,name\n1,a@x.example,A\n2,no address,B\n", "customers");
        var file = await _rig.RejectedAsync(summary.Id, FileWords.Notes(Words.In(language)));
        Assert.StartsWith($"id,mail,name,{header}\r\n2,no address,B,{note}", file);
        Assert.DoesNotContain(header, (await _rig.SeenAsync(file, kind: "customers")).Columns.Values);
        var corrected = await _rig.AppliedAsync(file.Replace("no address", "b@x.example"), "customers");
        Assert.Equal((1L, 0L, 0L), (corrected.Lines, corrected.Rejected, corrected.Changed));
    }

    [Fact]
    public async Task Headers_that_stand_twice_are_told_apart_and_a_person_chooses()
    {
        var look = await _rig.SeenAsync("id,email,Email\n7,a@x.example,b@x.example\n");
        Assert.Equal(["id", "email", "Email (2)"], look.Headers);
        Assert.DoesNotContain("email", look.Columns.Keys);
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes("id,email,Email\n7,a@x.example,b@x.example\n"), "customers");
        await _rig.RunAsync(plan with { Columns = new Dictionary<string, string> { ["customer"] = "id", ["email"] = "Email (2)" } });
        Assert.Equal("b@x.example", _rig.Ask<string>("select email from data_customers"));
    }

    [Fact]
    public async Task Ids_of_ten_kilobytes_are_left_out_and_names_in_any_script_kept()
    {
        var summary = await _rig.AppliedAsync($"id,name\n{new string('9', 10_000)},Long\n1,👩‍👩‍👧 O'Hara\n2,\u202Bמשה כהן\u202C\n", "customers");
        Assert.Equal((2L, 1L), (summary.Lines, summary.Rejected));
        Assert.Equal(["👩‍👩‍👧 O'Hara", "\u202Bמשה כהן\u202C"], _rig.All<string>("select name from data_customers order by key"));
        Assert.True(Assert.Single(await _rig.Shop.IssuesAsync(summary.Id)).Value.Length <= 200);
    }

    [Fact]
    public async Task Cells_that_cannot_be_meant_are_left_out_with_column_value_and_fix()
    {
        var summary = await _rig.AppliedAsync("event,timestamp,customer,amount,currency\nview,2009-01-01,7,1.00,GBP\nview,2009-13-01,7,,\nview,1900-01-01,7,,\nview,2009-01-01,,,\nview,2009-01-01,7,abc,\nview,2009-01-01,7,1.00,EUR\n,2009-01-01,7,,\n", "events");
        Assert.Equal((1L, 6L), (summary.Lines, summary.Rejected));
        Assert.Equal(["unreadable-date", "unlikely-date", "nobody-named", "unreadable-number", "other-currency", "missing-value"], (await _rig.Shop.IssuesAsync(summary.Id)).Select(issue => issue.Rule));
    }

    private void Nothing() => Assert.Equal((0L, 0L), _rig.Ask<(long, long)>("select (select count(*) from data_customers), (select count(*) from data_import_issues)"));
}
