using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class RecommendCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_customer_gets_a_line_with_reasons_once_somebody_may_have_them()
    {
        await File.WriteAllTextAsync(_folder.File("one.csv"), """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,cup1,Cup,2,2024-01-31 09:30:00,1.50,10,France
            2,pot1,Pot,1,2024-02-10 09:30:00,4.00,11,France
            """);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "one.csv")).Status);
        var kept = await ProgramRun.ToEndAsync(_folder.Path, "recommend");
        Assert.Equal((ExitStatus.Failed, ""), (kept.Status, kept.Output));
        Assert.Contains("marketing privacy allow customer-list", kept.Error);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "customer-list", "--recipient", "Analysts", "--country", "DE", "--basis", "contract", "--purpose", "Lists")).Status);
        var written = await ProgramRun.ToEndAsync(_folder.Path, "recommend", "--n", "3", "--out", "lists.ndjson");
        Assert.Equal((ExitStatus.Succeeded, ""), (written.Status, written.Output));
        Assert.Contains("2 customers: country 2", written.Error);
        var lines = (await File.ReadAllLinesAsync(_folder.File("lists.ndjson"))).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["10", "11"], lines.Select(line => line.GetProperty("customer").GetString()));
        Assert.Equal("POT1", lines[0].GetProperty("items")[0].GetProperty("product").GetString());
        Assert.Equal("Popular in France.", lines[0].GetProperty("items")[0].GetProperty("reasons")[0].GetProperty("text").GetString());
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "recommend", "--n", "0")).Status);
        Assert.Contains("for example home", (await ProgramRun.ToEndAsync(_folder.Path, "recommend", "--placement", "a b")).Error);
    }
}
