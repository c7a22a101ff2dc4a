using Marketing.App.Components.Widgets;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Training;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.Loop;

/// <summary>What is expected of customers, through whole turns.</summary>
public sealed class OutlookTests
{
    private static readonly DateTimeOffset _now = new(2024, 12, 10, 9, 0, 0, TimeSpan.Zero);

    private static readonly (string, string)[] _network =
    [
        ("Model:Recommenders:0", "popular"), ("Model:Recommenders:1", "transformer"), ("Model:Methods:transformer:d", "8"), ("Model:Methods:transformer:layers", "1"), ("Model:Methods:transformer:length", "16"),
        ("Model:Methods:transformer:epochs", "2"), ("Model:Methods:transformer:questions", "true"), ("Model:Methods:transformer:weeks", "12"), ("Model:Methods:transformer:horizon_days", "60"),
    ];

    [Fact]
    public async Task A_turn_trains_measures_and_promotes_the_cells_and_scores_everybody_who_has_ordered()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        Assert.Null(await shop.Get<ICustomerScores>().CurrentAsync(default));
        var run = (await shop.Get<LoopJob>().RunAsync("test", null, default))!.Value;
        foreach (var purpose in ModelPurposes.Outlooks)
        {
            var champion = (await shop.Get<IModels>().ChampionAsync(purpose, default))!;
            Assert.Equal(("rfm-cells", 1L, run), (champion.Kind, champion.Version, champion.Run));
            Assert.StartsWith("No model was in charge. rfm-cells has the lowest", champion.Note);
            Assert.NotEqual(champion.Note, NoteWords.Say(Words.In(Words.Chinese), new Display(Words.In(Words.Chinese), () => null!), champion.Note));
            Assert.Equal(purpose == ModelPurposes.Churn ? "log_loss" : "tweedie_deviance", champion.Metrics[0].Name);
        }

