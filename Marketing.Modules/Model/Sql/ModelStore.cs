using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Model.Sql;

/// <summary>Rows of the registry.</summary>
internal sealed class ModelStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Model/Sql/Model.sql");

    /// <summary>A version as the registry keeps it, with the name of its file.</summary>
    internal sealed record Stored(ModelVersion Version, string File);

    /// <summary>What a training hands to the registry.</summary>
    internal sealed record Draft(string Purpose, string Kind, IReadOnlyDictionary<string, string> Parameters, DateTimeOffset TrainedFrom, DateTimeOffset TrainedTo, DateTimeOffset Created, double FitSeconds, double CpuSeconds, string File, string FileHash, long FileBytes, RunId? Run)
    {
        /// <summary>Largest growth of the process's memory during the fit, or null where it was not measured.</summary>
        public long? PeakBytes { get; init; }
    }

    private sealed record Row(long Id, string Purpose, string Kind, long Version, long State, string Parameters, DateTimeOffset TrainedFrom, DateTimeOffset TrainedTo, DateTimeOffset CreatedAt, double FitSeconds, double CpuSeconds, string File, string FileHash, long FileBytes, string? Note, long? RunId, long? FitPeakBytes);

    private sealed record FileRow(long Id, string File);

    private sealed record MetricRow(long VersionId, string Name, double Value, double? Low, double? High);

    private sealed record PromotionRow(DateTimeOffset At, string Purpose, long? FromId, long ToId, string Actor, string Reason);

    /// <summary>Stores a version; one that the same run has stored already is left.</summary>
    public Task<ModelVersionId> InsertAsync(Draft draft, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => new ModelVersionId(
            (draft.Run is { } run ? connection.ExecuteScalar<long?>(Sql["version-of-run"], new { Run = run.Value, draft.Purpose, draft.Kind }, transaction) : null)
            ?? connection.ExecuteScalar<long>(
                Sql["insert-version"],
                new { draft.Purpose, draft.Kind, Parameters = JsonSerializer.Serialize(draft.Parameters), draft.TrainedFrom, draft.TrainedTo, draft.Created, draft.FitSeconds, draft.CpuSeconds, draft.File, draft.FileHash, draft.FileBytes, Run = draft.Run?.Value, draft.PeakBytes },
                transaction)),
        cancellation);

    public Task<Stored?> FindAsync(ModelVersionId version, CancellationToken cancellation) =>
        database.ReadAsync(connection => Find(connection, version.Value), cancellation);

    public Task<Stored?> OfRunAsync(RunId run, string purpose, string kind, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["version-of-run"], new { Run = run.Value, Purpose = purpose, Kind = kind }) is { } id ? Find(connection, id) : null,
        cancellation);

    public Task<Stored?> ChampionAsync(string purpose, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["champion"], new { Purpose = purpose }) is { } id ? Find(connection, id) : null,
        cancellation);

    /// <summary>The newest version of a kind whose file is kept, or null.</summary>
    public Task<Stored?> NewestAsync(string purpose, string kind, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["newest-kept"], new { Purpose = purpose, Kind = kind }) is { } id ? Find(connection, id) : null,
        cancellation);

    public Task<Page<ModelVersion>> ListAsync(string? purpose, TableQuery query, CancellationToken cancellation)
    {
        var search = string.IsNullOrWhiteSpace(query.Search) ? null : $"%{query.Search.Trim().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
        var filter = new { Purpose = purpose, Search = search, query.Skip, query.Take };
        return database.ReadAsync(
            connection => new Page<ModelVersion>(
                [.. WithMetrics(connection, [.. connection.Query<Row>(Sql["versions"], filter)]).Select(stored => stored.Version)],
                connection.ExecuteScalar<long>(Sql["count-versions"], filter)),
            cancellation);
    }

    public Task<IReadOnlyList<Promotion>> PromotionsAsync(string purpose, int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Promotion>>(
        connection => [.. connection.Query<PromotionRow>(Sql["promotions"], new { Purpose = purpose, Take = take }).Select(row => new Promotion(row.At, row.Purpose, row.FromId is { } from ? new ModelVersionId(from) : null, new ModelVersionId(row.ToId), row.Actor, row.Reason))],
        cancellation);

    public Task SaveMetricsAsync(ModelVersionId version, IReadOnlyList<Metric> metrics, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(Sql["delete-metrics"], new { Id = version.Value }, transaction);
            connection.Execute(Sql["insert-metric"], metrics.Select((metric, position) => new { Id = version.Value, Position = position, metric.Name, metric.Value, metric.Low, metric.High }), transaction);
        },
        cancellation);

    /// <summary>Retires the champion, puts a version in charge and records it; nothing when it is in charge already. A person's choice is held.</summary>
    public Task PromoteAsync(string purpose, ModelVersionId version, DateTimeOffset at, string actor, string reason, bool isRollback, bool hold, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (hold)
            {
                connection.Execute(Sql["hold"], new { Purpose = purpose, Actor = actor, At = at }, transaction);
            }

            var champion = connection.ExecuteScalar<long?>(Sql["champion"], new { Purpose = purpose }, transaction);
            if (champion == version.Value)
            {
                return;
            }

            if (champion is { } from)
            {
                connection.Execute(Sql["set-state"], new { Id = from, State = ModelState.Retired, Note = (string?)null }, transaction);
            }

            connection.Execute(Sql["set-state"], new { Id = version.Value, State = ModelState.Champion, Note = reason }, transaction);
            connection.Execute(Sql["insert-promotion"], new { At = at, Purpose = purpose, From = champion, To = version.Value, Actor = actor, Reason = reason, IsRollback = isRollback ? 1 : 0 }, transaction);
        },
        cancellation);

    public Task<ChampionHold?> HoldAsync(string purpose, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<ChampionHold>(Sql["find-hold"], new { Purpose = purpose }), cancellation);

    public Task<bool> ReleaseAsync(string purpose, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["release"], new { Purpose = purpose }, transaction) > 0, cancellation);

    /// <summary>Retires a version that is not in charge, with the reason.</summary>
    public Task RetireAsync(ModelVersionId version, string reason, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            if (connection.QuerySingle<Row>(Sql["version"], new { Id = version.Value }, transaction).State == (long)ModelState.Champion)
            {
                throw new InvalidOperationException($"Model version {version.Value} is in charge; promote another one instead of retiring it.");
            }

            connection.Execute(Sql["set-state"], new { Id = version.Value, State = ModelState.Retired, Note = reason }, transaction);
        },
        cancellation);

    /// <summary>The version that a champion replaced, or null.</summary>
    public Task<ModelVersionId?> BeforeAsync(string purpose, ModelVersionId champion, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["champion-before"], new { Purpose = purpose, Champion = champion.Value }) is { } id ? new ModelVersionId(id) : (ModelVersionId?)null,
        cancellation);

    /// <summary>Forgets the files of old versions that were never in charge.</summary>
    /// <returns>Files that no version rests on any more.</returns>
    public Task<IReadOnlyList<string>> ForgetFilesAsync(string purpose, string kind, int keep, CancellationToken cancellation) => database.WriteAsync<IReadOnlyList<string>>(
        (connection, transaction) =>
        {
            var old = connection.Query<FileRow>(Sql["old-files"], new { Purpose = purpose, Kind = kind, Keep = keep }, transaction).ToList();
            connection.Execute(Sql["forget-file"], old, transaction);
            return [.. old.Select(row => row.File).Distinct().Where(file => connection.ExecuteScalar<long>(Sql["count-file"], new { File = file }, transaction) == 0)];
        },
        cancellation);

    private static Stored? Find(SqliteConnection connection, long id) =>
        connection.QuerySingleOrDefault<Row>(Sql["version"], new { Id = id }) is { } row ? WithMetrics(connection, [row])[0] : null;

    private static List<Stored> WithMetrics(SqliteConnection connection, List<Row> rows)
    {
        var metrics = connection.Query<MetricRow>(Sql["metrics"], new { First = rows.Select(row => row.Id).DefaultIfEmpty(0).Min(), Last = rows.Select(row => row.Id).DefaultIfEmpty(0).Max() })
            .ToLookup(metric => metric.VersionId, metric => new Metric(metric.Name, metric.Value, metric.Low, metric.High));
        return rows.ConvertAll(row => new Stored(
            new ModelVersion(
                new ModelVersionId(row.Id), row.Purpose, row.Kind, row.Version, (ModelState)row.State, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Parameters)!,
                row.TrainedFrom, row.TrainedTo, row.CreatedAt, row.FitSeconds, row.CpuSeconds, row.FileHash, row.FileBytes, [.. metrics[row.Id]], row.Note, row.RunId is { } run ? new RunId(run) : null)
            {
                PeakBytes = row.FitPeakBytes,
            },
            row.File));
    }
}
