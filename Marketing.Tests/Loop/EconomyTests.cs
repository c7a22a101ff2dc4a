using System.Text.Json;
using Bunit;
using Marketing.App.Api.V1;
using Marketing.App.Components.Pages.Models;
using Marketing.App.Components.Widgets;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.App;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Loop;

/// <summary>What training costs, and turns that leave out what does not pay, through every module.</summary>
public sealed class EconomyTests(EconomyShop made) : IClassFixture<EconomyShop>
{
    [Fact]
    public async Task Turns_leave_out_a_challenger_that_does_not_pay_say_so_and_try_it_again()
    {
        Assert.NotEqual("popular", made.Champion);
        var idle = made.Champion == "item-knn" ? "user-knn" : "item-knn";

        await using var shop = await made.AfterThreeAsync();
        var third = made.Third;
        var choice = (await shop.Get<ITrainingEconomy>().OfRunAsync(TurnModels.Purpose, third, default)).Single(one => one.Kind == idle);
        Assert.Equal((TrainingChoiceKind.Skipped, 1, 1), (choice.Choice, choice.Measured, choice.Skipped));
        Assert.True(choice.Best!.Low <= 0);
        Assert.DoesNotContain(idle, (await shop.Get<TurnModels>().ChallengersAsync(third, default)).Select(version => version.Kind));
        Assert.DoesNotContain(idle, (await shop.Get<IBacktests>().LatestAsync(true, default))!.Methods.Select(method => method.Kind));
        var line = Assert.Single((await shop.Get<IReports>().LatestTurnAsync(default))!.Lines, line => line.Code == TurnLine.Skipped);
        Assert.Equal(($"w:Models.Method.{idle}", "1", "1", "1"), (line.Arguments[0], line.Arguments[1], line.Arguments[5], line.Arguments[6]));
        var note = (await shop.Get<IRuns>().StepsAsync(third, default)).Single(step => step.Name == "train").Note!;
        Assert.EndsWith($"; skipped after turns without a gain: {idle} 1", note);
        Assert.Contains("多轮无提升而跳过", NoteWords.Say(Words.In(Words.Chinese), new Display(Words.In(Words.Chinese), () => null!), note));

        var fourth = await EconomyShop.TurnAsync(shop);
        Assert.Equal(TrainingChoiceKind.TriedAgain, (await shop.Get<ITrainingEconomy>().OfRunAsync(TurnModels.Purpose, fourth, default)).Single(one => one.Kind == idle).Choice);
        Assert.Contains(idle, (await shop.Get<IBacktests>().LatestAsync(true, default))!.Methods.Select(method => method.Kind));
    }

    [Fact]
    public async Task A_method_in_charge_that_a_turn_has_left_out_stays()
    {
        await using var shop = await made.AfterThreeAsync();
        var third = made.Third;
        var idle = (await shop.Get<TurnModels>().SkippedAsync(third, default)).Single().Kind;
        var version = (await shop.Get<IModels>().ListAsync(TurnModels.Purpose, new TableQuery(), default)).Items.First(one => one.Kind == idle);
        await shop.Get<IModels>().PromoteAsync(version.Id, IModels.ByItself, "Meanwhile.", default);
        await using var run = new StandingRun(third, shop.Clock.GetUtcNow());
        Assert.Equal($"{idle} stays: it was not measured in this turn.", await shop.Get<TurnModels>().PromoteAsync(await shop.Get<Marketing.Data.ISnapshots>().CurrentAsync(default), run, new Progress<Progress>(), default));
    }

    [Fact]
    public async Task Costs_and_gains_are_those_of_versions_and_backtests()
    {
        await using var shop = await made.AfterTwoAsync(("Model:Economy:PricePerProcessorHour", "3600"));
        var run = made.Second;
        var all = (await shop.Get<IModels>().ListAsync(null, new TableQuery(Take: 100), default)).Items;

        // The cells foretell churn and spend, and were paid once a turn.
        var versions = all.Where(version => version.Purpose != ModelPurposes.Spend).ToList();
        var report = await shop.Get<ICompute>().ReadAsync(30, default);
        Assert.Equal((3600m, false, "GBP", 5), (report.PricePerHour, report.IsPriceAssumed, report.Currency, report.Methods.Count));
        Assert.Equal(versions.Sum(version => version.CpuSeconds), report.CpuSeconds, 1e-9);
        Assert.Equal(versions.Where(version => version.Run == run).Sum(version => version.CpuSeconds), report.LastTurnCpuSeconds!.Value, 1e-9);
        Assert.Equal(report.CpuSeconds, (double)report.Cost, 1e-6);
        Assert.Equal([.. report.Methods.Select(method => method.CpuSeconds).OrderDescending()], report.Methods.Select(method => method.CpuSeconds));

        var champion = Assert.Single(report.Methods, method => method.IsChampion && method.Purpose == TurnModels.Purpose);
        var own = versions.Where(version => version.Kind == champion.Kind).ToList();
        Assert.Equal((own.Count, own[0].FileBytes, own[0].PeakBytes, true), (champion.Versions, champion.FileBytes!.Value, champion.PeakBytes, champion.HasWon));
        Assert.Equal(own[0].Metrics.Single(metric => metric.Name == "ndcg@10"), champion.Figure);
        Assert.Equal(report.Methods.Where(method => !method.HasWon).Sum(method => method.CpuSeconds) / report.CpuSeconds, report.ShareNeverWon!.Value, 1e-9);

        // The baseline is whichever was cheapest in the turn; the gain is the paired one of its backtest.
        var cheapest = versions.Where(version => version.Run == run && version.Purpose == TurnModels.Purpose).MinBy(version => version.CpuSeconds)!.Kind;
        var backtest = (await shop.Get<IBacktests>().LatestAsync(true, default))!;
        foreach (var method in report.Methods.Where(method => method.Purpose == TurnModels.Purpose))
        {
            Assert.Equal(method.Kind == cheapest ? null : cheapest, method.Baseline);
            Assert.Equal(method.Baseline is null ? null : backtest.Methods.Single(one => one.Kind == method.Kind).Gains[cheapest], method.Gain);
        }

        shop.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Empty((await shop.Get<ICompute>().ReadAsync(30, default)).Methods);
        Assert.Equal(5, (await shop.Get<ICompute>().ReadAsync(90, default)).Methods.Count);
    }

