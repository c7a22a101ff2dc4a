using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class PrivacyCommandTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();

    public Task InitializeAsync() => _folder.BeginShopAsync();

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_transfer_is_recorded_shown_in_the_register_and_ended()
    {
        var allowed = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "mail", "--recipient", "Post Ltd", "--country", "de", "--basis", "consent", "--purpose", "Hands mails over");
        Assert.Equal((ExitStatus.Succeeded, "Transfer 1 is recorded."), (allowed.Status, allowed.Output.Trim()));
        var register = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "register");
        Assert.Contains("Post Ltd (DE, consent): Hands mails over", register.Output);
        using var json = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "privacy", "register", "--language", "zh-Hans", "--json")).Output);
        Assert.Contains("邮件营销", json.RootElement.GetProperty("activities")[2].GetProperty("words").GetProperty("activity").GetString());
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "end-transfer", "1")).Status);
        Assert.Contains("ended", (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "transfers")).Output);
    }

    [Fact]
    public async Task Erasing_a_number_that_nobody_has_is_refused_in_words()
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "erase", "nobody", "--yes");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains("There is no customer nobody.", error);
    }

    [Fact]
    public async Task A_person_is_named_first_erased_with_yes_and_gone_afterwards_and_doctor_counts_mails_of_nobody()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 16, days: 5, seed: 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        var number = (await File.ReadAllLinesAsync(_folder.File("orders.csv")))[1].Split(',')[6];
        var asked = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "erase", number);
        Assert.Equal(ExitStatus.Succeeded, asked.Status);
        Assert.Contains($"Customer records: 1 ({number})", asked.Output);
        Assert.Contains("Nothing was erased.", asked.Output);
        var erased = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "erase", number, "--yes");
        Assert.Equal((ExitStatus.Succeeded, ""), (erased.Status, erased.Error));
        Assert.Contains("Erased. The receipt stands with request 1.", erased.Output);
        Assert.Equal(ExitStatus.BadInput, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "erase", number, "--yes")).Status);

        Assert.Contains("every one belongs to a message", await DoctorAsync());
        var mails = Directory.CreateDirectory(Path.Combine(_folder.Path, "data", "outbox", "77")).FullName;
        await File.WriteAllTextAsync(Path.Combine(mails, "5.1a.eml"), "To: gone@buyers.test");
        Assert.Contains("warn  mail files    1 file(s)", await DoctorAsync());
    }

    [Fact]
    public async Task Who_was_erased_after_a_backup_is_erased_again_when_it_is_restored_and_doctor_names_whom_a_copy_laid_over_the_database_brings_back()
    {
        await File.WriteAllTextAsync(_folder.File("orders.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 16, days: 5, seed: 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "import", "orders.csv")).Status);
        var numbers = (await File.ReadAllLinesAsync(_folder.File("orders.csv"))).Skip(1).Select(line => line.Split(',')[6]).Where(number => number.Length > 0).Distinct().Take(2).ToList();
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "backup", "copy.db")).Status);
        foreach (var number in numbers)
        {
            Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "erase", number, "--yes")).Status);
        }

        Assert.Contains("ok    erase list    nobody on it stands in the database", await DoctorAsync());
        File.Copy(_folder.File("copy.db"), Path.Combine(_folder.Path, "data", "marketing.db"), overwrite: true);
        Assert.Contains("warn  erase list    2 customer record(s) of people who were erased", await DoctorAsync());

        var restored = await ProgramRun.ToEndAsync(_folder.Path, "restore", "copy.db");
        Assert.True(restored.Status == ExitStatus.Succeeded, restored.Error);
        Assert.EndsWith("2 people erased since the backup was taken were erased again", restored.Output.Trim());
        Assert.Contains("ok    erase list    nobody on it stands in the database", await DoctorAsync());
        Assert.Contains($"There is no customer {numbers[0]}.", (await ProgramRun.ToEndAsync(_folder.Path, "privacy", "erase", numbers[0], "--yes")).Error);
        using var json = JsonDocument.Parse((await ProgramRun.ToEndAsync(_folder.Path, "restore", "copy.db", "--json")).Output);
        Assert.Equal(2, json.RootElement.GetProperty("erasedAgain").GetInt32());
    }

    [Fact]
    public async Task A_country_under_another_law_without_a_safeguard_is_refused_in_words()
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "api", "--recipient", "Data house", "--country", "US", "--basis", "contract", "--purpose", "Reports");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains("US is under another law of data protection", error);
        Assert.DoesNotContain("   at ", error);
    }

    private async Task<string> DoctorAsync() => (await ProgramRun.ToEndAsync(_folder.Path, "doctor", "--urls", "http://127.0.0.1:0")).Output;
}
