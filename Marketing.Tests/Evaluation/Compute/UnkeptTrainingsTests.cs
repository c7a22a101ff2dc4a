using Marketing.Evaluation.Compute;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Tests.Evaluation.Compute;

public sealed class UnkeptTrainingsTests
{
    private static readonly DateTimeOffset _start = new(2024, 6, 1, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_training_costs_what_was_measured_and_else_the_time_that_it_took()
    {
        Assert.Equal(12.5, UnkeptTrainings.CpuSeconds(Training(TrainingState.Done, _start.AddSeconds(7), 12.5)));
        Assert.Equal(90, UnkeptTrainings.CpuSeconds(Training(TrainingState.Failed, _start.AddSeconds(90), null)));
        Assert.Equal(90, UnkeptTrainings.CpuSeconds(Training(TrainingState.Cancelled, _start.AddSeconds(90), null)));
        Assert.Equal(0, UnkeptTrainings.CpuSeconds(Training(TrainingState.Running, null, null)));

        // A clock that was set back must not earn money.
        Assert.Equal(0, UnkeptTrainings.CpuSeconds(Training(TrainingState.Interrupted, _start.AddSeconds(-5), null)));
    }

    private static LongTraining Training(TrainingState state, DateTimeOffset? ended, double? cpuSeconds) => new(
        new TrainingId(1), "transformer", new RunId(1), IModels.ByItself, true, _start, _start, _start, ended, state, [], null, cpuSeconds, null, null, null, new Dictionary<string, string>(), null);
}