    [Theory]
    [InlineData(Words.English, "Skipped: in 1 turns", "Train it again in the next turn")]
    [InlineData(Words.Chinese, "已跳过：1 轮", "下一轮重新训练")]
    public async Task The_page_says_what_is_skipped_and_a_marketer_can_have_it_trained(string language, string skipped, string force)
    {
        await using var shop = await made.AfterThreeAsync();
        await using var context = Page(shop, language, Role.Marketer);
        context.Render<MudBlazor.MudPopoverProvider>();
        var page = context.Render<ComputePage>();
        page.WaitForAssertion(() => Assert.Contains(skipped, page.Markup, StringComparison.Ordinal));
        Assert.Equal(4, page.FindAll(".tile").Count);
        Assert.Contains("£", page.Find(".tile:nth-child(3)").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("‹", page.Markup, StringComparison.Ordinal);
        Assert.Contains(force, page.Markup, StringComparison.Ordinal);
        page.Find("input[type=checkbox]").Change(true);
        page.WaitForAssertion(() => Assert.Contains("anna", page.Markup, StringComparison.Ordinal));
        Assert.Equal("anna", Assert.Single(await shop.Get<ITrainingEconomy>().ForcedAsync(TurnModels.Purpose, default)).Actor);
        Assert.Contains((await shop.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items, entry => entry.Action == "model.force");

        await using var seen = Page(shop, language, Role.Viewer);
        seen.Render<MudBlazor.MudPopoverProvider>();
        var viewed = seen.Render<ComputePage>();
        viewed.WaitForAssertion(() => Assert.Contains(skipped, viewed.Markup, StringComparison.Ordinal));
        Assert.Empty(viewed.FindAll("input[type=checkbox]"));
        var notice = seen.Render<SkippedMethods>(parameters => parameters.Add(one => one.Purpose, TurnModels.Purpose));
        notice.WaitForAssertion(() => Assert.Contains("/models/compute", notice.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_untrained_shop_has_an_empty_page_and_programs_read_what_people_see()
    {
        await using var shop = await OpenShop.StartAsync(EconomyShop.Now);
        await using var context = Page(shop, Words.English, Role.Viewer);
        var page = context.Render<ComputePage>();
        page.WaitForAssertion(() => Assert.Contains("Nothing was trained lately", page.Markup, StringComparison.Ordinal));
        var report = await shop.Get<ICompute>().ReadAsync(30, default);
        Assert.Equal((null, null, true, 0.04m), (report.LastTurnCpuSeconds, report.ShareNeverWon, report.IsPriceAssumed, report.PricePerHour));
        var json = JsonSerializer.SerializeToElement(ComputeReading.Shown(report), JsonSerializerOptions.Web);
        Assert.Equal((0.04m, true, 0), (json.GetProperty("pricePerHour").GetDecimal(), json.GetProperty("priceIsAssumed").GetBoolean(), json.GetProperty("methods").GetArrayLength()));
    }

    private static PageContext Page(OpenShop shop, string language, Role role)
    {
        var page = new PageContext(language, role);
        page.Services.AddSingleton(shop.Get<ICompute>()).AddSingleton(shop.Get<IModels>()).AddSingleton(shop.Get<ITrainingEconomy>()).AddSingleton(shop.Get<IAuditLog>()).AddSingleton(shop.Get<IRecommenderTraining>());
        page.Services.AddScoped<ModelChanges>();
        return page;
    }

    // A run as a step sees it: its number and its time.
    private sealed class StandingRun(RunId id, DateTimeOffset time) : IActiveRun
    {
        public RunId Id => id;

        public DateTimeOffset BusinessTime => time;

        public CancellationToken Cancelled => CancellationToken.None;

        public Task StepAsync(string name, Func<IProgress<Progress>, CancellationToken, Task<string?>> work, bool always = false) => work(new Progress<Progress>(), Cancelled);

        public Task SucceedAsync(string? message) => Task.CompletedTask;

        public Task FailAsync(Exception error) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
