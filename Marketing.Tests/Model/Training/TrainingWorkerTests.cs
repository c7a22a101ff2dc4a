using System.Text.Json;
using Marketing.Data.Snapshots;
using Marketing.Model;
using Marketing.Model.Training;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Training;

/// <summary>The process's side, in this process: what it says, line by line.</summary>
public sealed class TrainingWorkerTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly TrainingWorker _worker = new(new SnapshotFile(), [new PatientMethod(), .. ModelRig.Methods()]);
    private readonly StringWriter _output = new();

    [Theory]
    [InlineData("")]
    [InlineData("train als")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"oracle\",\"parameters\":{},\"snapshot\":\"a\",\"model\":\"b\",\"checkpoint\":\"c\"}")]
    public async Task A_job_that_is_none_is_refused_in_words(string job)
    {
        Assert.Equal(WorkerExit.BadJob, await _worker.RunAsync(job, _output, default));
        Assert.Contains("a job that it does not know", Lines().Single().Error!.Message);
    }

    [Fact]
    public async Task Each_line_is_one_object_and_the_last_tells_what_it_cost()
    {
        Assert.Equal(WorkerExit.Done, await _worker.RunAsync((await JobAsync(PatientMethod.Name, ("steps", "4"))).Write(), _output, default));
        var lines = Lines();
        Assert.Equal([1, 2, 3, 4], lines[..^1].Select(line => line.Point!.Step));
        Assert.True(lines[^1].End!.PeakBytes > 0);
        Assert.True(File.Exists(_folder.File("out.model")));
        Assert.All(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Single(JsonDocument.Parse(line).RootElement.EnumerateObject(), field => field.Name != "spent"));
        Assert.True(lines[0].Spent is { CpuSeconds: > 0, PeakBytes: > 0 });
    }

    [Fact]
    public async Task A_method_without_a_curve_tells_its_share()
    {
        Assert.Equal(WorkerExit.Done, await _worker.RunAsync((await JobAsync("als")).Write(), _output, default));
        Assert.Contains(Lines(), line => line.Share is > 0);
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("refuses-earlier", true)]
    public async Task A_training_tells_when_it_did_not_start_from_the_earlier_model(string fault, bool told)
    {
        await File.WriteAllTextAsync(_folder.File("earlier.model"), "weights");
        var job = (await JobAsync(PatientMethod.Name, ("steps", "4"), ("fault", fault))) with { WarmStart = _folder.File("earlier.model") };
        Assert.Equal(WorkerExit.Done, await _worker.RunAsync(job.Write(), _output, default));
        Assert.Equal(told, Lines().Any(line => line.FromChance == true));
    }

    [Fact]
    public async Task The_transformer_tells_when_the_earlier_model_is_none_of_its_kind()
    {
        var job = await JobAsync("popular");
        Assert.Equal(WorkerExit.Done, await _worker.RunAsync(job.Write(), _output, default));
        File.Copy(job.Model, _folder.File("earlier.model"));
        Assert.Equal(WorkerExit.Done, await _worker.RunAsync((job with { Kind = "transformer", WarmStart = _folder.File("earlier.model") }).Write(), _output, default));
        Assert.Contains(Lines(), line => line.FromChance == true);
    }

    [Fact]
    public async Task A_missing_snapshot_is_told_with_its_fix()
    {
        var job = (await JobAsync("popular")) with { Snapshot = _folder.File("gone.snapshot") };
        Assert.Equal(WorkerExit.Failed, await _worker.RunAsync(job.Write(), _output, default));
        Assert.Contains("gone.snapshot is missing", Lines().Single().Error!.Message);
        Assert.NotEmpty(Lines().Single().Error!.Fix);
    }

    [Fact]
    public async Task A_wish_to_stop_ends_it_without_a_model()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.Equal(WorkerExit.Stopped, await _worker.RunAsync((await JobAsync(PatientMethod.Name)).Write(), _output, stop.Token));
        Assert.False(File.Exists(_folder.File("out.model")));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<TrainingJob> JobAsync(string kind, params (string Name, string Value)[] parameters)
    {
        var day = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        await new SnapshotFile().WriteAsync(new SnapshotBuilder(day).Order(day.AddDays(-9), "A", ("P1", 1, 5), ("P2", 1, 5)).Order(day.AddDays(-8), "B", ("P1", 1, 5)).Build(), _folder.File("shop"), default);
        return new TrainingJob(kind, parameters.ToDictionary(one => one.Name, one => one.Value), _folder.File("shop"), _folder.File("out.model"), _folder.File("checkpoint"), null, 1L << 30, Environment.ProcessorCount, 1);
    }

    private List<WorkerLine> Lines() => [.. _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => WorkerLine.Read(line)!)];
}
