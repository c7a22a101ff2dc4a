using Marketing.App.Jobs;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Jobs;

/// <summary>Long trainings within a turn, and on their own.</summary>
public sealed class TurnModelsTests
{
    private static readonly DateTimeOffset Now = new(2024, 12, 10, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_turn_whose_long_training_fails_says_so_and_goes_on_with_the_others()
    {
        await using var shop = await StartAsync(("Model:Methods:patient:fault", "killed"));
        await shop.ImportAsync();
        await using var run = (await shop.Get<IRuns>().StartAsync(LoopJob.Kind, "test", Now, LoopJob.Steps, default))!;
        var note = await shop.Get<TurnModels>().TrainAsync(await shop.Get<ISnapshots>().CurrentAsync(default), run, new Silent(), default);
        Assert.Equal("challengers: popular 1, item-knn 1. patient was not trained: The process of the training was killed from outside, as the system does when the machine is short of memory.", note);
        var training = Assert.Single((await shop.Get<ITrainings>().ListAsync(new TableQuery(), default)).Items);
        Assert.Equal((TrainingState.Failed, run.Id), (training.State, training.Run));
    }

    [Fact]
    public async Task A_turn_trains_a_long_method_as_a_challenger_of_its_run()
    {
        await using var shop = await StartAsync();
        Assert.Equal(["patient"], shop.Get<ITrainings>().LongKinds);
        await shop.ImportAsync();
        var turn = (await shop.Get<LoopJob>().RunAsync("test", null, default))!.Value;
        var versions = (await shop.Get<IModels>().ListAsync(TurnModels.Purpose, new TableQuery(), default)).Items;
        Assert.Equal(["item-knn", "patient", "popular"], versions.Select(version => version.Kind).Order());
        Assert.All(versions, version => Assert.Equal(turn, version.Run));
        Assert.NotEmpty(versions.Single(version => version.Kind == "patient").Metrics);
    }

    [Fact]
    public async Task A_turn_of_a_long_method_alone_whose_training_fails_comes_to_its_end_and_says_so()
    {
        await using var shop = await OpenShop.StartAsync(
            Now,
            services => services.AddSingleton<IRecommenderMethod, PatientMethod>().AddSingleton(PatientMethod.Program()),
            [("Model:Recommenders:0", "patient"), ("Model:Methods:patient:steps", "6"), ("Model:Methods:patient:fault", "refused")]);
        await shop.ImportAsync();
        var turn = (await shop.Get<LoopJob>().RunAsync("test", null, default))!.Value;
        var run = (await shop.Get<IRuns>().FindAsync(turn, default))!;
        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Contains(await shop.Get<IRuns>().StepsAsync(turn, default), step => step.Note == "patient was not measured: its training on hidden history gave no model.");
    }

    [Fact]
    public async Task A_training_on_its_own_is_a_run_of_its_own()
    {
        await using var shop = await StartAsync();
        var empty = await Assert.ThrowsAsync<OperatorException>(() => shop.Get<TrainJob>().RunAsync(new TrainingWish("patient", "ann"), null, default));
        Assert.Contains("no orders yet", empty.Message);
        await shop.ImportAsync();
        var version = (await shop.Get<TrainJob>().RunAsync(new TrainingWish("patient", "ann"), null, default))!;
        var run = (await shop.Get<IRuns>().FindAsync(version.Run!.Value, default))!;
        Assert.Equal((TrainJob.Kind, "ann", RunState.Succeeded), (run.Kind, run.Trigger, run.State));
        Assert.Equal(ModelState.Challenger, version.State);
        Assert.Equal("ann", (await shop.Get<ITrainings>().ListAsync(new TableQuery(), default)).Items[0].Actor);
    }

    private static Task<OpenShop> StartAsync(params (string Key, string Value)[] settings) => OpenShop.StartAsync(
        Now,
        services => services.AddSingleton<IRecommenderMethod, PatientMethod>().AddSingleton(PatientMethod.Program()),
        [("Model:Recommenders:0", "popular"), ("Model:Recommenders:1", "item-knn"), ("Model:Recommenders:2", "patient"), ("Model:Methods:patient:steps", "6"), .. settings]);

    private sealed class Silent : IProgress<Progress>
    {
        public void Report(Progress value)
        {
        }
    }
}
