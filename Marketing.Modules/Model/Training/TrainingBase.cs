using Marketing.Model.Registry;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Training;

/// <summary>What a training of a long method starts from.</summary>
/// <param name="Path">Model file, or null for chance.</param>
/// <param name="Note">What, and why, in a sentence.</param>
internal sealed record StartingPoint(string? Path, string Note);

/// <summary>
/// Chooses what a training starts from: the version in charge if it descends from the latest full training, else the newest one that
/// does; from chance when that training is too old, had other parameters, or no file is whole.
/// </summary>
internal sealed class TrainingBase(ModelTrainingsStore trainings, ModelStore models, ModelFiles files, IOptions<TrainingOptions> options)
{
    public async Task<StartingPoint> ChooseAsync(string kind, IReadOnlyDictionary<string, string> parameters, DateTimeOffset asOf, CancellationToken cancellation)
    {
        if (await trainings.LatestFullAsync(kind, cancellation).ConfigureAwait(false) is not { } full)
        {
            return new StartingPoint(null, TrainingNotes.NoneBefore);
        }

        if (full.Parameters.Count != parameters.Count || full.Parameters.Any(parameter => parameters.GetValueOrDefault(parameter.Key) != parameter.Value))
        {
            return new StartingPoint(null, TrainingNotes.OtherParameters);
        }

        // A picture of earlier times must not learn from a model that knows later ones.
        if (asOf < full.AsOf || asOf - full.AsOf >= TimeSpan.FromDays(options.Value.FullEveryDays))
        {
            return new StartingPoint(null, TrainingNotes.Due(full.AsOf, options.Value.FullEveryDays));
        }

        foreach (var version in await trainings.BasesAsync(kind, full.Id, cancellation).ConfigureAwait(false))
        {
            if (await models.FindAsync(version, cancellation).ConfigureAwait(false) is { } stored && stored.Version.TrainedTo <= asOf
                && await files.WholeAsync(stored, cancellation).ConfigureAwait(false) is { } path)
            {
                return new StartingPoint(path, TrainingNotes.FromVersion(stored.Version.Version));
            }
        }

        return new StartingPoint(null, TrainingNotes.NoneWhole);
    }
}
