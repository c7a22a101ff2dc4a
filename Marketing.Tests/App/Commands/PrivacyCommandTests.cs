using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class PrivacyCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
    public async Task A_country_under_another_law_without_a_safeguard_is_refused_in_words()
    {
        var (status, _, error) = await ProgramRun.ToEndAsync(_folder.Path, "privacy", "allow", "api", "--recipient", "Data house", "--country", "US", "--basis", "contract", "--purpose", "Reports");
        Assert.Equal(ExitStatus.BadInput, status);
        Assert.Contains("US is under another law of data protection", error);
        Assert.DoesNotContain("   at ", error);
    }
}
