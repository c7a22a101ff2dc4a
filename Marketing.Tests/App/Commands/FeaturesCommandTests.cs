using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class FeaturesCommandTests : IDisposable
{
    private const string Fill = "Features:Treatments:customers.gap:Missing=Constant";
    private const string With = "Features:Treatments:customers.gap:Constant=33";
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task The_table_holds_a_row_a_customer_with_what_is_treated_and_raw_without()
    {
        await File.WriteAllTextAsync(_folder.File("one.csv"), """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,cup1,Cup,2,2024-01-31 09:30:00,1.50,10,France
            2,pot1,Pot,1,2024-02-10 09:30:00,4.00,11,France
            """);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "one.csv")).Status);
        var kept = await ProgramRun.ToEndAsync(_folder.Path, "features");
        Assert.Equal((ExitStatus.Failed, ""), (kept.Status, kept.Output));
        Assert.Contains("marketing privacy allow customer-list", kept.Error);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "features", "products")).Status);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "customer-list", "--recipient", "Analysts", "--country", "DE", "--basis", "contract", "--purpose", "Studies")).Status);
        var treated = await ProgramRun.ToEndAsync(_folder.Path, "features", "--set", Fill, "--set", With);
        Assert.Equal(ExitStatus.Succeeded, treated.Status);
        var lines = treated.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("customer,days since last order,orders,net spend ", lines[0]);
        Assert.Equal(["10", "33"], new[] { 0, 5 }.Select(column => lines[1].Split(',')[column]));
        Assert.Contains("customers.gap: 2 filled", treated.Error);

        var raw = await ProgramRun.ToEndAsync(_folder.Path, "features", "--raw", "--json", "--set", Fill, "--set", With);
        using var json = JsonDocument.Parse(raw.Output);
        Assert.Equal(2, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("values")[0][5].ValueKind);

        var file = await ProgramRun.ToEndAsync(_folder.Path, "features", "products", "--out", "products.csv");
        Assert.Empty(file.Output);
        Assert.Equal(["CUP1,1.5,,", "POT1,4,,"], (await File.ReadAllLinesAsync(_folder.File("products.csv"))).Skip(1));
    }

    [Fact]
    public async Task An_empty_shop_and_an_unknown_table_are_refused_with_the_fix()
    {
        await _folder.BeginShopAsync();
        var empty = await ProgramRun.ToEndAsync(_folder.Path, "features");
        Assert.Equal(ExitStatus.Failed, empty.Status);
        Assert.Contains("marketing import FILE", empty.Error);
        var unknown = await ProgramRun.ToEndAsync(_folder.Path, "features", "shops");
        Assert.NotEqual(ExitStatus.Succeeded, unknown.Status);
        Assert.Contains("customers", unknown.Error);
    }

    public void Dispose() => _folder.Dispose();
}
