using Marketing.Kernel;
using Marketing.Model.Sql;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Economy;

/// <summary>Known record of each method -> choice -> kept with the run.</summary>
internal sealed class ChooseTrainings(ModelEconomyStore store, ModelStore models, BusinessClock clock, IOptions<EconomyOptions> options) : ITrainingEconomy
{
    // Versions looked at: more in a row would not change the choice, only how many are said.
    private const int Looked = 200;

    public async Task<IReadOnlyList<TrainingChoice>> ChooseAsync(string purpose, IReadOnlyList<string> kinds, RunId run, CancellationToken cancellation)
    {
        if (await store.OfRunAsync(purpose, run, cancellation).ConfigureAwait(false) is { Count: > 0 } made)
        {
            return made;
        }

        // A model that is in charge of anything is trained anew, whatever it is worth for the others.
        var champions = new HashSet<string>();
        foreach (var any in ModelPurposes.Outlooks.Append(purpose))
        {
            champions.UnionWith(await models.ChampionAsync(any, cancellation).ConfigureAwait(false) is { } champion ? [champion.Version.Kind] : []);
        }

        var forced = await store.ForcedAsync(purpose, cancellation).ConfigureAwait(false);
        var (now, choices) = (clock.GetUtcNow(), new List<TrainingChoice>());
        foreach (var kind in kinds)
        {
            var record = new ChallengerRecord(
                champions.Contains(kind),
                kind == kinds[0],
                forced.Any(wish => wish.Kind == kind),
                await store.MeasuredAsync(purpose, kind, Looked, cancellation).ConfigureAwait(false),
                await store.SkippedAsync(purpose, kind, cancellation).ConfigureAwait(false));
            var (choice, measured, best, skipped) = JudgeChallenger.Of(record, options.Value);
            choices.Add(new TrainingChoice(purpose, kind, run, now, choice, measured, best, skipped));
        }

        return await store.KeepAsync(purpose, run, choices, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<TrainingChoice>> OfRunAsync(string purpose, RunId run, CancellationToken cancellation) => store.OfRunAsync(purpose, run, cancellation);

    public Task<IReadOnlyList<TrainingChoice>> LatestAsync(string purpose, CancellationToken cancellation) => store.LatestAsync(purpose, cancellation);

    public Task<DateTimeOffset?> SkippedSinceAsync(string purpose, string kind, CancellationToken cancellation) => store.SkippedSinceAsync(purpose, kind, cancellation);

    public Task ForceAsync(string purpose, string kind, string actor, CancellationToken cancellation) => store.ForceAsync(purpose, kind, actor, clock.GetUtcNow(), cancellation);

    public Task<bool> WithdrawAsync(string purpose, string kind, CancellationToken cancellation) => store.WithdrawAsync(purpose, kind, cancellation);

    public Task<IReadOnlyList<ForcedTraining>> ForcedAsync(string purpose, CancellationToken cancellation) => store.ForcedAsync(purpose, cancellation);
}
