using System.Text;
using Bunit;
using Dapper;
using Marketing.App.Components.Pages.Data;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Kernel;
using Marketing.Tests.Data.Import;
using Marketing.Tests.Data.Import.Files;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using ImportEnd = Marketing.App.Components.Pages.Data.ImportEnd;

namespace Marketing.Tests.App.Pages.Data;

/// <summary>Why files did not come in, in the reader's words.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("", "stock", "文件是空的。", "第一行应为列名")]
    [InlineData("sku,units\n", "stock", "文件只有表头，没有数据行。", "请重新导出")]
    [InlineData("sku,when\nA1,2009-01-01\n", "stock", "第 1 行，“units”列：没有找到对应 units 的列；表头中有 sku, when。", "请在“类型与列”步骤中选择对应 units 的列，或使用以下名称之一：units")]
    [InlineData("id,email\n,\n", "customers", "全部 1 行都无法导入。第一行的原因：该行未指明客户，请填写客户编号", "请更正这些行")]
    [InlineData("id,email\n1,\"open@x.example\n", "customers", "第 2 行，“email”列：引号没有结束。", "以引号开头的字段")]
    [InlineData("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n,A,1,2009-01-01,1.5,7\n", "orders", "全部 1 行都无法导入。第一行的原因：该行没有订单号，请填写订单号。", "请更正这些行")]
    [InlineData("InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A,1,2009-01-01,1.5", "orders", "第 2 行：全部 1 行都无法导入。第一行的原因：文件在该行中断（有 5 个单元格，应为 6 个）。", "请更正这些行")]
    [InlineData("customer,purpose,granted,date\n7,mailshot,yes,2009-01-01\n", "consents", "请使用以下词之一：marketing, personalisation, profiling, analytics。", "请更正这些行")]
    [InlineData("id,email\n1,a@x.example,\n2,b@x.example,B\n3,c@x.example,C\n4,d@x.example,D\n5,e@x.example,E\n", "customers", "第 3 行：前 5 行中有 4 行的单元格数与表头不同：表头有 2 个，该行有 3 个。", "选择分隔符")]
    public async Task A_Chinese_reader_is_told_in_Chinese_why_a_file_is_refused(string text, string kind, string reason, string fix)
    {
        var look = await _rig.LookAsync(Encoding.UTF8.GetBytes(text), kind: kind);
        var refused = look is LookOutcome.Refused(var refusal) ? refusal : await _rig.RefusedAsync(text, kind);
        await using var page = new PageContext(Words.Chinese, Role.Marketer);
        var shown = string.Join(' ', page.Render<ImportOutcomeText>(parameters => parameters.Add(one => one.Outcome, refused)).FindAll("p").Select(part => part.TextContent.Trim()));
        Assert.Contains(reason, shown, StringComparison.Ordinal);
        Assert.Contains(fix, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("The ", shown, StringComparison.Ordinal);

        var english = string.Join(' ', new PageContext().Render<ImportOutcomeText>(parameters => parameters.Add(one => one.Outcome, refused)).FindAll("p").Select(part => part.TextContent.Trim()));
        Assert.Contains(FileWords.Line(Words.In(Words.English), refused).Split(": ", 2)[^1].Split('.')[0], english, StringComparison.Ordinal);

        // Options are of the command line, and a page has steps.
        Assert.DoesNotContain("--", shown + english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queued_file_that_failed_is_told_in_Chinese_and_older_ones_keep_their_text()
    {
        var text = "id,email\n,\n"u8.ToArray();
        var outcome = Assert.IsType<ImportOutcome.Refused>(await _rig.ImportAsync(text, "customers", "people.csv"));
        var job = Assert.Single(await _rig.Files.JobsAsync(5, default));
        Assert.Equal(FileRefusal.Text(outcome), job.Message);
        Assert.Contains("第 2 行：全部 1 行都无法导入。第一行的原因：该行未指明客户，请填写客户编号", await EndAsync(), StringComparison.Ordinal);

        Note("""{"Refusal":{"File":"people.csv","Row":3,"Column":"id","Reason":"Told in old words.","Fix":"Mend it."}}""");
        Assert.Contains("第 3 行，“id”列：Told in old words. Mend it.", await EndAsync(), StringComparison.Ordinal);
        Note("A sentence of an early version.");
        Assert.Contains("A sentence of an early version.", await EndAsync(), StringComparison.Ordinal);
        Note(JobNote.Of(new OperatorException("The disk is full.", "Make room.")).ToString());
        Assert.Contains("The disk is full. Make room.", await EndAsync(), StringComparison.Ordinal);
        Note(JobNote.Of(new OperatorException("Told.", "Mend it."), FileFault.Broke.Of("", "people.csv", "No such table.").Why).ToString());
        Assert.Contains("people.csv 无法导入：No such table. 未保留任何内容。", await EndAsync(), StringComparison.Ordinal);
        Note(null);
        Assert.Contains("people.csv 无法导入", await EndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_imports_keeps_why_one_failed_with_its_code()
    {
        await _rig.RefusedAsync("id,email\n,\n", "customers");
        var outcome = await _rig.Shop.Imports.ImportOrdersAsync(new OrderFile(_rig.Shop.Write(Encoding.UTF8.GetBytes(ImportRig.Header + "1,A,Cup,1,2009-01-01,\"1,50\",7,France\n2,A,Cup,1,2009-01-01,1.500,7,France\n")), "orders.csv", "Ada"), null, default);
        Assert.IsType<ImportOutcome.Refused>(outcome);
        var words = Words.In(Words.Chinese);
        var failed = (await _rig.Shop.Imports.ListAsync(new TableQuery(), default)).Items.Select(import => (import.Message, Told: FileWords.Line(words, import.Failure!))).ToList();
        Assert.Equal("第 2 行，“UnitPrice”列：价格使用了小数逗号：共 1 个，第一个是“1,50”。 请在“类型与列”步骤中选择小数逗号，也可以用小数点书写价格，例如 12.50。", failed[0].Told);
        Assert.StartsWith("Row 2, column UnitPrice: Prices are written with a decimal comma: 1 of them, the first \"1,50\".", failed[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("第 2 行：全部 1 行都无法导入。", failed[1].Told, StringComparison.Ordinal);

        _rig.Shop.Database.Write((connection, transaction) => connection.Execute("update data_imports set message = 'Row 7: Old words.'", transaction: transaction));
        var old = (await _rig.Shop.Imports.ListAsync(new TableQuery(), default)).Items[0];
        Assert.Equal(("Row 7: Old words.", "Row 7: Old words."), (old.Message, FileWords.Line(words, old.Failure!)));
    }

    [Theory]
    [InlineData("date,currency,rate\n2011-12-01,USD,much\n", "第 2 行，“rate”列：“much”不是数字。", "小数点")]
    [InlineData("date,currency,rate\n2011-12-01,GBP,1\n", "第 2 行，“currency”列：GBP 是店铺本币，没有汇率。", "未保留任何内容")]
    [InlineData("date,currency,rate\n2011-12-01,USD,0\n", "汇率不是大于 0 的数字。请填写 1 GBP 可兑换多少 USD", "请更正该行")]
    [InlineData("date,currency\n", "缺少列 rate；表头中有 date, currency。", "date、currency 和 rate")]
    public async Task A_Chinese_reader_is_told_in_Chinese_why_a_file_of_rates_is_refused(string text, string reason, string fix)
    {
        await using var page = new PageContext(Words.Chinese, Role.Marketer);
        page.Services.AddSingleton<ICurrencyRates>(_rig.Shop.Rates);
        var upload = page.Render<RateUpload>();
        upload.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "rates.csv"));
        upload.WaitForAssertion(() => Assert.Contains(reason, upload.Markup, StringComparison.Ordinal));
        Assert.Contains(fix, upload.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_words_is_told_by_its_name()
    {
        var refused = new ImportOutcome.Refused("a.csv", 2, null, "None.", "Mend.") { Why = new Reason("nothing-usable", ["9", "rule:of-another-version"]) };
        Assert.Equal("第 2 行：全部 9 行都无法导入。第一行的原因：of-another-version", FileWords.Reason(Words.In(Words.Chinese), refused));
        Assert.Equal("第 2 行：None.", FileWords.Reason(Words.In(Words.Chinese), refused with { Why = new Reason("nothing-usable", ["9"]) }));
    }

    private void Note(string? note) => _rig.Shop.Database.Write((connection, transaction) => connection.Execute("update data_import_jobs set message = @note", new { note }, transaction));

    private async Task<string> EndAsync()
    {
        await using var page = new PageContext(Words.Chinese, Role.Marketer);
        page.Services.AddSingleton<IImports>(_rig.Shop.Imports);
        var job = Assert.Single(await _rig.Files.JobsAsync(5, default));
        return string.Join(' ', page.Render<ImportEnd>(parameters => parameters.Add(one => one.Job, job)).FindAll("strong, p").Select(part => part.TextContent.Trim()));
    }
}
