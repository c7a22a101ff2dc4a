using Marketing.Kernel;
using Marketing.Model.Training;

namespace Marketing.Tests.Model.Training;

public sealed class ActiveTrainingTests
{
    [Fact]
    public void The_right_to_cancel_ends_before_a_model_is_kept()
    {
        using var training = new ActiveTraining(new TrainingId(1), _ => { });
        Assert.True(training.Close());
        Assert.False(training.Cancel("ann"));
        Assert.Null(training.CancelledBy);
        Assert.False(training.Cancelled.IsCancellationRequested);
        Assert.True(training.Close());
    }

    [Fact]
    public void What_somebody_has_cancelled_is_not_kept()
    {
        using var training = new ActiveTraining(new TrainingId(1), _ => { });
        Assert.True(training.Cancel("ann"));
        Assert.True(training.Cancel("bob"));
        Assert.Equal("ann", training.CancelledBy);
        Assert.False(training.Close());
    }
}
