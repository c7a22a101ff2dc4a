using Bunit;
using Marketing.App.Components.Pages.Models;
using Marketing.App.Resources;
using Marketing.Kernel;
using Marketing.Kernel.Access;
using Marketing.Kernel.Sql;
using Marketing.Model;
using Marketing.Model.Economy;
using Marketing.Model.Sql;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Marketing.Tests.App.Pages.Models;

public sealed class UnmeasuredModelTests : IDisposable
{
    private readonly ModelOptions _options = new();
    private readonly ModelRig _rig;

    public UnmeasuredModelTests() => _rig = new ModelRig(_options);

    [Theory]
    [InlineData(Words.English, true, "was never measured against the champion", "Better wait for the next turn")]
    [InlineData(Words.English, false, "was never measured against the champion", "No turn measures Matrix factorisation")]
    [InlineData(Words.Chinese, true, "从未与冠军模型比较过", "建议等待下一轮循环")]
    public async Task Whoever_puts_a_version_in_charge_that_was_never_measured_is_warned(string language, bool atNight, string warning, string fix)
    {
        _options.Recommenders = atNight ? ["popular", "als"] : ["popular"];
        _rig.Reopen();
        var (champion, version) = (await TrainAsync("popular"), await TrainAsync("als"));
        await _rig.Models.PromoteAsync(champion.Id, "anna", "first", default);
        await using var page = Page(language);
        var dialogs = page.Render<MudDialogProvider>();
        var shown = page.Render<ModelPage>(with => with.Add(p => p.Number, version.Id.Value));
        shown.WaitForAssertion(() => shown.Find(".page-actions button, header button"));
        var asked = shown.InvokeAsync(() => shown.Find(".page-actions button, header button").Click());
        dialogs.WaitForAssertion(() => Assert.Contains(warning, dialogs.Find(".mud-alert").TextContent));
        Assert.Contains(fix, dialogs.Find(".mud-alert").TextContent);
        await dialogs.InvokeAsync(() => dialogs.FindAll("button").First(button => button.TextContent.Trim() == page.Words["Common.Cancel"]).Click());
        await asked;
    }

    [Fact]
    public async Task A_version_that_was_measured_takes_charge_without_a_warning()
    {
        var version = await TrainAsync("popular");
        await _rig.Models.SaveMetricsAsync(version.Id, [new Metric("ndcg@10", 0.1)], default);
        await using var page = Page();
        var dialogs = page.Render<MudDialogProvider>();
        var shown = page.Render<ModelPage>(with => with.Add(p => p.Number, version.Id.Value));
        shown.WaitForAssertion(() => shown.Find(".page-actions button, header button"));
        var asked = shown.InvokeAsync(() => shown.Find(".page-actions button, header button").Click());
        dialogs.WaitForAssertion(() => Assert.Contains("takes charge", dialogs.Markup));
        Assert.Empty(dialogs.FindAll(".mud-alert"));
        await dialogs.InvokeAsync(() => dialogs.FindAll("button").First(button => button.TextContent.Trim() == "Cancel").Click());
        await asked;
    }

    [Fact]
    public async Task A_model_without_figures_is_said_to_be_unmeasured()
    {
        var (measured, bare) = (await TrainAsync("popular"), await TrainAsync("als"));
        await _rig.Models.SaveMetricsAsync(measured.Id, [new Metric("ndcg@10", 0.1)], default);
        await using var page = Page();
        var table = page.Render<VersionTable>(with => with.Add(p => p.Versions, [measured with { Metrics = [new Metric("ndcg@10", 0.1)] }, bare]));
        Assert.Equal(["0.1000", "not measured yet"], table.FindAll("tbody td.number").Select(cell => cell.TextContent.Trim()));
        var alone = page.Render<VersionTable>(with => with.Add(p => p.Versions, [bare]));
        Assert.Contains("not measured yet", alone.Find("tbody tr").TextContent);
        var shown = page.Render<ModelPage>(with => with.Add(p => p.Number, bare.Id.Value));
        shown.WaitForAssertion(() => Assert.Contains("Not measured yet", shown.Markup));
    }

    public void Dispose() => _rig.Dispose();

    private Task<ModelVersion> TrainAsync(string kind)
    {
        var day = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        return _rig.Training.TrainAsync(kind, new SnapshotBuilder(day).Order(day.AddDays(-9), "A", ("P1", 1, 5), ("P2", 1, 5)).Order(day.AddDays(-8), "B", ("P1", 1, 5)).Build(), null, null, default);
    }

    private PageContext Page(string language = Words.English)
    {
        var page = new PageContext(language, Role.Marketer);
        page.Services.AddSingleton<IModels>(_rig.Models).AddSingleton<IRecommenderTraining>(_rig.Training).AddScoped<ModelChanges>();
        var (database, clock) = (_rig.Folder.Database, _rig.Folder.Clock);
        page.Services.AddSingleton<IAuditLog>(new AuditLog(new KernelAccessStore(database), clock))
            .AddSingleton<ITrainingEconomy>(new ChooseTrainings(new ModelEconomyStore(database), new ModelStore(database), new BusinessClock(clock), Options.Create(new EconomyOptions())));
        return page;
    }
}
