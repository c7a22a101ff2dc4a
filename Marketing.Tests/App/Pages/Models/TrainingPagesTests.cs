using Bunit;
using Marketing.App.Components.Pages.Jobs;
using Marketing.App.Components.Pages.Models;
using Marketing.App.Jobs;
using Marketing.App.Resources;
using Marketing.Evaluation;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketing.Tests.App.Pages.Models;

public sealed class TrainingPagesTests : IDisposable
{
    private readonly ModelRig _rig;
    private readonly Dictionary<string, string> _parameters = new() { ["steps"] = "10" };
    private readonly ModelOptions _options;
    private readonly StandingTurns _turns = new();
    private OneRun _runs = new(null);

    public TrainingPagesTests()
    {
        _options = new ModelOptions { Methods = { [PatientMethod.Name] = _parameters } };
        _rig = new ModelRig(_options) { More = [new PatientMethod()], Worker = PatientMethod.Program() };
        _rig.Reopen();
    }

    [Theory]
    [InlineData(Words.English, "No long training has run", "Add transformer to Model:Recommenders")]
    [InlineData(Words.Chinese, "还没有运行过长时间训练", "把 transformer 加入 Model:Recommenders")]
    public async Task Without_trainings_the_page_says_why_and_what_to_do(string language, string title, string fix)
    {
        await using var page = Page(language);
        var list = page.Render<TrainingsPage>();
        list.WaitForAssertion(() => Assert.Contains(title, list.Markup));
        Assert.Contains(fix, list.Find(".empty-text").TextContent);
    }

    [Fact]
    public async Task With_a_long_method_among_those_of_the_nights_the_empty_page_says_when_it_comes()
    {
        _options.Recommenders = [PatientMethod.Name];
        await using var page = Page();
        var list = page.Render<TrainingsPage>();
        list.WaitForAssertion(() => Assert.Contains("patient is among the methods of the nights", list.Markup));
    }

