using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Model.Sql;

/// <summary>Rows of long trainings and their curves.</summary>
internal sealed class ModelTrainingsStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Model/Sql/ModelTrainings.sql");

    /// <summary>A training as it is asked for.</summary>
    internal sealed record Wanted(string Kind, RunId? Run, string Actor, bool IsFull, DateTimeOffset AsOf, DateTimeOffset Queued, IReadOnlyDictionary<string, string> Parameters);

    /// <summary>How a training has ended.</summary>
    internal sealed record Ending(TrainingState State, DateTimeOffset At, IReadOnlyList<string> Notes, IReadOnlyList<CurvePoint> Curve, double? Validation, double? Seconds = null, double? CpuSeconds = null, long? PeakBytes = null, ModelVersionId? Version = null, bool FromChance = false);

    /// <summary>What is known of a training at work.</summary>
    internal sealed record Noted(IReadOnlyList<string> Notes, IReadOnlyList<CurvePoint> Curve, double? Validation, Training.TrainingCost? Spent);

    /// <summary>The latest training of a kind that began from chance.</summary>
    internal sealed record Full(TrainingId Id, DateTimeOffset AsOf, IReadOnlyDictionary<string, string> Parameters);

    private sealed record FullRow(long Id, DateTimeOffset AsOf, string Parameters);

    private sealed record Row(
        long Id, string Kind, long? RunId, string Actor, long IsFull, DateTimeOffset AsOf, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long State, string Notes,
        double? Seconds, double? CpuSeconds, long? PeakBytes, double? Loss, double? Validation, string Parameters, long? VersionId);

    public Task<TrainingId> QueueAsync(Wanted wanted, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => new TrainingId(connection.ExecuteScalar<long>(
            Sql["queue-training"],
            new { wanted.Kind, Run = wanted.Run?.Value, wanted.Actor, IsFull = wanted.IsFull ? 1 : 0, wanted.AsOf, wanted.Queued, Parameters = JsonSerializer.Serialize(wanted.Parameters) },
            transaction)),
        cancellation);

    /// <summary>A training has its turn; only then is it known whether it goes on with one that was broken off.</summary>
    public Task BeginAsync(TrainingId training, RunId? run, DateTimeOffset at, DateTimeOffset asOf, bool isFull, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["begin-training"], new { Id = training.Value, Run = run?.Value, At = at, AsOf = asOf, IsFull = isFull ? 1 : 0 }, transaction), cancellation);

    /// <summary>Keeps how a training ended with its whole curve, and lets go of the curves of old ones.</summary>
    public Task EndAsync(TrainingId training, Ending ending, int keptCurves, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(
                Sql["end-training"],
                new { Id = training.Value, ending.State, ending.At, Notes = string.Join('\n', ending.Notes), ending.Seconds, ending.CpuSeconds, ending.PeakBytes, Loss = ending.Curve.Count > 0 ? (double?)ending.Curve[^1].Loss : null, ending.Validation, Version = ending.Version?.Value, FromChance = ending.FromChance ? 1 : 0 },
                transaction);
            SaveCurve(connection, transaction, training, ending.Curve);
            connection.Execute(Sql["forget-old-points"], new { Keep = keptCurves - 1 }, transaction);
        },
        cancellation);

    /// <summary>Keeps what is known of a training at work.</summary>
    public Task NoteAsync(TrainingId training, Noted known, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(
                Sql["note-training"],
                new { Id = training.Value, Notes = string.Join('\n', known.Notes), Loss = known.Curve.Count > 0 ? (double?)known.Curve[^1].Loss : null, known.Validation, known.Spent?.Seconds, known.Spent?.CpuSeconds, known.Spent?.PeakBytes },
                transaction);
            SaveCurve(connection, transaction, training, known.Curve);
        },
        cancellation);

    public Task<int> InterruptAsync(DateTimeOffset at, string note, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["interrupt-trainings"], new { At = at, Note = note }, transaction), cancellation);

    public Task<int> ForgetBasesAsync(CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-bases"], transaction: transaction), cancellation);

    public Task<Full?> LatestFullAsync(string kind, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<FullRow>(Sql["latest-full"], new { Kind = kind }) is { } row ? new Full(new TrainingId(row.Id), row.AsOf, Texts(row.Parameters)) : null,
        cancellation);

    public Task<IReadOnlyList<ModelVersionId>> BasesAsync(string kind, TrainingId full, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ModelVersionId>>(
        connection => [.. connection.Query<long>(Sql["bases"], new { Kind = kind, Full = full.Value }).Select(id => new ModelVersionId(id))],
        cancellation);

    public Task<Page<LongTraining>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection => new Page<LongTraining>([.. connection.Query<Row>(Sql["trainings"], new { query.Take, query.Skip }).Select(Shown)], connection.ExecuteScalar<long>(Sql["count-trainings"])),
        cancellation);

    public Task<IReadOnlyList<LongTraining>> BeforeAsync(TrainingId? training, int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<LongTraining>>(
        connection => [.. connection.Query<Row>(Sql["trainings-before"], new { Before = training?.Value ?? long.MaxValue, Take = take }).Select(Shown)],
        cancellation);

    public Task<LongTraining?> FindAsync(TrainingId training, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<Row>(Sql["training"], new { Id = training.Value }) is { } row ? Shown(row) : null,
        cancellation);

    public Task<IReadOnlyList<CurvePoint>> CurveAsync(TrainingId training, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<CurvePoint>>(
        connection => [.. connection.Query<CurvePoint>(Sql["points"], new { Id = training.Value })],
        cancellation);

    // A curve is thinned as it grows, so that it is written as a whole; it has some hundred points.
    private static void SaveCurve(System.Data.IDbConnection connection, System.Data.IDbTransaction transaction, TrainingId training, IReadOnlyList<CurvePoint> curve)
    {
        connection.Execute(Sql["delete-points"], new { Id = training.Value }, transaction);
        connection.Execute(Sql["insert-point"], curve.Select(point => new { Id = training.Value, point.Step, point.Epoch, point.Loss, point.Validation, point.TokensPerSecond, point.Share }), transaction);
    }

    private static LongTraining Shown(Row row) => new(
        new TrainingId(row.Id), row.Kind, row.RunId is { } run ? new RunId(run) : null, row.Actor, row.IsFull != 0, row.AsOf, row.QueuedAt, row.StartedAt, row.EndedAt, (TrainingState)row.State,
        row.Notes.Split('\n', StringSplitOptions.RemoveEmptyEntries), row.Seconds, row.CpuSeconds, row.PeakBytes, row.Loss, row.Validation, Texts(row.Parameters), row.VersionId is { } version ? new ModelVersionId(version) : null);

    private static Dictionary<string, string> Texts(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
