using System.Text;
using Dapper;
using Marketing.App.Commands;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

/// <summary>The command beside a program that serves, each a process of its own.</summary>
public sealed class ImportBesideTests : IDisposable
{
    private const int Many = 150_000;

    // At work long enough for three commands beside it.
    private const int VeryMany = 800_000;
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_end_beside_a_program_that_serves_as_they_end_alone()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 32, days: 40, seed: 1) + "900001,A1,LAMP,many,2024-12-01 10:00:00,1.50,7,France\n");
        await File.WriteAllTextAsync(_folder.File("customers.csv"), "id,email\n12001,a@x.example\n12002,nobody\n");
        await File.WriteAllTextAsync(_folder.File("bad.csv"), "InvoiceNo,Quantity\n1,2\n");
        string[] command = ["import", "orders.csv", "bad.csv", "customers.csv", "orders.csv"];
        var alone = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--data", "alone"]);

        using var serving = await ServeAsync();
        var beside = await ProgramRun.ToEndAsync(_folder.Path, command);
        Assert.Equal((ExitStatus.BadInput, ExitStatus.BadInput), (alone.Status, beside.Status));
        Assert.Equal(Plain(alone.Output), Plain(beside.Output));
        Assert.Contains("nothing changed", beside.Output);
        Assert.All(alone.Error.Split('\n').Where(line => line.Contains("column StockCode") || line.Contains("Add the column")), line => Assert.Contains(line, beside.Error));
        Assert.Contains("column StockCode", beside.Error);
        Assert.Equal(Rows("alone"), Rows("data"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.File("data"), "uploads")));
    }

    [Fact]
    public async Task A_stopped_command_leaves_the_import_to_the_program_that_serves_and_a_number_stops_it()
    {
        await WriteEventsAsync(VeryMany);
        await File.WriteAllTextAsync(_folder.File("next.csv"), "id,email\n1,a@x.example\n");
        using var serving = await ServeAsync();
        using (var command = ProgramRun.Start(_folder.Path, "import", "events.csv"))
        {
            await WorkingAsync();
            command.Interrupt();
            Assert.Equal(ExitStatus.Stopped, await command.EndAsync());
            Assert.Contains("goes on in the program that serves; 'marketing import --cancel 1' stops it", command.Error);
        }

        Assert.Equal(2L, Ask<long>("select state from data_import_jobs"));
        var left = await ProgramRun.ToEndAsync(_folder.Path, "import", "next.csv", "--no-wait");
        Assert.Equal((ExitStatus.Succeeded, "next.csv: waits in the queue as number 2\n"), (left.Status, left.Output));
        Assert.Equal("next.csv: cancelled; nothing of it was kept.\n", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--cancel", "2")).Output);

        var stopped = await ProgramRun.ToEndAsync(_folder.Path, "import", "--cancel", "1");
        Assert.True(stopped.Status == ExitStatus.Succeeded, stopped.Error);
        Assert.Equal((0L, 0L, 2L), Ask<(long, long, long)>("select (select count(*) from data_events), (select count(*) from data_customers where email is not null), (select count(*) from data_import_jobs where state = 5)"));
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "import", "--cancel", "1")).Status);
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "import", "--cancel", "99")).Status);
    }

    [Fact]
    public async Task An_import_is_taken_back_and_shown_again_by_its_number_alone_and_beside_a_program_that_serves()
    {
        await File.WriteAllTextAsync(_folder.File("customers.csv"), "id,email\nA,a@x.example\n");
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "customers.csv")).Status);
        await FlipAsync();
        using var serving = await ServeAsync();
        await FlipAsync();
        Assert.Equal((0L, 0L), Ask<(long, long)>("select (select count(*) from data_import_wishes), (select count(*) from data_import_flips)"));
        Assert.Contains("There is no import 99.", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--undo", "99")).Error);
    }

    [Fact]
    public async Task A_file_that_somebody_stops_does_not_end_the_watching_of_the_others()
    {
        await WriteEventsAsync(VeryMany);
        await File.WriteAllTextAsync(_folder.File("next.csv"), "id,email\n1,a@x.example\n");
        using var serving = await ServeAsync();
        using var command = ProgramRun.Start(_folder.Path, "import", "events.csv", "next.csv");
        await WorkingAsync();
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "--cancel", "1")).Status);
        Assert.Equal(ExitStatus.Failed, await command.EndAsync(60));
        Assert.Contains("events.csv was cancelled", command.Error);
        Assert.Contains("next.csv: 1 row in", command.Output);
    }

    [Fact]
    public async Task An_import_goes_on_when_the_program_that_serves_was_killed_and_started_again_and_the_command_sees_its_end()
    {
        await WriteEventsAsync();
        ProgramRun command;
        using (await ServeAsync())
        {
            command = ProgramRun.Start(_folder.Path, "import", "events.csv");
            await WorkingAsync();
        }

        using (command)
        {
            Assert.InRange(Ask<long>("select count(*) from data_events"), 1, Many - 1);
            using var serving = await ServeAsync();
            Assert.True(await command.EndAsync(120) == ExitStatus.Succeeded, command.Error);
            Assert.Contains($"events.csv: {Many:N0} rows", command.Output);
            Assert.Equal((Many, Many), Ask<(int, int)>("select count(*), count(distinct session) from data_events"));
        }
    }

    [Fact]
    public async Task Records_are_merged_and_taken_apart_beside_a_program_that_serves_and_imports()
    {
        await WriteEventsAsync();
        await File.WriteAllTextAsync(_folder.File("customers.csv"), "id,email\nA,a@x.example\nB,a@x.example\nC,c@x.example\n");
        using var serving = await ServeAsync();
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "customers.csv")).Status);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "events.csv", "--no-wait")).Status);
        await WorkingAsync();
        var merge = await ProgramRun.ToEndAsync(_folder.Path, "duplicates", "merge", "A", "B");
        Assert.True(merge.Status == ExitStatus.Succeeded, merge.Error);
        Assert.StartsWith("B is read as A now.", merge.Output);
        Assert.Equal(1L, Ask<long>("select count(*) from data_customers b join data_customers a on b.merged_into = a.id where a.key = 'A' and b.key = 'B'"));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "duplicates", "undo", "1")).Status);
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "duplicates", "apart", "A", "C")).Status);
        Assert.Equal((0L, 1L), Ask<(long, long)>("select (select count(*) from data_customers where merged_into is not null), (select count(*) from data_customer_distinct)"));
    }

    [Fact]
    public async Task A_file_whose_rows_have_ended_is_refused_with_the_reason_and_stays_as_it_is()
    {
        await File.WriteAllTextAsync(_folder.File("customers.csv"), "id,email\nA,a@x.example\n");
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "customers.csv")).Status);
        using (var database = new Database(new DataFolder(_folder.File("data"))))
        {
            database.Write((connection, transaction) => connection.Execute("update data_imports set rows_ended = 1", transaction: transaction));
        }

        var undone = await ProgramRun.ToEndAsync(_folder.Path, "import", "--undo", "1");
        Assert.Equal(ExitStatus.BadInput, undone.Status);
        Assert.Contains("Import 1 is too old to be taken back or shown again", undone.Error);
        Assert.Equal((2L, 1L), Ask<(long, long)>("select (select state from data_imports where id = 1), (select count(*) from data_customers where email is not null)"));
    }

    private async Task FlipAsync()
    {
        var undone = await ProgramRun.ToEndAsync(_folder.Path, "import", "--undo", "1");
        Assert.True(undone.Status == ExitStatus.Succeeded, undone.Error);
        Assert.Equal("customers.csv (import 1) is taken back; 'marketing import --redo 1' shows it again.\n", undone.Output);
        Assert.Equal(0L, Ask<long>("select count(*) from data_customers where email is not null"));
        Assert.Equal("customers.csv (import 1) was taken back already.\n", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--undo", "1")).Output);
        Assert.Equal("customers.csv (import 1) is visible again.\n", (await ProgramRun.ToEndAsync(_folder.Path, "import", "--redo", "1")).Output);
        Assert.Equal(1L, Ask<long>("select count(*) from data_customers where email is not null"));
    }

    private static string Plain(string output) => string.Join('\n', output.Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(line, @" in [\d.]+ s:|\(import \d+\)", "")));

    private async Task<ProgramRun> ServeAsync()
    {
        var serving = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0");
        await serving.SaysAsync("The dashboard is on");
        return serving;
    }

    private async Task WriteEventsAsync(int rows = Many)
    {
        var text = new StringBuilder("event,timestamp,customer,session,sku\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append("view,2009-01-01 10:00,").Append(i % 500).Append(",s").Append(i).Append(",A").Append(i % 40).Append('\n');
        }

        await File.WriteAllTextAsync(_folder.File("events.csv"), text.ToString());
    }

    private async Task WorkingAsync()
    {
        for (var i = 0; i < 1200; i++)
        {
            if (Ask<long>("select count(*) from data_import_jobs where state = 2 and done > 0") == 1)
            {
                return;
            }

            await Task.Delay(25);
        }

        Assert.Fail("No import came to work.");
    }

    private T Ask<T>(string sql, string data = "data")
    {
        using var database = new Database(new DataFolder(_folder.File(data)));
        return database.Read(connection => connection.QuerySingle<T>(sql));
    }

    // What the shop knows, by its own numbers; which ids the rows have is of no account.
    private List<string> Rows(string data)
    {
        using var database = new Database(new DataFolder(_folder.File(data)));
        return database.Read(connection => connection.Query<string>("""
            select 'line ' || o.number || ' ' || o.at || ' ' || coalesce(c.key, '') || ' ' || p.code || ' ' || p.name || ' ' || l.quantity || ' ' || l.unit_price
            from data_order_lines l join data_orders o on o.id = l.order_id join data_products p on p.id = l.product_id left join data_customers c on c.id = o.customer_id
            union all select 'customer ' || key || ' ' || coalesce(email, '') || ' ' || country from data_customers
            union all select 'issue ' || row || ' ' || value || ' ' || text from data_import_issues
            union all select 'import ' || name || ' ' || kind || ' ' || rows || ' ' || lines || ' ' || rejected || ' ' || state from data_imports where state = 2
            order by 1
            """).AsList());
    }
}