        var report = (await shop.Get<IOutlookBacktests>().LatestAsync(default))!;
        Assert.Equal((shop.Get<IShop>().StartOf(new DateOnly(2024, 9, 11)), shop.Get<IShop>().StartOf(new DateOnly(2024, 12, 10))), (report.Cut, report.End));
        var snapshot = await shop.Get<ISnapshots>().CurrentAsync(default);
        var ordered = snapshot.Orders.Customer.Where(customer => customer >= 0).Distinct().ToList();
        var columns = (await shop.Get<ICustomerScores>().CurrentAsync(default))!;
        Assert.Equal(ordered.Count, columns.Id.Count);
        Assert.Equal((run, 90, (long)ordered.Count), (columns.Round.Run, columns.Round.HorizonDays, columns.Round.Customers));
        var someone = new CustomerId(columns.Id[5]);
        var model = await shop.Get<IModels>().LoadOutlookAsync(columns.Round.ChurnModel, default);
        var foretold = new CustomerOutlook?[1];
        model.Foretell(snapshot, [snapshot.Customers.IndexOf(someone)], foretold);
        Assert.Equal(foretold[0], columns.Of(someone));
        Assert.Equal(foretold[0]!.Value, (await shop.Get<ICustomerScores>().FindAsync(someone, default))!.Outlook);
        var note = (await shop.Get<IRuns>().StepsAsync(run, default)).Single(step => step.Name == "score").Note!;
        Assert.Equal($"{ordered.Count} customers scored for 90 days: churn by rfm-cells 1, spend by rfm-cells 1", note);
        Assert.Equal([$"{ordered.Count}", "90", "w:Models.Method.rfm-cells", "w:Models.Method.rfm-cells"], (await shop.Get<IReports>().LatestTurnAsync(default))!.Lines.Single(line => line.Code == TurnLine.Scored).Arguments);
        Assert.StartsWith("已为", NoteWords.Say(Words.In(Words.Chinese), new Display(Words.In(Words.Chinese), () => null!), note));
    }

    [Fact]
    public async Task A_transformer_that_tells_outlooks_challenges_for_each_purpose_with_one_file_and_one_cost()
    {
        await using var shop = await StartAsync();
        await shop.ImportAsync(customers: 40, days: 250);
        var run = (await shop.Get<LoopJob>().RunAsync("test", null, default))!.Value;
        var versions = (await shop.Get<IModels>().ListAsync(null, new TableQuery(Take: 100), default)).Items;
        var own = versions.Where(version => version.Kind == "transformer").ToList();
        Assert.Equal(["churn", "recommend", "spend"], own.Select(version => version.Purpose).Order());
        Assert.Single(own.Select(version => (version.FileHash, version.FitSeconds, version.CpuSeconds, version.PeakBytes)).Distinct());
        var report = (await shop.Get<IOutlookBacktests>().LatestAsync(default))!;
        Assert.Equal(["rfm-cells", "transformer"], report.Methods.Select(method => method.Kind).Order());
        Assert.Equal(60, (int)Math.Round((report.End - report.Cut).TotalDays));
        Assert.Equal(-report.Methods[0].ChurnGains[report.Methods[1].Kind].Value, report.Methods[1].ChurnGains[report.Methods[0].Kind].Value, 1e-12);
        Assert.Equal(60, (await shop.Get<ICustomerScores>().LatestAsync(default))!.HorizonDays);

        // One training, paid once; those by which the backtests measured are paid, too.
        var trainings = (await shop.Get<ITrainings>().ListAsync(new TableQuery(Take: 100), default)).Items;
        var hidden = trainings.Where(training => training.Version is null).ToList();
        Assert.Equal(trainings.Count - 1, hidden.Count);
        Assert.True(hidden.Count >= 2 && hidden.All(training => training.CpuSeconds > 0), $"{hidden.Count} trainings of backtests");
        var compute = await shop.Get<ICompute>().ReadAsync(30, default);
        Assert.Equal(
            [("popular", "recommend"), ("rfm-cells", "churn"), ("rfm-cells", "spend"), ("transformer", "churn"), ("transformer", "recommend"), ("transformer", "spend")],
            compute.Methods.Select(method => (method.Kind, method.Purpose)).Order());
        Assert.Equal(versions.DistinctBy(version => version.FileHash).Sum(version => version.CpuSeconds) + hidden.Sum(training => training.CpuSeconds!.Value), compute.CpuSeconds, 1e-9);
        Assert.Equal(compute.CpuSeconds, compute.LastTurnCpuSeconds!.Value, 1e-9);
        var paid = compute.Methods.Single(method => method is { Kind: "transformer", Purpose: "recommend" });
        Assert.Equal((null, 1, hidden.Count), (paid.PaidWith, paid.Versions, paid.WithoutVersion));
        Assert.Equal(own[0].CpuSeconds + paid.WithoutVersionCpuSeconds, paid.CpuSeconds, 1e-9);

        // Churn and spend show what they are judged by, and the gain of their own backtest.
        foreach (var method in compute.Methods.Where(method => method.Purpose != ModelPurposes.Recommend))
        {
            var measured = report.Methods.Single(one => one.Kind == method.Kind);
            var isChurn = method.Purpose == ModelPurposes.Churn;
            Assert.Equal(isChurn ? "log_loss" : "tweedie_deviance", method.Figure!.Name);
            Assert.Equal((isChurn ? measured.Churn : measured.Spend)[0], method.Figure);
            Assert.Equal(method.Kind == "transformer" ? "rfm-cells" : null, method.Baseline);
            Assert.Equal(method.Kind == "transformer" ? (isChurn ? measured.ChurnGains : measured.SpendGains)["rfm-cells"] : null, method.Gain);
            Assert.Equal(method is { Kind: "rfm-cells", Purpose: "churn" } ? null : method.Kind == "transformer" ? "recommend" : "churn", method.PaidWith);
            Assert.Equal(method.PaidWith is not null, method.CpuSeconds == 0);
            Assert.Null(method.CostOfPoint);
        }
    }

    [Fact]
    public async Task A_training_that_failed_is_counted_though_no_version_of_its_method_is_there()
    {
        await using var shop = await StartAsync(("Model:Outlooks:Backtest", "false"), ("Model:Methods:transformer:heads", "3"));
        await shop.ImportAsync(customers: 40, days: 250);
        await shop.Get<LoopJob>().RunAsync("test", null, default);
        var failed = (await shop.Get<ITrainings>().ListAsync(new TableQuery(Take: 100), default)).Items.Where(training => training.State == TrainingState.Failed).ToList();
        Assert.NotEmpty(failed);
        var line = (await shop.Get<ICompute>().ReadAsync(30, default)).Methods.Single(method => method.Kind == "transformer");
        Assert.Equal(("recommend", 0, failed.Count), (line.Purpose, line.Versions, line.WithoutVersion));
    }

    [Fact]
    public async Task Without_a_second_training_the_transformer_never_takes_charge()
    {
        await using var shop = await StartAsync(("Model:Outlooks:Backtest", "false"));
        await shop.ImportAsync(customers: 40, days: 250);
        await shop.Get<LoopJob>().RunAsync("test", null, default);
        Assert.Equal(["rfm-cells", "transformer"], (await shop.Get<IModels>().ListAsync(ModelPurposes.Churn, new TableQuery(), default)).Items.Select(version => version.Kind).Order());
        Assert.Equal(["rfm-cells"], (await shop.Get<IOutlookBacktests>().LatestAsync(default))!.Methods.Select(method => method.Kind));
        Assert.Equal("rfm-cells", (await shop.Get<IModels>().ChampionAsync(ModelPurposes.Churn, default))!.Kind);
    }

    [Fact]
    public async Task A_shop_younger_than_the_horizon_is_scored_by_nobody_and_its_turn_says_so()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync(days: 60);
        var run = (await shop.Get<LoopJob>().RunAsync("test", null, default))!.Value;
        Assert.StartsWith("no model foretells customers yet", (await shop.Get<IRuns>().StepsAsync(run, default)).Single(step => step.Name == "score").Note);
        Assert.Null(await shop.Get<ICustomerScores>().LatestAsync(default));
    }

    [Fact]
    public async Task Who_is_erased_has_no_score_and_gets_none_again()
    {
        await using var shop = await OpenShop.StartAsync(_now);
        await shop.ImportAsync();
        await shop.Get<LoopJob>().RunAsync("test", null, default);
        var before = (await shop.Get<ICustomerScores>().CurrentAsync(default))!;
        var snapshot = await shop.Get<ISnapshots>().CurrentAsync(default);
        var someone = new CustomerId(before.Id[3]);
        Assert.NotNull(await shop.Get<IPrivacy>().EraseAsync(someone, "Ada", default));
        Assert.Null(await shop.Get<ICustomerScores>().FindAsync(someone, default));
        Assert.Null((await shop.Get<ICustomerScores>().CurrentAsync(default))!.Of(someone));

        // A round that knew the person from its start leaves no score either.
        await shop.Get<ICustomerScores>().ScoreAsync(snapshot, new RunId(99), null, default);
        Assert.Null(await shop.Get<ICustomerScores>().FindAsync(someone, default));
        var after = (await shop.Get<ICustomerScores>().CurrentAsync(default))!;
        Assert.Equal((before.Id.Count - 1, new RunId(99)), (after.Id.Count, after.Round.Run));
    }

    // The program under test is not the one that would be started for a training.
    private static Task<OpenShop> StartAsync(params (string, string)[] more) =>
        OpenShop.StartAsync(_now, services => services.AddSingleton(new WorkerProgram("dotnet", Repository.Program, WorkerProgram.Command)), [.. _network, .. more]);
}
