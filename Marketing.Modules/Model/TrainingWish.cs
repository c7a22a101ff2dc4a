using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>A training that somebody asks for.</summary>
/// <param name="Kind">Any method on offer.</param>
/// <param name="Actor">Who wants it: a user's name, or <see cref="IModels.ByItself"/>.</param>
public sealed record TrainingWish(string Kind, string Actor)
{
    /// <summary>Values over those of nights, by the field's names.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The training that was noted for it already (<see cref="ITrainings.QueueAsync"/>), or null.</summary>
    public TrainingId? Training { get; init; }
}
