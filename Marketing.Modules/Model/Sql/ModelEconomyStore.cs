using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Model.Economy;
using Microsoft.Data.Sqlite;

namespace Marketing.Model.Sql;

/// <summary>Rows of what turns chose to train, and what persons want trained.</summary>
internal sealed class ModelEconomyStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Model/Sql/ModelEconomy.sql");

    private sealed record MeasuredRow(double? Value, double? Low, double? High, long WasInCharge);

    private sealed record SkippedRow(long Turns, long? Since);

    private sealed record ChoiceRow(string Purpose, string Kind, long RunId, DateTimeOffset At, long Choice, long Measured, double? Gain, double? GainLow, double? GainHigh, long Skipped);

    public Task<IReadOnlyList<MeasuredVersion>> MeasuredAsync(string purpose, string kind, int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<MeasuredVersion>>(
        connection => [.. connection.Query<MeasuredRow>(Sql["measured"], new { Purpose = purpose, Kind = kind, Take = take, Figure = ITrainingEconomy.ChampionGain }).Select(row => new MeasuredVersion(Gain(row.Value, row.Low, row.High), row.WasInCharge == 1))],
        cancellation);

    public async Task<int> SkippedAsync(string purpose, string kind, CancellationToken cancellation) =>
        (int)await database.ReadAsync(connection => Skipped(connection, purpose, kind).Turns, cancellation).ConfigureAwait(false);

    public Task<DateTimeOffset?> SkippedSinceAsync(string purpose, string kind, CancellationToken cancellation) => database.ReadAsync(
        connection => Skipped(connection, purpose, kind).Since is { } since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : (DateTimeOffset?)null,
        cancellation);

    public Task<IReadOnlyList<TrainingChoice>> OfRunAsync(string purpose, RunId run, CancellationToken cancellation) => database.ReadAsync(connection => OfRun(connection, null, purpose, run), cancellation);

    public Task<IReadOnlyList<TrainingChoice>> LatestAsync(string purpose, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<TrainingChoice>>(
        connection => [.. connection.Query<ChoiceRow>(Sql["latest-choices"], new { Purpose = purpose }).Select(Read)],
        cancellation);

    /// <summary>Keeps the choices of a run, and takes away the wishes that they fulfil.</summary>
    public Task<IReadOnlyList<TrainingChoice>> KeepAsync(string purpose, RunId run, IReadOnlyList<TrainingChoice> choices, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            foreach (var choice in choices)
            {
                connection.Execute(Sql["insert-choice"], new { Run = run.Value, choice.Purpose, choice.Kind, choice.At, Choice = (long)choice.Choice, choice.Measured, Gain = choice.Best?.Value, GainLow = choice.Best?.Low, GainHigh = choice.Best?.High, choice.Skipped }, transaction);
                if (choice.IsTrained)
                {
                    connection.Execute(Sql["unforce"], new { choice.Purpose, choice.Kind }, transaction);
                }
            }

            return OfRun(connection, transaction, purpose, run);
        },
        cancellation);

    public Task<IReadOnlyList<ForcedTraining>> ForcedAsync(string purpose, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ForcedTraining>>(
        connection => [.. connection.Query<ForcedTraining>(Sql["forced"], new { Purpose = purpose })],
        cancellation);

    public Task ForceAsync(string purpose, string kind, string actor, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["force"], new { Purpose = purpose, Kind = kind, Actor = actor, At = at }, transaction),
        cancellation);

    public Task<bool> WithdrawAsync(string purpose, string kind, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["unforce"], new { Purpose = purpose, Kind = kind }, transaction) > 0,
        cancellation);

    private static SkippedRow Skipped(SqliteConnection connection, string purpose, string kind) => connection.QuerySingle<SkippedRow>(Sql["skipped"], new { Purpose = purpose, Kind = kind });

    private static IReadOnlyList<TrainingChoice> OfRun(SqliteConnection connection, SqliteTransaction? transaction, string purpose, RunId run) =>
        [.. connection.Query<ChoiceRow>(Sql["choices-of-run"], new { Purpose = purpose, Run = run.Value }, transaction).Select(Read)];

    private static Metric? Gain(double? value, double? low, double? high) => value is { } gain ? new Metric(ITrainingEconomy.ChampionGain, gain, low, high) : null;

    private static TrainingChoice Read(ChoiceRow row) =>
        new(row.Purpose, row.Kind, new RunId(row.RunId), row.At, (TrainingChoiceKind)row.Choice, (int)row.Measured, Gain(row.Gain, row.GainLow, row.GainHigh), (int)row.Skipped);
}
