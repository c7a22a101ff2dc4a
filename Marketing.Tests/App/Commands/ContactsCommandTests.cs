using System.Text.Json;
using Marketing.App.Commands;
using Marketing.App.Hosting;
using Marketing.Evaluation;
using Marketing.Evaluation.Laboratory;
using Marketing.Model;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.App.Commands;

public sealed class ContactsCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_shop_without_campaigns_is_told_what_is_missing_and_the_switch_works_beside()
    {
        await _folder.BeginShopAsync();
        Assert.Contains("Nothing was learned yet.", (await RunAsync("show")).Output, StringComparison.Ordinal);
        Assert.Contains("Contact policies are switched off", (await RunAsync("off", "--reason", "Christmas")).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("--json")).Output);
        var state = json.RootElement.GetProperty("switch");
        Assert.Equal((true, "Christmas", JsonValueKind.Null, JsonValueKind.Null), (state.GetProperty("off").GetBoolean(), state.GetProperty("reason").GetString(), json.RootElement.GetProperty("acting").ValueKind, json.RootElement.GetProperty("verdict").ValueKind));
        Assert.Contains("Contact policies are on.", (await RunAsync("on")).Output, StringComparison.Ordinal);
        var refused = await RunAsync("export", "out.csv");
        Assert.NotEqual(0, refused.Status);
        Assert.Contains("it is personal data", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    [Fact]
    public async Task What_is_exported_is_read_by_the_laboratory_and_names_nobody()
    {
        using var shop = new ContactShop(120, 2);
        await shop.LiveAsync(3, 0.5, ContactShop.Tiring);
        var log = (await shop.Rig.Get<IContactLogs>().BuildAsync(default)).Log!;
        var path = Path.Combine(_folder.Path, "contacts.csv");
        await using (var writer = new StreamWriter(path))
        {
            await ContactsCommand.WriteAsync(writer, log, default);
        }

        var lines = await File.ReadAllLinesAsync(path);
        Assert.Equal(log.Rows + 1, lines.Length);
        Assert.Equal(Enumerable.Range(1, 120).Select(number => $"{number}"), lines.Skip(1).Select(line => line.Split(',')[0]).Distinct());
        var report = await new MeasureContacts(shop.Rig.Get<IContactMethods>(), Options.Create(new EvaluationOptions { BootstrapResamples = 100 })).MeasureAsync(new ContactQuestion(path, "myopic", new ContactTerms(0.98)), null, default);
        Assert.Equal((log.Rows, 120), (report.Rows["log"], report.Rows["customers"]));
        Assert.Equal(log.Features.Count + ContactHistory.Features.Count, report.Features.Count);
    }

    private async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments) => await ProgramRun.ToEndAsync(_folder.Path, ["contacts", .. arguments, "--data", _folder.File(DataFolderPath.Name)]);
}
