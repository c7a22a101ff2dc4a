using System.Text.Json;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Evaluation.Sql;

/// <summary>Kept reports.</summary>
internal sealed class EvaluationStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Evaluation/Sql/Evaluation.sql");

    private sealed record BacktestRow(long Id, string Report);

    private sealed record TurnRow(RunId RunId, DateTimeOffset At, string Lines);

    /// <summary>Keeps a report and returns it with its id; a run's earlier report of the same question is returned instead.</summary>
    public Task<BacktestReport> SaveAsync(BacktestReport report, RunId? run, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var row = new { report.At, report.Cut, report.End, OnlyNew = report.OnlyNew ? 1 : 0, Run = run?.Value, Report = JsonSerializer.Serialize(report) };
            connection.Execute(Sql["insert-backtest"], row, transaction);
            return Read(connection.QuerySingle<BacktestRow>(Sql[run is null ? "last-backtest" : "backtest-of-run"], row, transaction));
        },
        cancellation);

    public Task<BacktestReport?> OfRunAsync(RunId run, DateTimeOffset cut, DateTimeOffset end, bool onlyNew, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<BacktestRow>(Sql["backtest-of-run"], new { Run = run.Value, Cut = cut, End = end, OnlyNew = onlyNew ? 1 : 0 }) is { } row ? Read(row) : null,
        cancellation);

    /// <summary>The newest report that a run has made of a variant, or null.</summary>
    public Task<BacktestReport?> LatestOfRunAsync(RunId run, bool onlyNew, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<BacktestRow>(Sql["latest-backtest-of-run"], new { Run = run.Value, OnlyNew = onlyNew ? 1 : 0 }) is { } row ? Read(row) : null,
        cancellation);

    public Task<BacktestReport?> LatestAsync(bool onlyNew, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<BacktestRow>(Sql["latest-backtest"], new { OnlyNew = onlyNew ? 1 : 0 }) is { } row ? Read(row) : null,
        cancellation);

    public Task<IReadOnlyList<BacktestReport>> ListAsync(int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<BacktestReport>>(
        connection => [.. connection.Query<BacktestRow>(Sql["backtests"], new { Take = take }).Select(Read)],
        cancellation);

    /// <summary>Keeps a report of what was expected of customers and returns it with its id; the run's earlier report is returned instead.</summary>
    public Task<OutlookReport> SaveAsync(OutlookReport report, RunId run, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            var row = new { report.At, report.Cut, report.End, Run = run.Value, Report = JsonSerializer.Serialize(report) };
            connection.Execute(Sql["insert-outlook-backtest"], row, transaction);
            return ReadOutlooks(connection.QuerySingle<BacktestRow>(Sql["outlook-backtest-of-run"], row, transaction));
        },
        cancellation);

    public Task<OutlookReport?> OutlooksOfRunAsync(RunId run, DateTimeOffset cut, DateTimeOffset end, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<BacktestRow>(Sql["outlook-backtest-of-run"], new { Run = run.Value, Cut = cut, End = end }) is { } row ? ReadOutlooks(row) : null,
        cancellation);

    /// <summary>The newest report of what was expected of customers that a run has made, or null.</summary>
    public Task<OutlookReport?> LatestOutlooksOfRunAsync(RunId run, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<BacktestRow>(Sql["latest-outlook-backtest-of-run"], new { Run = run.Value }) is { } row ? ReadOutlooks(row) : null,
        cancellation);

    public Task<OutlookReport?> LatestOutlooksAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<BacktestRow>(Sql["latest-outlook-backtest"]) is { } row ? ReadOutlooks(row) : null,
        cancellation);

    public Task SaveTurnAsync(TurnReport report, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["save-turn"], new { Run = report.Run.Value, report.At, Lines = JsonSerializer.Serialize(report.Lines) }, transaction),
        cancellation);

    public Task<IReadOnlyList<TurnReport>> TurnsAsync(int take, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<TurnReport>>(
        connection => [.. connection.Query<TurnRow>(Sql["turns"], new { Take = take }).Select(row => new TurnReport(row.RunId, row.At, JsonSerializer.Deserialize<List<Reason>>(row.Lines)!))],
        cancellation);

    private static OutlookReport ReadOutlooks(BacktestRow row) => JsonSerializer.Deserialize<OutlookReport>(row.Report)! with { Id = row.Id };

    private static BacktestReport Read(BacktestRow row) => JsonSerializer.Deserialize<BacktestReport>(row.Report)! with { Id = row.Id };
}
