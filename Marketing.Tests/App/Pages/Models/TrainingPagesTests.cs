using Bunit;
using Marketing.App.Components.Pages.Models;
using Marketing.App.Jobs;
using Marketing.App.Resources;
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
    public async Task Who_only_looks_has_nothing_to_stop_or_start()
    {
        (_parameters["steps"], _parameters["pause_ms"]) = ("1000", "50");
        using var end = new CancellationTokenSource();
        var work = TrainAsync(end.Token);
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

    private int Listeners() => _rig.Trainings.Listeners;

    private Task<ModelVersion> TrainAsync(CancellationToken cancellation = default)
    {
        var day = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        return _rig.Training.TrainAsync(PatientMethod.Name, new SnapshotBuilder(day).Order(day.AddDays(-9), "A", ("P1", 1, 5), ("P2", 1, 5)).Build(), null, null, cancellation);
    }

    private PageContext Page(string language = Words.English, Role role = Role.Viewer)
    {
        var page = new PageContext(language, role);
        page.Services.AddSingleton<ITrainings>(_rig.Trainings).AddSingleton<IModels>(_rig.Models).AddSingleton<IRecommenderMethods>(_rig.Fits).AddSingleton<ITurns>(new NoTurns());
        page.JSInterop.SetupVoid("mudPopover.initialize", _ => true);
        page.Render<MudPopoverProvider>();
        return page;
    }

    private sealed class NoTurns : ITurns
    {
        public DateTimeOffset? NextTurn => null;

        public Task<JobStart> StartTurnAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<JobStart> StartEvaluationAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<(JobStart Outcome, TrainingId? Training)> StartTrainingAsync(string kind, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<JobStart> StartDemoAsync(string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public void DeliverSoon() => throw new NotSupportedException();

        public Task<bool> CancelAsync(RunId run, string actor, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Run?> CurrentTurnAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
