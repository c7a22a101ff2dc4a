using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Files_are_taken_over_once_and_a_refused_one_is_named_with_place_and_fix()
    {
        await File.WriteAllTextAsync(_folder.File("good.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 16, days: 5, seed: 1));
        await File.WriteAllTextAsync(_folder.File("bad.csv"), "InvoiceNo,Quantity\n1,2\n");
        var first = await ProgramRun.ToEndAsync(_folder.Path, "import", "bad.csv", "good.csv");
        Assert.Equal(ExitStatus.BadInput, first.Status);
        Assert.Contains("bad.csv, row 1, column", first.Error);
        Assert.StartsWith("good.csv: ", first.Output);

        var again = await ProgramRun.ToEndAsync(_folder.Path, "import", "good.csv", "--json");
        Assert.Equal(ExitStatus.Succeeded, again.Status);
        using var json = JsonDocument.Parse(again.Output);
        Assert.Equal("already-there", json.RootElement[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_list_of_addresses_is_refused_until_it_is_said_whose_they_are_and_unused_columns_are_named()
    {
        await File.WriteAllTextAsync(_folder.File("list.csv"), "email,Birthday\na@x.example,1980-01-01\n");
        var asked = await ProgramRun.ToEndAsync(_folder.Path, "import", "list.csv");
        Assert.Equal(ExitStatus.BadInput, asked.Status);
        Assert.Contains("--kind customers", asked.Error);
        var said = await ProgramRun.ToEndAsync(_folder.Path, "import", "list.csv", "--kind", "customers");
        Assert.Contains("Columns not used: Birthday", said.Output);
        Assert.Contains("--undo 1", (await ProgramRun.ToEndAsync(_folder.Path, "import", "list.csv", "--kind", "customers")).Output);
    }

    [Fact]
    public async Task Rejected_rows_are_written_also_while_the_program_serves_and_come_in_once_corrected()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A1,2,2024-12-01 10:00,1.50,7\n1,A2,many,2024-12-01 10:00,2.50,7\n");
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        var kept = await ProgramRun.ToEndAsync(_folder.Path, "import", "--rejected", "1");
        Assert.Equal((ExitStatus.Failed, ""), (kept.Status, kept.Output));
        Assert.Contains("marketing privacy allow import-rows", kept.Error);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "import-rows", "--recipient", "Back office", "--country", "DE", "--basis", "contract", "--purpose", "Corrects rows")).Status);
        string rejected;
        using (var serving = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0"))
        {
            await serving.SaysAsync("The dashboard is on");
            var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "import", "--rejected", "1");
            Assert.True(status == ExitStatus.Succeeded, error);
            rejected = output;
        }

        Assert.Contains("1,A2,many,2024-12-01 10:00,2.50,7,", rejected);
        await File.WriteAllTextAsync(_folder.File("corrected.csv"), rejected.Replace("many", "4"));
        var corrected = await ProgramRun.ToEndAsync(_folder.Path, "import", "corrected.csv");
        Assert.Contains("0 orders, 1 lines", corrected.Output);

        var missing = await ProgramRun.ToEndAsync(_folder.Path, "import", "--rejected", "99");
        Assert.Equal(ExitStatus.BadInput, missing.Status);
        Assert.Contains("There is no import 99", missing.Error);
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "import")).Status);
    }

    [Fact]
    public async Task Changed_rows_are_told_with_what_was_made_of_them_and_all_of_them_are_written()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A1,2,2024-12-01 10:00,1.50,7\n1,A2,1,2024-12-01 10:00,2.505,8\n2,A2,1,some day,2.50,8\n");
        var done = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv");
        Assert.Equal(ExitStatus.Succeeded, done.Status);
        Assert.All(
            (string[])["changed, 1 row: Another customer in the same order. The row names another", "row 3, column CustomerID: 8 became 7", "row 3, column UnitPrice: 2.505 became 2.50", "rejected, 1 row: Date cannot be read.", "row 4, column InvoiceDate: some day", "marketing import --issues 1", "taken as GBP"],
            told => Assert.Contains(told, done.Output));

        Assert.Contains("marketing privacy allow import-rows", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--issues", "1")).Error);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "import-rows", "--recipient", "Back office", "--country", "DE", "--basis", "contract", "--purpose", "Corrects rows")).Status);
        var issues = (await ProgramRun.ToEndAsync(_folder.Path, "import", "--issues", "1")).Output.Split('\n');
        Assert.Contains("orders.csv,3,CustomerID,8,other-customer-in-order,change,7 was taken instead.", issues[1] + issues[2]);
        Assert.Contains(issues, line => line.StartsWith("orders.csv,4,InvoiceDate,some day,unreadable-date,reject,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beside_changed_rows_only_the_command_for_rejected_ones_points_to_them()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Currency\n1,A1,2,2024-12-01 10:00,1.50,7,GBP\n1,A2,1,2024-12-01 10:00,2.50,8,GBP\n");
        var done = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--json");
        var import = JsonDocument.Parse(done.Output).RootElement[0];
        var other = import.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("rule").GetString() == "other-customer-in-order");
        Assert.Equal(("7", JsonValueKind.Null), (other.GetProperty("first")[0].GetProperty("made").GetString(), import.GetProperty("assumedCurrency").ValueKind));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "import-rows", "--recipient", "Back office", "--country", "DE", "--basis", "contract", "--purpose", "Corrects rows")).Status);
        Assert.Contains("it changed 1: marketing import --issues 1", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--rejected", "1")).Error);
    }

    [Fact]
    public async Task Rates_and_lists_of_duplicates_work_beside_a_program_that_serves()
    {
        await File.WriteAllTextAsync(_folder.File("rates.csv"), "date,currency,rate\n2024-12-01,USD,1.25\n2024-12-02,JPY,190\n");
        using var serving = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0");
        await serving.SaysAsync("The dashboard is on");
        Assert.Contains("No rate is kept", (await ProgramRun.ToEndAsync(_folder.Path, "rates", "list")).Output);
        Assert.Contains("2 rates hold now", (await ProgramRun.ToEndAsync(_folder.Path, "rates", "import", "rates.csv")).Output);
        Assert.Contains("USD  2024-12-01  1.25", (await ProgramRun.ToEndAsync(_folder.Path, "rates", "list")).Output);
        Assert.Contains("No two records look like one person.", (await ProgramRun.ToEndAsync(_folder.Path, "duplicates", "list")).Output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_stops_before_anything_is_imported()
    {
        await File.WriteAllTextAsync(_folder.File("good.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 16, days: 5, seed: 1));
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "import", "good.csv", "missing.csv");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains(_folder.File("missing.csv"), error);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task A_turn_is_refused_while_the_program_serves_and_points_to_the_dashboard()
    {
        using var serving = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0");
        await serving.SaysAsync("The dashboard is on");
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "run-loop");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains($"process {serving.Id}", error);
        Assert.Contains("of the dashboard", error);
    }

    [Fact]
    public async Task A_turn_on_an_empty_shop_says_how_to_bring_data_in()
    {
        await _folder.BeginShopAsync();
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "run-loop");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("marketing import FILE", error);
    }

    public void Dispose() => _folder.Dispose();
}
