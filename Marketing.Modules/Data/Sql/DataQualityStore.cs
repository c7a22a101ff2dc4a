using System.Text.Json;
using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Reports of quality.</summary>
internal sealed class DataQualityStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataQuality.sql");

    private sealed record Row(DateTimeOffset At, string Checks);

    private sealed record Dated(long Affected, long Of);

    public Task SaveAsync(QualityReport report, RunId? run, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["save-quality"],
            new { report.At, Run = run?.Value, Checks = JsonSerializer.Serialize(report.Checks, JsonSerializerOptions.Web) },
            transaction),
        cancellation);

    public Task<QualityReport?> LatestAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<Row>(Sql["latest-quality"]) is { } row
            ? new QualityReport(row.At, JsonSerializer.Deserialize<List<QualityCheck>>(row.Checks, JsonSerializerOptions.Web) ?? [])
            : null,
        cancellation);

    /// <summary>Facts dated at or after an instant, and all facts.</summary>
    public Task<(long Affected, long Of)> CountDatedAsync(DateTimeOffset now, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var row = connection.QuerySingle<Dated>(Sql["count-dated"], new { Now = now, ImportState.Applied });
            return (row.Affected, row.Of);
        },
        cancellation);
}
