using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Import;

public sealed class RuleWorkTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_import_tells_what_was_made_of_the_first_rows_of_each_change()
    {
        var summary = await _rig.Shop.AppliedAsync("1,20001,LAMP,1,2010-05-01,1.50,17,France", "1,20002,LAMP,1,2010-05-01,1.505,18,France", "1,20003,LAMP,1,2010-05-01,2.50,18,France", "2,20004,LAMP,none,2010-05-01,2.50,19,France", "3,20004,LAMP,1,2010-05-01,2.50,,France");
        var work = (await _rig.Shop.Imports.WorkAsync(summary.Id, 1, default)).ToDictionary(rule => rule.Count.Rule);
        Assert.Equal(2, work["other-customer-in-order"].Count.Rows);
        var other = Assert.Single(work["other-customer-in-order"].First);
        Assert.Equal((3L, "CustomerID", "18", "17"), (other.Row, other.Column, other.Value, other.Made));
        Assert.StartsWith("The row names another customer", other.Reason);
        var rounded = Assert.Single(work["price-rounded"].First);
        Assert.Equal(("1.505", "1.50"), (rounded.Value, rounded.Made));
        Assert.Null(Assert.Single(work["unreadable-quantity"].First).Made);
        Assert.Empty(work["no-customer"].First);
    }

    [Fact]
    public async Task What_was_made_is_said_in_the_words_of_the_reader()
    {
        const string Text = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Status\n1,20001,1,2010-05-01,1.50,,gone\n1,20002,1,2010-05-01,1.50,18,gone\n";
        var summary = Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.ImportAsync(Text)).Summary;
        var issues = (await _rig.Shop.IssuesAsync(summary.Id)).ToDictionary(issue => issue.Rule);
        string Said(string rule, string language) => CodedWords.OfRule(Words.In(language), issues[rule]);
        Assert.StartsWith("按空值处理。 该行的客户与订单首行不同", Said("other-customer-in-order", Words.Chinese));
        Assert.StartsWith("Taken as empty. The row names another", Said("other-customer-in-order", Words.English));
        Assert.StartsWith("该订单按已完成计算。", Said("unknown-status", Words.Chinese));
        Assert.StartsWith("The order counts as done.", Said("unknown-status", Words.English));
        using var written = new MemoryStream();
        await _rig.Shop.Imports.WriteIssuesAsync(summary.Id, FileWords.Notes(Words.In(Words.Chinese)), written, default);
        Assert.DoesNotContain("no customer", System.Text.Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public async Task So_does_one_of_another_kind()
    {
        var summary = await _rig.AppliedAsync("sku,name,price,url\nA,Cup,1.005,https://x.example/a\nB,Pot,2.00,x.example\n,Pan,2.00,\n", "products");
        var work = (await _rig.Shop.Imports.WorkAsync(summary.Id, 3, default)).ToDictionary(rule => rule.Count.Rule);
        Assert.Equal(["missing-value", "price-rounded", "unreadable-address"], work.Keys.Order());
        Assert.Equal("1", Assert.Single(work["price-rounded"].First).Made);
        Assert.Equal("x.example", Assert.Single(work["unreadable-address"].First).Value);
    }
}
