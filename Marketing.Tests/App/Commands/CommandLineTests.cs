using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dapper;
using Marketing.App.Commands;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.App.Commands;

/// <summary>The program as people start it, in good and in bad circumstances.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Version_prints_one_line_or_one_object()
    {
        var plain = await ProgramRun.ToEndAsync(_folder.Path, "version");
        Assert.Equal((ExitStatus.Succeeded, ""), (plain.Status, plain.Error));
        Assert.StartsWith("marketing ", plain.Output);
        var json = await ProgramRun.ToEndAsync(_folder.Path, "version", "--json");
        Assert.Equal(plain.Output.Split(' ')[1], JsonDocument.Parse(json.Output).RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve", "--nonsense")]
    [InlineData("serve", "--urls", "5080")]
    [InlineData("version", "--data")]
    [InlineData("serve", "--set", "Jobs")]
    public async Task Wrong_usage_has_its_own_status_and_says_what_is_wrong(params string[] arguments)
    {
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, arguments);
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Empty(output.Trim());
        Assert.NotEmpty(error);
        AssertPlain(error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("--undo: 'abc' is not a whole number.", "import", "--undo", "abc")]
    [InlineData("--n: 'abc' is not a whole number.", "recommend", "--n", "abc")]
    [InlineData("--n needs a whole number.", "recommend", "--n")]
    [InlineData("--n is a whole number from 1 to", "recommend", "--n", "0")]
    [InlineData("--exclude-seen needs true or false.", "lab", "recommend", "--train", "a.csv", "--test", "b.csv", "--model", "popular", "--exclude-seen", "maybe")]
    [InlineData("marketing: 'http://localhost:99999' is no address to listen on.", "serve", "--urls", "http://localhost:99999")]
    [InlineData("'set': 'abc' is not a number such as 1.57.", "rates", "set", "USD", "2011-12-01", "abc")]
    [InlineData("--rules-from: 'soon' is not a day such as 2027-01-31.", "quality", "--rules-from", "soon")]
    [InlineData("--expires: 'soon' is not a time such as 2027-01-31 or 2027-01-31T09:30:00Z.", "api-key", "create", "till", "--expires", "soon")]
    [InlineData("--train needs the name of a file.", "lab", "sequence", "--train", "", "--model", "follow")]
    [InlineData("--out needs the name of a file.", "lab", "sequence", "--train", "a.txt", "--model", "follow", "--out", " ")]
    [InlineData("'--epochs' stands before KIND: what is of a kind comes behind it, as in 'marketing train KIND --epochs VALUE'.", "train", "--epochs", "3", "transformer")]
    public async Task A_value_of_the_wrong_kind_is_told_from_the_right_one(string expected, params string[] arguments)
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, arguments);
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.StartsWith(expected, error);
        Assert.DoesNotContain("System.", error);
    }

    [Theory]
    [InlineData("backup", "marketing backup /mnt/safe/shop.db")]
    [InlineData("doctor", "marketing doctor --data /srv/shop --json")]
    [InlineData("serve", "--urls http://localhost:8080")]
    public async Task Help_of_a_command_ends_with_examples(string command, string example)
    {
        var (status, output, _) = await ProgramRun.ToEndAsync(_folder.Path, command, "--help");
        Assert.Equal(ExitStatus.Succeeded, status);
        Assert.Contains(example, output[output.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task A_command_that_only_looks_leaves_what_a_killed_program_left_to_the_next_that_works()
    {
        await _folder.BeginShopAsync();
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder.File("data"), "marketing.db")};Pooling=False");
        database.Execute("insert into kernel_runs (kind, triggered_by, business_time, started_at, state, cpu_ms, peak_bytes) values ('loop', 'clock', 0, 0, @Running, 0, 0)", new { Running = (long)RunState.Running });
        RunState State() => (RunState)database.ExecuteScalar<long>("select state from kernel_runs");
        foreach (var look in (string[])["models compute", "quality", "rules versions", "rates list", "user list", "retention list", "privacy transfers", "duplicates list", "features products", "recommend --out lists.ndjson"])
        {
            await ProgramRun.ToEndAsync(_folder.Path, look.Split(' '));
            Assert.Equal((look, RunState.Running), (look, State()));
        }

        // There is nothing to learn from, which is told when the shop is open.
        Assert.Contains("no orders yet", (await ProgramRun.ToEndAsync(_folder.Path, "train", "popular")).Error);
        Assert.Equal(RunState.Interrupted, State());
        Assert.Contains("1 run(s) were at work when the program ended", string.Concat(Directory.GetFiles(Path.Combine(_folder.File("data"), "logs")).Select(File.ReadAllText)));
    }

    [Fact]
    public async Task A_password_is_reset_for_somebody_there_is_and_refused_for_nobody()
    {
        await _folder.BeginShopAsync();
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "user", "reset-password", "ann");
        Assert.Equal((ExitStatus.BadInput, ""), (status, output));
        Assert.Contains("'marketing user list' shows the names", error);
        AssertPlain(error);
        Assert.Equal((ExitStatus.Succeeded, "[]"), (await ProgramRun.ToEndAsync(_folder.Path, "user", "list", "--json")) is var list ? (list.Status, list.Output.Trim()) : default);
    }

    [Fact]
    public async Task Serving_starts_answers_and_stops_cleanly()
    {
        using var run = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0");
        var said = await run.SaysAsync("The dashboard is on http://127.0.0.1:");
        using var client = new HttpClient { BaseAddress = new Uri(said.Split("The dashboard is on ")[1].Split(". ")[0]) };
        using var health = JsonDocument.Parse(await client.GetStringAsync("/health"));
        Assert.Equal("ok", health.RootElement.GetProperty("status").GetString());
        Assert.Equal("ok", health.RootElement.GetProperty("database").GetString());

        var second = await ProgramRun.ToEndAsync(_folder.Path, "serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Failed, second.Status);
        Assert.Contains($"process {run.Id}", second.Error);
        AssertPlain(second.Error);
        var doctor = await ProgramRun.ToEndAsync(_folder.Path, "doctor");
        Assert.Equal(ExitStatus.Succeeded, doctor.Status);
        Assert.Contains($"process {run.Id} holds the folder", doctor.Output);
        var backup = await ProgramRun.ToEndAsync(_folder.Path, "backup", "copy.db");
        Assert.Equal((ExitStatus.Succeeded, _folder.File("copy.db")), (backup.Status, backup.Output.Trim()));

        run.Interrupt();
        Assert.Equal(ExitStatus.Succeeded, await run.EndAsync());
        Assert.Contains("Stopped.", run.Error);
        AssertPlain(run.Error);
    }

    [Theory]
    [InlineData("api-key", "create", "till")]
    [InlineData("rates", "list")]
    [InlineData("run-loop")]
    [InlineData("backup")]
    [InlineData("import", "--undo", "1")]
    [InlineData("import", "--rejected", "1")]
    public async Task A_folder_without_a_shop_is_named_and_stays_as_it_is(params string[] arguments)
    {
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, [.. arguments, "--data", "mistyped"]);
        Assert.Equal((ExitStatus.BadInput, ""), (status, output));
        Assert.Contains($"There is no shop in {_folder.File("mistyped")}.", error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_file_is_looked_at_without_a_shop_and_begins_one_only_when_it_is_brought_in()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A1,2,2024-12-01 10:00,1.50,7\n");
        var seen = await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv", "--preview");
        Assert.Equal(ExitStatus.Succeeded, seen.Status);
        Assert.Contains("A1", seen.Output);
        Assert.False(Directory.Exists(_folder.File("data")));
        Assert.Contains($"A new shop begins in {_folder.File("data")}.", (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Error);
        Assert.DoesNotContain("new shop", (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Error);
    }

    [Theory]
    [InlineData("'--colum' is no option of 'marketing import'. Did you mean --column?", "import", "orders.csv", "--colum", "email=Mail")]
    [InlineData("'--prevew' is no option of 'marketing import'. Did you mean --preview?", "import", "--prevew")]
    [InlineData("'--ulrs' is no option of 'marketing serve'. Did you mean --urls?\n'marketing serve --help'", "serve", "--ulrs", "http://localhost:1")]
    [InlineData("'--dta' is no option of 'marketing'. Did you mean --data?\n'marketing --help'", "--dta", "/srv/shop")]
    [InlineData("'marketing rates set' needs CURRENCY DAY RATE.\n'marketing rates set --help' says what there is.", "rates", "set", "USD")]
    public async Task An_option_that_there_is_not_is_told_from_a_file(string expected, params string[] arguments)
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, arguments);
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("There is no file", error);
    }

    [Theory]
    [InlineData("'improt' is no command of 'marketing'. Did you mean import?\n'marketing --help' says what there is.\n", "improt", "orders.csv", "--kind", "orders")]
    [InlineData("'lsit' is no command of 'marketing rates'. Did you mean list?\n'marketing rates --help' says what there is.\n", "rates", "lsit")]
    [InlineData("'everything' is no command of 'marketing'.\n'marketing --help' says what there is.\n", "everything")]
    [InlineData("'marketing rates' needs one of: list, set, import, remove.\n", "rates")]
    [InlineData("'marketing version' takes no 'now'.\n", "version", "now")]
    [InlineData("--language: 'zh-hant' is not one of: en, zh-Hans. Did you mean zh-Hans?\n", "recommend", "--language", "zh-hant")]
    [InlineData("--language: 'de' is not one of: en, zh-Hans.\n", "recommend", "--language", "de")]
    [InlineData("'people' is not one of: customers, products.\n", "features", "people")]
    public async Task A_command_or_word_that_there_is_not_is_named_with_the_one_that_was_meant(string expected, params string[] arguments)
    {
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, arguments);
        Assert.Equal((ExitStatus.BadInput, ""), (status, output));
        Assert.StartsWith(expected, error);
    }

    [Fact]
    public async Task A_file_named_in_place_of_the_data_folder_is_told_from_a_folder_that_is_not_there()
    {
        await File.WriteAllTextAsync(_folder.File("taken"), "a file");
        var doctor = await ProgramRun.ToEndAsync(_folder.Path, "doctor", "--data", "taken", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Failed, doctor.Status);
        Assert.Contains($"fail  data folder   {_folder.File("taken")} is a file\n", doctor.Output);
        var rates = await ProgramRun.ToEndAsync(_folder.Path, "rates", "list", "--data", "taken");
        Assert.Equal(ExitStatus.BadInput, rates.Status);
        Assert.Contains($"{_folder.File("taken")} is a file", rates.Error);
    }

    [Fact]
    public async Task A_backup_replaces_a_copy_and_nothing_else()
    {
        await _folder.BeginShopAsync();
        await File.WriteAllTextAsync(_folder.File("letter.txt"), "Dear Ann");
        var refused = await ProgramRun.ToEndAsync(_folder.Path, "backup", "letter.txt");
        Assert.Equal((ExitStatus.BadInput, "Dear Ann"), (refused.Status, await File.ReadAllTextAsync(_folder.File("letter.txt"))));
        Assert.Contains("no copy that a backup has written", refused.Error);
        await EmptyFolder.BeginShopInAsync(_folder.File("other"));
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("data"));
        File.Copy(Path.Combine(_folder.File("other"), "marketing.db"), _folder.File("other.db"));
        foreach (var alive in (string[])["data/marketing.db", "link/marketing.db", "other/marketing.db", "other.db"])
        {
            Assert.Contains("no copy that a backup has written", (await ProgramRun.ToEndAsync(_folder.Path, "backup", alive)).Error);
        }

        foreach (var copy in (string[])["copy.db", "copy.db", "marketing.db", "marketing.db"])
        {
            Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "backup", copy)).Status);
        }

        using (var copy = new SqliteConnection($"Data Source={_folder.File("copy.db")};Pooling=False"))
        {
            // As earlier versions wrote them.
            copy.Open();
            copy.Execute("pragma application_id = 0");
        }

        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "backup", "copy.db")).Status);
    }

    [Fact]
    public async Task A_program_that_serves_names_its_own_settings_only()
    {
        using var run = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0", "--set", "Job:Nightly=03:30");
        await run.SaysAsync("The dashboard is on");
        Assert.Equal("marketing: among the settings, Job is no section. Did you mean Jobs?", Assert.Single(run.Error.Split('\n'), line => line.StartsWith("marketing: among the settings", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_setting_that_nothing_reads_is_named_with_the_one_that_was_meant()
    {
        var (status, output, _) = await ProgramRun.ToEndAsync(
            _folder.Path,
            ["doctor", "--urls", "http://127.0.0.1:0", "--set", "Job:Nightly=03:30", "--set", "Jobs:Nightli=03:30", "--set", "Jobs:Nightly=03:30", "--set", "Model:Methods:item-knn:K=20", "--set", "Features:Treatments:customers.gap:Missing=Constant"],
            new Dictionary<string, string> { ["MARKETING_Data__Intake__NoSuch"] = "1", ["Unrelated__Thing"] = "1" });
        Assert.Equal(ExitStatus.Succeeded, status);
        var warnings = output.Split('\n').Where(line => line.StartsWith("warn  settings", StringComparison.Ordinal)).Select(line => line["warn  settings".Length..].Trim()).Order(StringComparer.Ordinal);
        Assert.Equal(["Data:Intake:NoSuch is no setting.", "Job is no section. Did you mean Jobs?", "Jobs:Nightli is no setting. Did you mean Nightly?"], warnings);
    }

    [Fact]
    public async Task A_port_in_use_is_found_before_any_work_is_done()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "serve", "--urls", $"http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("in use by another program", error);
        Assert.Contains("--urls", error);
        AssertPlain(error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        await File.WriteAllTextAsync(_folder.File("taken"), "a file");
        foreach (var command in (string[])["serve", "demo"])
        {
            var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, command, "--urls", "http://127.0.0.1:0", "--data", _folder.File("taken"));
            Assert.Equal(ExitStatus.Failed, status);
            Assert.Contains(_folder.File("taken"), error);
            AssertPlain(error);
        }
    }

    [Fact]
    public async Task A_damaged_database_is_named_and_left_as_it_is()
    {
        var database = Path.Combine(_folder.Path, "data", "marketing.db");
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        var bytes = Enumerable.Range(0, 8192).Select(i => (byte)(i * 31)).ToArray();
        await File.WriteAllBytesAsync(database, bytes);
        var serve = await ProgramRun.ToEndAsync(_folder.Path, "serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Failed, serve.Status);
        Assert.Contains($"{database} is damaged", serve.Error);
        AssertPlain(serve.Error);
        var doctor = await ProgramRun.ToEndAsync(_folder.Path, "doctor");
        Assert.Equal(ExitStatus.Failed, doctor.Status);
        Assert.Contains("fail  database", doctor.Output);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(database));
    }

    [Fact]
    public async Task A_database_locked_by_another_program_is_named()
    {
        using (var folder = ProgramRun.Start(_folder.Path, "--urls", "http://127.0.0.1:0"))
        {
            await folder.SaysAsync("The dashboard is on");
        }

        var database = Path.Combine(_folder.Path, "data", "marketing.db");
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "pragma locking_mode = exclusive; begin exclusive; create table other (x); ";
        command.ExecuteNonQuery();
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("locked by another program", error);
        AssertPlain(error);
    }

    [Theory]
    [InlineData("{ \"Logging\": ", "settings cannot be read")]
    [InlineData("{\n  \"Jobs\": nightly\n}", "Line 2, column 12.")]
    public async Task A_broken_settings_file_is_named(string text, string words)
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "data", "appsettings.json"), text);
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains(words, error);
        Assert.Contains(Path.Combine(_folder.Path, "data", "appsettings.json"), error);
        AssertPlain(error);
        Assert.Equal(ExitStatus.Failed, (await ProgramRun.ToEndAsync(_folder.Path, "doctor")).Status);
    }

    [Fact]
    public async Task Doctor_on_a_folder_that_is_not_there_creates_nothing()
    {
        var (status, output, _) = await ProgramRun.ToEndAsync(_folder.Path, "doctor", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Succeeded, status);
        Assert.Contains("not there yet", output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task The_data_folder_comes_from_the_option_before_the_environment()
    {
        var environment = new Dictionary<string, string> { ["MARKETING_DATA"] = _folder.File("from-environment") };
        var (_, output, _) = await ProgramRun.ToEndAsync(_folder.Path, ["doctor"], environment);
        Assert.Contains(_folder.File("from-environment"), output);
        (_, output, _) = await ProgramRun.ToEndAsync(_folder.Path, ["doctor", "--data", "from-option"], environment);
        Assert.Contains(_folder.File("from-option"), output);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertPlain(string error)
    {
        Assert.DoesNotContain("   at ", error);
        Assert.DoesNotContain("Exception", error);
    }
}
