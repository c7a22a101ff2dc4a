using System.Text;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>Files that are no tables are told what they are, and nothing of them moves a terminal.</summary>
public sealed class NoTableTests : IDisposable
{
    private static readonly byte[] Noise = [.. Enumerable.Range(0, 4000).Select(i => (byte)((i * 167) ^ (i >> 3)))];

    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("executable", "ELF", new byte[] { 0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0 })]
    [InlineData("executable", "EXE", new byte[] { 0x4D, 0x5A, 0x90, 0, 3, 0 })]
    [InlineData("picture", "PNG", new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13 })]
    [InlineData("picture", "JPEG", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16 })]
    [InlineData("document", "PDF", new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D, 0x31, 0x2E, 0x34, 10 })]
    [InlineData("old-workbook", ".xls", new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 })]
    [InlineData("data-file", "Parquet", new byte[] { 0x50, 0x41, 0x52, 0x31, 0x15, 0 })]
    [InlineData("other-archive", "7z", new byte[] { 0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0 })]
    [InlineData("binary", "no table", new byte[] { 1, 2, 3, 4 })]
    public async Task A_file_of_another_form_is_told_what_it_seems_to_be(string code, string named, byte[] head)
    {
        foreach (var name in (string[])["orders.csv", "orders.xlsx"])
        {
            var refused = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync([.. head, .. Noise], name)).Refusal;
            Assert.Equal((code, 0L), (refused.Why!.Code, refused.Row));
            Assert.Contains(named, refused.Reason);
            Assert.NotEmpty(refused.Fix);
            Assert.DoesNotContain("The ", FileWords.Line(Words.In(Words.Chinese), refused));
        }
    }

    [Fact]
    public async Task What_else_is_packed_like_a_workbook_is_told_from_an_archive_of_files()
    {
        var sheet = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(Packed.Archive(("mimetype", "x"), ("content.xml", "<x/>")), "orders.ods")).Refusal;
        Assert.Contains(".ods", sheet.Reason);
        Assert.Contains(".xlsx", sheet.Fix);
        Assert.Contains("Unpack it", Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync(Packed.Archive(("orders.csv", "a,b\n")), "orders.csv")).Refusal.Fix);
    }

    [Fact]
    public async Task A_zero_byte_is_a_stray_sign_like_others_and_read_as_a_blank()
    {
        var bytes = Encoding.UTF8.GetBytes("id,email,name\n1,a@x.example,Zoë\0M\n" + string.Concat(Enumerable.Range(2, 20).Select(i => $"{i},c{i}@x.example,Bo\n")));
        Assert.Equal("utf-8", (await _rig.SeenAsync(bytes, kind: "customers")).Form.Encoding);
        Assert.Equal((21L, 0L), Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(bytes, "customers")).Summary is var summary ? (summary.Lines, summary.Rejected) : default);
        Assert.Equal("Zoë M", _rig.Ask<string>("select name from data_customers where key = '1'"));
    }

    [Fact]
    public async Task A_web_page_in_place_of_an_export_is_known()
    {
        var refused = Assert.IsType<LookOutcome.Refused>(await _rig.LookAsync("\n<!DOCTYPE html><html><body>Sign in</body></html>"u8.ToArray())).Refusal;
        Assert.Equal("web-page", refused.Why!.Code);
    }

    [Theory]
    [InlineData("MZ,email\n1,a@x.example\n")]
    [InlineData("BM number,email\n1,a@x.example\n")]
    [InlineData("id,email\n1,a@x.example\n\u001A")]
    public async Task Letters_that_begin_a_table_by_chance_and_a_stray_sign_are_no_mark(string text) => Assert.Equal(["email"], (await _rig.SeenAsync(text, kind: "customers")).Columns.Keys.Except(["customer"]));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chinese_in_two_bytes_a_sign_is_text(bool marked)
    {
        var text = "id,email,name\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},c{i}@x.example,一丁七万丈三上下不与丐丑专且丕世\n"));
        var look = await _rig.SeenAsync([.. marked ? Encoding.Unicode.Preamble : [], .. Encoding.Unicode.GetBytes(text)]);
        Assert.Equal(("utf-16", "customers"), (look.Form.Encoding, look.Kind));
    }

    [Fact]
    public async Task A_workbook_named_csv_is_read_as_a_workbook()
    {
        var look = await _rig.SeenAsync(Packed.Workbook([["id", "email"], ["7", "a@x.example"]]), "customers.csv");
        Assert.Equal(("xlsx", "customers"), (look.Form.Packing, look.Kind));
    }

    [Fact]
    public async Task Control_characters_of_a_file_are_shown_as_pictures_of_them()
    {
        var refused = await _rig.RefusedAsync("s\u001B[31mku,when\nA1,2009-01-01\n", "stock");
        Assert.Contains("s\u241B[31mku", refused.Reason);
        var summary = await _rig.AppliedAsync("event,timestamp,customer\nview,2009-01-01,7\nview,2009\u001B[2J,7\n", "events");
        Assert.Equal("2009\u241B[2J", Assert.Single(await _rig.Shop.IssuesAsync(summary.Id)).Value);
    }
}
