using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Registry;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Training;

/// <summary>What a training starts from: an earlier model, or chance.</summary>
public sealed class StartingPointTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ModelRig _rig;
    private readonly Dictionary<string, string> _parameters = new() { ["steps"] = "3" };

    public StartingPointTests()
    {
        _rig = new ModelRig(new ModelOptions { Recommenders = [PatientMethod.Name], Methods = { [PatientMethod.Name] = _parameters } }) { More = [new PatientMethod()], Worker = PatientMethod.Program() };
        _rig.Reopen();
    }

    [Fact]
    public async Task Nights_go_on_from_the_newest_model_until_a_full_training_is_due()
    {
        var full = await TrainAsync(Day);
        Assert.Equal((true, "It begins from chance: there is no model that it could go on from."), await StartAsync());
        var warm = await TrainAsync(Day.AddDays(1));
        Assert.Equal((false, "It goes on from version 1."), await StartAsync());
        Assert.NotEqual(full.FileHash, warm.FileHash);
        await TrainAsync(Day.AddDays(6.9));
        Assert.Equal((false, "It goes on from version 2."), await StartAsync());
        await TrainAsync(Day.AddDays(7));
        Assert.Equal((true, "It begins from chance: the last full training was of 2024-03-01, and one is due every 7 days."), await StartAsync());
        await TrainAsync(Day.AddDays(8));
        Assert.Equal((false, "It goes on from version 4."), await StartAsync());
    }

    [Fact]
    public async Task The_version_in_charge_comes_before_the_newest()
    {
        var first = await TrainAsync(Day);
        await _rig.Models.PromoteAsync(first.Id, IModels.ByItself, "best", default);
        await TrainAsync(Day.AddDays(1));
        await TrainAsync(Day.AddDays(2));
        Assert.Equal((false, "It goes on from version 1."), await StartAsync());
    }

    [Fact]
    public async Task Other_parameters_begin_from_chance()
    {
        await TrainAsync(Day);
        _parameters["steps"] = "4";
        await TrainAsync(Day.AddDays(1));
        Assert.Equal((true, "It begins from chance: the parameters have changed since the last full training."), await StartAsync());
    }

    [Fact]
    public async Task A_picture_of_earlier_times_does_not_learn_from_a_model_that_knows_later_ones()
    {
        await TrainAsync(Day);
        await TrainAsync(Day.AddDays(-30));
        Assert.True((await StartAsync()).IsFull);
    }

    [Fact]
    public async Task A_damaged_file_is_passed_over_for_the_one_before_and_for_chance_when_none_is_whole()
    {
        await TrainAsync(Day);
        var second = await TrainAsync(Day.AddDays(1));
        Damage(second);
        await TrainAsync(Day.AddDays(2));
        Assert.Equal((false, "It goes on from version 1."), await StartAsync());
        foreach (var version in (await _rig.Models.ListAsync(null, new TableQuery(), default)).Items)
        {
            Damage(version);
        }

        await TrainAsync(Day.AddDays(3));
        Assert.Equal((true, "It begins from chance: no file of an earlier version is whole."), await StartAsync());
    }

    [Fact]
    public async Task A_failed_training_is_nothing_to_go_on_from()
    {
        await TrainAsync(Day);
        _rig.Worker = new("/nowhere", "x");
        _rig.Reopen();
        await Assert.ThrowsAsync<TrainingFailedException>(() => TrainAsync(Day.AddDays(1)));
        _rig.Worker = PatientMethod.Program();
        _rig.Reopen();
        await TrainAsync(Day.AddDays(1));
        Assert.Equal((false, "It goes on from version 1."), await StartAsync());
    }

    [Fact]
    public async Task After_an_erasure_nothing_is_learned_from_models_that_knew_the_person()
    {
        var first = await TrainAsync(Day);
        await _rig.Models.PromoteAsync(first.Id, IModels.ByItself, "best", default);
        await File.WriteAllTextAsync(Path.Combine(_rig.Folder.Folder.Work, $"{PatientMethod.Name}.checkpoint"), "weights");
        await new TrainedWith(_rig.Models, _rig.Trainings).EraseAsync(new Person(new CustomerId(1), "C1", [], Day.AddDays(-5), Day.AddDays(-5)), default);
        Assert.Empty(Directory.GetFiles(_rig.Folder.Folder.Work));
        await TrainAsync(Day.AddDays(1));
        Assert.Equal((true, "It begins from chance: there is no model that it could go on from."), await StartAsync());
        // The one in charge knew the person still.
        await TrainAsync(Day.AddDays(2));
        Assert.Equal((false, "It goes on from version 2."), await StartAsync());
    }

    public void Dispose() => _rig.Dispose();

    private Task<ModelVersion> TrainAsync(DateTimeOffset asOf) =>
        _rig.Training.TrainAsync(PatientMethod.Name, new SnapshotBuilder(asOf).Order(Day.AddDays(-40), "C1", ("P1", 1, 100), ("P2", 1, 100)).Build(), null, null, default);

    private async Task<(bool IsFull, string Note)> StartAsync()
    {
        var newest = (await _rig.Trainings.ListAsync(new TableQuery(), default)).Items[0];
        return (newest.IsFull, newest.Notes[0]);
    }

    private void Damage(ModelVersion version) => File.WriteAllText(Path.Combine(_rig.Folder.Folder.Models, $"{version.Kind}-{version.FileHash[..16]}.model"), "scratched");
}
