using System.Collections.Concurrent;
using Marketing.Kernel;
using Microsoft.Extensions.Logging;

namespace Marketing.Model.Training;

/// <summary>The trainings at work or waiting in this program, and whoever watches them.</summary>
internal sealed class ActiveTrainings(ILogger log)
{
    private readonly ConcurrentDictionary<TrainingId, ActiveTraining> _active = new();

    public event Action<TrainingId>? Changed;

    /// <summary>How many watch.</summary>
    public int Listeners => Changed?.GetInvocationList().Length ?? 0;

    public ActiveTraining? Find(TrainingId training) => _active.GetValueOrDefault(training);

    public ActiveTraining Add(TrainingId training)
    {
        var active = new ActiveTraining(training, Tell);
        _active[training] = active;
        Tell(training);
        return active;
    }

    public void Remove(ActiveTraining active)
    {
        _active.TryRemove(active.Id, out _);
        active.Dispose();
        Tell(active.Id);
    }

    public void Tell(TrainingId training)
    {
        foreach (var listener in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<TrainingId>)listener)(training);
            }
            catch (Exception e)
            {
                // A page that has just been closed must not break the training that it was watching.
                log.LogWarning(e, "A listener of training {Training} failed.", training.Value);
            }
        }
    }
}
