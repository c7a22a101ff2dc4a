using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Data.Import.Files;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private const string Rows = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A1,2,2024-12-01 10:00,1.50,C-7001-A\n1,A2,1,2024-12-01 10:00,2.505,C-8001-A\n2,A2,1,some day,2.50,C-8001-A\n";

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
        await AllowAsync();
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
        Assert.Contains("0 orders, 1 line,", corrected.Output);

        var missing = await ProgramRun.ToEndAsync(_folder.Path, "import", "--rejected", "99");
        Assert.Equal(ExitStatus.BadInput, missing.Status);
        Assert.Contains("There is no import 99", missing.Error);
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "import")).Status);
    }

    [Fact]
    public async Task Changed_rows_are_told_with_what_was_made_of_them_and_all_of_them_are_written_once_it_is_recorded_to_whom_they_go()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), Rows);
        var done = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv");
        Assert.Equal(ExitStatus.Succeeded, done.Status);
        Assert.All(
            (string[])["changed, 1 row: Another customer in the same order. The row names another", "row 3, column CustomerID\n", "row 3, column UnitPrice\n", "rejected, 1 row: Date cannot be read.", "row 4, column InvoiceDate\n", "marketing import --issues 1", "marketing privacy allow import-rows", "taken as GBP"],
            told => Assert.Contains(told, done.Output));
        Assert.All((string[])["C-8001-A", "C-7001-A", "2.505", "some day"], told => Assert.DoesNotContain(told, done.Output + done.Error));

        Assert.Contains("marketing privacy allow import-rows", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--issues", "1")).Error);
        await AllowAsync();
        var issues = (await ProgramRun.ToEndAsync(_folder.Path, "import", "--issues", "1")).Output.Split('\n');
        Assert.Contains("orders.csv,3,CustomerID,C-8001-A,other-customer-in-order,change,C-7001-A was taken instead.", issues[1] + issues[2]);
        Assert.Contains(issues, line => line.StartsWith("orders.csv,4,InvoiceDate,some day,unreadable-date,reject,", StringComparison.Ordinal));

        await File.WriteAllTextAsync(_folder.File("more.csv"), Rows.Replace("\n1,", "\n11,").Replace("\n2,", "\n12,"));
        var more = await ProgramRun.ToEndAsync(_folder.Path, "import", "more.csv");
        Assert.All((string[])["row 3, column CustomerID: C-8001-A became C-7001-A", "row 3, column UnitPrice: 2.505 became 2.50", "row 4, column InvoiceDate: some day"], told => Assert.Contains(told, more.Output));
    }

    [Fact]
    public async Task Programs_are_told_the_places_of_changed_rows_and_their_values_once_it_is_recorded_to_whom_they_go()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Currency\n1,A1,2,2024-12-01 10:00,1.50,C-7001-A,GBP\n1,A2,1,2024-12-01 10:00,2.50,C-8001-A,GBP\n");
        var done = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--json");
        Assert.All((string[])["C-8001-A", "C-7001-A"], told => Assert.DoesNotContain(told, done.Output + done.Error));
        var import = JsonDocument.Parse(done.Output).RootElement[0];
        Assert.Equal((3L, "CustomerID", JsonValueKind.Null, JsonValueKind.Null), First(import));
        Assert.Contains("marketing privacy allow import-rows", import.GetProperty("valuesKeptIn").GetString());
        Assert.Equal(JsonValueKind.Null, import.GetProperty("assumedCurrency").ValueKind);

        await AllowAsync();
        Assert.Contains("it changed 1: marketing import --issues 1", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--rejected", "1")).Error);
        await File.WriteAllTextAsync(_folder.File("more.csv"), Rows.Replace("\n1,", "\n11,").Replace("\n2,", "\n12,"));
        var more = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "import", "more.csv", "--json")).Output).RootElement[0];
        Assert.Equal((3L, "CustomerID", JsonValueKind.String, JsonValueKind.String), First(more));
        Assert.Equal(JsonValueKind.Null, more.GetProperty("valuesKeptIn").ValueKind);

        static (long, string?, JsonValueKind, JsonValueKind) First(JsonElement import)
        {
            var first = import.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("rule").GetString() == "other-customer-in-order").GetProperty("first")[0];
            return (first.GetProperty("row").GetInt64(), first.GetProperty("column").GetString(), first.GetProperty("value").ValueKind, first.GetProperty("made").ValueKind);
        }
    }

    [Fact]
    public async Task A_preview_shows_columns_in_the_order_of_the_file_and_says_of_how_many_rows_it_shows_the_first()
    {
        var bad = string.Concat(Enumerable.Range(1, 15).Select(i => $"Cup,{i},many,2024年12月1日,1.5,A1,7\n"));
        var good = string.Concat(Enumerable.Range(20, 30).Select(i => $"Cup,{i},1,2024年12月1日 10时30分,1.5,A1,7\n"));
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "Name,Order No,Qty,Order Date,Price,SKU,Customer\n" + bad + good + "Cup,99,1,2024.12.1,1.5,A1,7,8\n");
        var seen = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--preview");
        Assert.Contains("header in row 1, ", seen.Output);
        Assert.Contains("Description=Cup, InvoiceNo=1, Quantity=many, InvoiceDate=2024年12月1日, UnitPrice=1.5, StockCode=A1, CustomerID=7", seen.Output);
        Assert.True(seen.Output.IndexOf("  Description = Name", StringComparison.Ordinal) < seen.Output.IndexOf("  InvoiceNo = Order No", StringComparison.Ordinal), seen.Output);
        Assert.Contains("Rows rejected or changed, the first 10 of 16:", seen.Output);
        Assert.Equal(10, seen.Output.Split("column Qty: many - ").Length - 1);

        var done = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv");
        Assert.Contains("30 orders, 30 lines, 0 returns, 0 anonymous; 0 were there, 0 changed, 16 rejected", done.Output);
        Assert.Contains("rejected, 1 row: More cells than the header. Cells found: 8, wanted: 7", done.Output);
    }

    [Fact]
    public async Task The_sheet_and_the_row_of_the_header_are_said_and_where_none_is_known_all_sheets_are_named()
    {
        string[] header = ["Order No", "SKU", "Qty", "Order Date", "Price", "Customer"];
        string[] row = ["1", "A1", "#2", "2024年12月1日", "#1.5", "7"];
        await File.WriteAllBytesAsync(_folder.File("book.xlsx"), Packed.Book(("Cover", [["ACME"]]), ("Sales", [["Sales report 2024"], [], header, row])));
        var seen = await ProgramRun.ToEndAsync(_folder.Path, "import", "book.xlsx", "--preview");
        Assert.Contains("xlsx, sheet Sales, header in row 3, ", seen.Output);
        Assert.All((string[])["the sheet Sales is read, one of Cover, Sales (--sheet says another)", "the header is taken from row 3 (--header-row says another)"], said => Assert.Contains(said, seen.Error));

        await File.WriteAllBytesAsync(_folder.File("unknown.xlsx"), Packed.Book(("Cover", [["ACME"]]), ("Daten", [["Stand", "heute"], ["Kennung", "Anschrift"], ["7", "a@x.example"]])));
        var asked = await ProgramRun.ToEndAsync(_folder.Path, "import", "unknown.xlsx", "--kind", "customers");
        Assert.Equal(ExitStatus.BadInput, asked.Status);
        Assert.All((string[])["Its sheets are: Cover, Daten.", "--sheet NAME", "--header-row ROW"], said => Assert.Contains(said, asked.Error));
        var taken = await ProgramRun.ToEndAsync(_folder.Path, "import", "unknown.xlsx", "--kind", "customers", "--sheet", "Daten", "--header-row", "2", "--column", "customer=Kennung", "email=Anschrift");
        Assert.Contains("1 row of customers taken over", taken.Output);
        Assert.Contains("--header-row 0 is no row", (await ProgramRun.ToEndAsync(_folder.Path, "import", "book.xlsx", "--header-row", "0")).Error);
    }

    [Fact]
    public async Task Of_an_import_that_failed_there_are_no_rows_and_why_it_did_is_said()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), Rows.Replace("2024-12-01 10:00", "one day"));
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        await AllowAsync();
        foreach (var option in (string[])["--rejected", "--issues"])
        {
            var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "import", option, "1");
            Assert.Equal((ExitStatus.BadInput, ""), (status, output));
            Assert.StartsWith("marketing: Nothing of orders.csv (import 1) was taken over, column InvoiceDate: 3 of 3 dates cannot be read.", error);
            Assert.Contains("Write every date in one of these ways", error);
        }
    }

    [Fact]
    public async Task What_is_said_of_a_file_is_held_against_it_also_when_it_was_brought_in_before()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A1,2,2024-12-01 10:00,1.50,7\n");
        Assert.Contains("orders.csv: 1 row in ", (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Output);
        (string[] Said, string Message)[] wrong =
        [
            (["--column", "Quantity=Pieces"], "orders.csv, row 1, column Pieces: The column Pieces, chosen for Quantity, is not in the file; it has InvoiceNo, StockCode"),
            (["--column", "Pieces=Quantity"], "orders.csv: orders have no field Pieces."),
            (["--sheet", "Sales"], "orders.csv: The file is no workbook, and --sheet names a sheet of one."),
        ];
        foreach (var (said, message) in wrong)
        {
            var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, ["import", "orders.csv", .. said]);
            Assert.Equal((ExitStatus.BadInput, ""), (status, output));
            Assert.Contains($"marketing: {message}", error);
        }

        Assert.Contains("was brought in before", (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--column", "Quantity=Quantity")).Output);
    }

    [Fact]
    public async Task A_preview_says_that_an_import_of_which_nothing_can_be_taken_over_would_be_refused()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A1,many,2024-12-01 10:00,1.50,7\n2,A1,few,2024-12-01 10:00,1.50,7\n");
        await File.WriteAllTextAsync(_folder.File("stock.csv"), "sku,on hand,date\nA1,many,2024-12-01\n");
        foreach (var (file, kind, first) in new[] { ("orders.csv", "orders", "row 2, column Quantity"), ("stock.csv", "stock", "row 2, column on hand") })
        {
            var seen = await ProgramRun.ToEndAsync(_folder.Path, "import", file, "--kind", kind, "--preview");
            Assert.Equal(ExitStatus.BadInput, seen.Status);
            Assert.Contains("0 taken over", seen.Output);
            var why = seen.Error.Split('\n').Single(line => line.StartsWith($"marketing: {file}, {first}: None of the ", StringComparison.Ordinal));
            var done = await ProgramRun.ToEndAsync(_folder.Path, "import", file, "--kind", kind);
            Assert.Equal(ExitStatus.BadInput, done.Status);
            Assert.Contains(why, done.Error);
        }

        await File.WriteAllTextAsync(_folder.File("header.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n");
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "import", "header.csv", "--preview")).Status);
        using var json = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--preview", "--json")).Output);
        Assert.Equal((2L, "Quantity"), (json.RootElement[0].GetProperty("refusal").GetProperty("row").GetInt64(), json.RootElement[0].GetProperty("refusal").GetProperty("column").GetString()));
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
    public async Task What_makes_no_sense_together_or_names_no_field_is_refused_before_anything_is_done()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Waehrung\n1,A1,2,2024-12-01 10:00,1.50,7,EUR\n");
        var unknown = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--column", "Curency=Waehrung");
        Assert.Equal(ExitStatus.BadInput, unknown.Status);
        Assert.Contains("orders have no field Curency.", unknown.Error);
        Assert.Contains("Currency", unknown.Error);
        var both = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--undo", "1");
        Assert.Equal(ExitStatus.BadInput, both.Status);
        Assert.Contains("--undo reads no file", both.Error);
        Assert.Contains("is a folder", (await ProgramRun.ToEndAsync(_folder.Path, "import", ".")).Error);
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

    private async Task AllowAsync() =>
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "import-rows", "--recipient", "Back office", "--country", "DE", "--basis", "contract", "--purpose", "Corrects rows")).Status);
}