    [Theory]
    [InlineData(Words.English, "Done", "The loss fell from 1.000 to 0.100 in 10 steps")]
    [InlineData(Words.Chinese, "已完成", "损失在 10 步内由 1.000 降至 0.100")]
    public async Task A_training_that_is_done_shows_its_curve_its_cost_and_what_it_gave(string language, string state, string title)
    {
        var version = await TrainAsync();
        await using var page = Page(language);
        var list = page.Render<TrainingsPage>();
        list.WaitForAssertion(() => Assert.Equal("/models/trainings/1", list.Find("tbody th a").GetAttribute("href")));
        Assert.Contains(state, list.Find("tbody tr").TextContent);
        Assert.Contains("0.1000", list.Find("tbody tr").TextContent);
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.Contains(title, one.Markup));
        Assert.NotNull(one.Find($"a[href='/models/{version.Id.Value}']"));
        Assert.Contains("pause_ms", one.Markup);
        Assert.DoesNotContain("‹", one.Markup);
        Assert.Empty(one.FindComponents<TrainingLive>());
    }

    [Fact]
    public async Task The_table_behind_the_curve_holds_each_point()
    {
        await TrainAsync();
        await using var page = Page();
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => one.Find(".chart-switch button"));
        one.Find(".chart-switch button").Click();
        one.WaitForAssertion(() => Assert.Equal(10, one.FindAll(".scroll-x tbody tr").Count));
        Assert.Equal(["5", "1", "0.2000", "0.1050", "1,005", "50.0 %"], one.FindAll(".scroll-x tbody tr")[4].Children.Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task A_training_at_work_moves_under_the_reader_and_is_stopped_after_a_question()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "50");
        var work = TrainAsync();
        await using var page = Page(role: Role.Marketer);
        var dialogs = page.Render<MudDialogProvider>();
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.Contains("tokens a second", one.Find(".run-line").TextContent));
        var before = one.Find(".run-line").TextContent;
        one.WaitForAssertion(() => Assert.NotEqual(before, one.Find(".run-line").TextContent));
        Assert.Contains("left", before);
        one.Find(".run-line button").Click();
        dialogs.WaitForAssertion(() => Assert.Contains("The model in charge stays", dialogs.Markup));
        dialogs.FindAll("button").Single(button => button.TextContent.Contains("Stop the training", StringComparison.Ordinal)).Click();
        await Assert.ThrowsAsync<TrainingFailedException>(() => work);
        one.WaitForAssertion(() => Assert.Contains("anna cancelled it.", one.Markup));
        Assert.Empty(one.FindComponents<TrainingLive>());
    }

    [Fact]
    public async Task A_training_at_work_shows_what_it_has_cost_so_far_and_how_far_it_is()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "50");
        using var end = new CancellationTokenSource();
        var work = TrainAsync(null, end.Token);
        await using var page = Page();
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.DoesNotContain("–", string.Concat(Facts(one, "Took so far", "Learning", "Processor time", "Most memory"))));
        var list = page.Render<TrainingsPage>();
        list.WaitForAssertion(() => Assert.Matches(@"\d\u00a0% · pass \d+", list.Find("tbody td .note").TextContent));
        Assert.Equal(2, list.FindAll("tbody td.number").Take(2).Count(cell => cell.TextContent.Trim() != "–"));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Theory]
    [InlineData(Words.English, "NDCG@10 in validation")]
    [InlineData(Words.Chinese, "验证中的 NDCG@10")]
    public async Task A_validation_is_told_with_the_name_of_its_metric(string language, string name)
    {
        await TrainAsync();
        await using var page = Page(language);
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.Contains(name, one.Find("dl.facts").TextContent));
        Assert.Contains(name, one.Find(".card .note").TextContent);
        await one.InvokeAsync(() => one.Find(".chart-switch button").Click());
        one.WaitForAssertion(() => Assert.Equal(name, one.FindAll(".scroll-x th")[3].TextContent));
        var list = page.Render<TrainingsPage>();
        list.WaitForAssertion(() => Assert.Contains("NDCG@10", list.Find("tbody tr").TextContent));
    }

    [Theory]
    [InlineData(TrainJob.Kind, RunState.Interrupted, "It does not go on by itself: start it again. It goes on from the checkpoint of ", "Go on from the checkpoint")]
    [InlineData(LoopJob.Kind, RunState.Interrupted, "the run that it belongs to goes on by itself", null)]
    [InlineData(LoopJob.Kind, RunState.Succeeded, "It does not go on by itself: start it again.", "Go on from the checkpoint")]
    public async Task A_training_that_was_broken_off_says_what_happens_next(string run, RunState state, string said, string? button)
    {
        _runs = new OneRun(new Run(new RunId(7), run, "anna", default, default, default, state, 0, 0, null));
        await BreakAsync();
        await using var page = Page(role: Role.Marketer);
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.Contains(said, one.Find(".broken").TextContent));
        Assert.Equal(button is null ? [] : [button], one.FindAll(".broken button").Select(found => found.TextContent.Trim()));
        if (button is not null)
        {
            await one.InvokeAsync(() => one.Find(".broken button").Click());
            one.WaitForAssertion(() => Assert.Equal([(PatientMethod.Name, "anna")], _turns.Started));
        }
    }

    [Fact]
    public async Task The_page_of_a_run_tells_its_own_processor_time_from_that_of_its_trainings()
    {
        _runs = new OneRun(new Run(new RunId(7), TrainJob.Kind, "anna", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, RunState.Succeeded, 1500, 0, null));
        var version = await TrainAsync(_runs.Id);
        await using var page = Page();
        var one = page.Render<RunPage>(with => with.Add(p => p.Id, 7));
        one.WaitForAssertion(() => Assert.Contains("Processor time, program", one.Find("dl.facts").TextContent));
        var facts = one.FindAll("dl.facts div").ToDictionary(fact => fact.QuerySelector("dt")!.TextContent, fact => fact.QuerySelector("dd")!.TextContent);
        Assert.Equal("1.5 s", facts["Processor time, program"]);
        Assert.StartsWith(page.Services.GetRequiredService<Display>().Seconds(version.CpuSeconds), facts["Processor time, trainings"]);
        Assert.NotEmpty(one.FindAll("dl.facts abbr[title*='Models → Trainings']"));
    }

    [Fact]
    public async Task Without_a_checkpoint_a_broken_training_is_said_to_begin_anew()
    {
        await BreakAsync();
        Directory.GetFiles(_rig.Folder.Folder.Work, "*.checkpoint*").ToList().ForEach(File.Delete);
        await using var page = Page(role: Role.Marketer);
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.Contains("so that it begins anew", one.Find(".broken").TextContent));
        Assert.Equal("Start again", one.Find(".broken button").TextContent.Trim());
    }

    [Fact]
    public async Task A_broken_training_in_whose_place_another_has_come_leads_to_that()
    {
        await BreakAsync();
        (_parameters["steps"], _parameters["pause_ms"]) = ("10", "0");
        await TrainAsync();
        await using var page = Page(role: Role.Marketer);
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => Assert.Equal("/models/trainings/2", one.Find(".broken a").GetAttribute("href")));
        Assert.Empty(one.FindAll(".broken button"));
    }

    [Fact]
    public async Task Who_only_looks_has_nothing_to_stop_or_start()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "50");
        using var end = new CancellationTokenSource();
        var work = TrainAsync(null, end.Token);
        await using var page = Page();
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
        one.WaitForAssertion(() => one.Find(".run-line"));
        Assert.Empty(one.FindAll(".run-line button"));
        var list = page.Render<TrainingsPage>();
        list.WaitForAssertion(() => Assert.Contains("At work", list.Markup));
        Assert.Empty(list.FindAll(".page-actions button"));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task A_page_that_is_left_listens_no_more()
    {
        await TrainAsync();
        await using (var page = Page())
        {
            page.Render<TrainingsPage>();
            page.Render<TrainingPage>(with => with.Add(p => p.Number, 1));
            Assert.Equal(2, Listeners());
        }

        Assert.Equal(0, Listeners());
    }

    [Fact]
    public async Task An_unknown_training_leads_back_to_the_list()
    {
        await using var page = Page();
        var one = page.Render<TrainingPage>(with => with.Add(p => p.Number, 99));
        one.WaitForAssertion(() => Assert.Contains("There is no such training", one.Markup));
        Assert.NotNull(one.Find("a[href='/models/trainings']"));
    }

    public void Dispose() => _rig.Dispose();

    private static IEnumerable<string> Facts(IRenderedComponent<TrainingPage> page, params string[] names) =>
        names.Select(name => page.FindAll("dl.facts div").First(fact => fact.QuerySelector("dt")!.TextContent == name).QuerySelector("dd")!.TextContent);

    // At work until it has a checkpoint, then ended with its run.
    private async Task BreakAsync()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "20");
        using var end = new CancellationTokenSource();
        var work = TrainAsync(_runs.Id, end.Token);
        while (_rig.Trainings.Live(new TrainingId(1))?.Last is null)
        {
            await Task.Delay(20);
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    private int Listeners() => _rig.Trainings.Listeners;

    private Task<ModelVersion> TrainAsync(RunId? run = null, CancellationToken cancellation = default)
    {
        var day = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        return _rig.Training.TrainAsync(PatientMethod.Name, new SnapshotBuilder(day).Order(day.AddDays(-9), "A", ("P1", 1, 5), ("P2", 1, 5)).Build(), run, null, cancellation);
    }

    private PageContext Page(string language = Words.English, Role role = Role.Viewer)
    {
        var page = new PageContext(language, role);
        page.Services.AddSingleton<ITrainings>(_rig.Trainings).AddSingleton<IModels>(_rig.Models).AddSingleton<IRecommenderMethods>(_rig.Fits).AddSingleton<ITurns>(_turns)
            .AddSingleton<IRuns>(_runs).AddSingleton<IRecommenderTraining>(_rig.Training).AddScoped<TrainingChanges>().AddSingleton<IReports>(new StandingReports());
        page.JSInterop.SetupVoid("mudPopover.initialize", _ => true);
        page.Render<MudPopoverProvider>();
        return page;
    }
}
