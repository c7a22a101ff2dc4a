using System.IO.Compression;
using System.Text;
using Marketing.Data;
using Marketing.Data.Import.Files;

namespace Marketing.Tests.Data.Import.Files;

public sealed class LookTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("utf-8", "id,email,name\n7,a@x.example,Zoë 🎁\n")]
    [InlineData("utf-16", "id;email;name\n7;a@x.example;Zoë\n8;b@x.example;Noël\n")]
    [InlineData("utf-16be", "id\temail\tname\n7\ta@x.example\tZoë\n8\tb@x.example\tNoël\n")]
    [InlineData("windows-1252", "id|email|name\n7|a@x.example|Zoë Müller\n8|b@x.example|Noël\n")]
    [InlineData("gb18030", "客户编号,邮箱,姓名\n7,a@x.example,王小明\n8,b@x.example,李四\n")]
    [InlineData("gb18030", "客户编号,邮箱,姓名\n¥7,a@x.example,¥张\n¥8,b@x.example,¥李\n")]
    public async Task The_encoding_is_found_by_content_and_every_sign_comes_out_right(string encoding, string text)
    {
        var look = await _rig.SeenAsync(FileText.Strict(encoding).GetBytes(text));
        Assert.Equal((encoding, "customers"), (look.Form.Encoding, look.Kind));
        Assert.Equal(text.Split('\n')[1][^1], look.Samples[0][2][^1]);
        Assert.Equal(3, look.Columns.Count);
    }

    [Fact]
    public async Task Delimiter_quote_decimal_sign_and_date_order_are_found_and_say_how_sure_they_are()
    {
        var look = await _rig.SeenAsync("'sku';'name';'price';'cost';'updated at'\n'a';'Cup; blue';'1.234,50';'7,5';'13/02/2009'\n'b';'Pot';'2,00';'1,25';'01/02/2009'\n", kind: "products");
        Assert.Equal(("semicolon", "single", "comma", "day-first"), (look.Form.Delimiter, look.Form.Quote, look.Form.DecimalSign, look.Form.Dates));
        Assert.Equal((1.0, 1.0, 1.0), (look.Sure["delimiter"], look.Sure["decimal"], look.Sure["dates"]));
        Assert.Equal("Cup; blue", look.Samples[0][1]);
    }

    [Fact]
    public async Task Dates_that_no_row_decides_stay_open_and_are_asked_for()
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes("email,date\na@x.example,01/02/2009\n"), "suppressions");
        Assert.Equal("unknown", plan.Form.Dates);
        Assert.Contains("--dates", Assert.IsType<PreviewOutcome.Refused>(await _rig.Files.PreviewAsync(plan, default)).Refusal.Fix);
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan with { Form = plan.Form with { Dates = "month-first" } }));
        Assert.Equal(new DateTimeOffset(2009, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), _rig.Ask<long>("select at from data_suppressions"));
    }

    [Theory]
    [InlineData("suppressions", "Email Address,Unsub Time,Reason\na@x.example,2009-01-01,unsub\n", "unsubscribed.csv")]
    [InlineData("products", "Handle,Title,Vendor,Variant SKU,Price,Cost per item\nc,Cup,Clay,A1,2.00,1.00\n", "export.csv")]
    [InlineData("orders", "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n1,A,Cup,1,2009-01-01,1.5,7,France\n", "x.csv")]
    [InlineData("stock", "商品编号,库存,交货期\nA1,5,3\n", "x.csv")]
    [InlineData("events", "event type,timestamp,visitor id,product id\nview,1259661600,v,A1\n", "x.csv")]
    [InlineData("consents", "customer,purpose,granted,date\n7,marketing,yes,2009-01-01\n", "x.csv")]
    [InlineData("engagement", "email,campaign,action,date\na@x.example,Spring,open,2009-01-01\n", "x.csv")]
    [InlineData("ad-results", "ad id,day,impressions,clicks,spend\n1,2009-01-01,10,1,2.5\n", "x.csv")]
    [InlineData("returns", "return id,date,customer,sku,qty,price\nR1,2009-01-01,7,A1,1,2.5\n", "x.csv")]
    [InlineData("ads", "ad id,ad name,headline,landing page\n1,Blue,Buy,https://x.example\n", "x.csv")]
    public async Task The_kind_is_told_from_the_header(string kind, string text, string name) => Assert.Equal(kind, (await _rig.SeenAsync(text, name)).Kind);

    [Fact]
    public async Task A_column_without_a_telling_name_is_found_by_its_content()
    {
        var look = await _rig.SeenAsync("Kontakt,Wert\na@x.example,1\nb@x.example,2\nc@x.example,3\n", kind: "customers");
        Assert.Equal("Kontakt", look.Columns["email"]);
    }

    [Fact]
    public async Task A_remembered_mapping_is_offered_again_for_the_same_header_in_any_order()
    {
        var bytes = Encoding.UTF8.GetBytes("Kunde,Adresse,Ort\n7,a@x.example,Bonn\n");
        var plan = await _rig.PlanAsync(bytes, "customers");
        var chosen = plan with { Columns = new Dictionary<string, string> { ["customer"] = "Kunde", ["email"] = "Adresse", ["city"] = "Ort" } };
        await _rig.Shop.Mappings.SaveAsync("CRM", ["Kunde", "Adresse", "Ort"], chosen, default);
        var again = await _rig.SeenAsync("Ort,Kunde,Adresse\nBonn,7,a@x.example\n");
        Assert.Equal(("CRM", "customers", "Ort"), (again.Mapping, again.Kind, again.Columns["city"]));
        Assert.Equal("CRM", Assert.Single(await _rig.Shop.Mappings.ListAsync(default)).Name);
    }

    [Fact]
    public async Task Gzip_brotli_and_workbooks_are_known_by_content_whatever_their_name()
    {
        var text = Encoding.UTF8.GetBytes("id,email\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},c{i}@x.example\n")));
        Assert.Equal("gzip", (await _rig.SeenAsync(Packed.With(text, stream => new GZipStream(stream, CompressionLevel.Optimal)))).Form.Packing);
        Assert.Equal("brotli", (await _rig.SeenAsync(Packed.With(text, stream => new BrotliStream(stream, CompressionLevel.Optimal)))).Form.Packing);
        var book = Packed.Workbook([["id", "email", "name"], ["7", "a@x.example", "Zoë, \"the\" 🎁"]]);
        var look = await _rig.SeenAsync(book);
        Assert.Equal(("xlsx", "customers"), (look.Form.Packing, look.Kind));
        Assert.Equal(["Data"], look.Sheets);
        Assert.IsType<ImportOutcome.Applied>(await _rig.ImportAsync(book, "customers"));
        Assert.Equal("Zoë, \"the\" 🎁", _rig.Ask<string>("select name from data_customers where key = '7'"));
    }
}
