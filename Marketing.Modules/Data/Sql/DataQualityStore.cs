using System.Text.Json;
using Dapper;
using Marketing.Data.Quality;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Reports of quality, their rules, and what was let pass.</summary>
internal sealed class DataQualityStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataQuality.sql");

    private sealed record Row(DateTimeOffset At, string Checks, string Fields, string Rules, double Seconds);

    private sealed record Dated(long Affected, long Of);

    private sealed record RuleRow(string Field, string Kind, double? Low, double? High, RuleSeverity Severity, long Enabled, long Edited);

    public Task SaveAsync(QualityReport report, RunId? run, CancellationToken cancellation)
    {
        string[] states = [.. report.Checks.Select(check => check.Status), .. report.Rules.Select(rule => rule.Status)];
        var row = new
        {
            report.At,
            Run = run?.Value,
            Checks = Text(report.Checks),
            Fields = Text(report.Fields),
            Rules = Text(report.Rules),
            report.Seconds,
            Passed = states.LongCount(state => state == "pass"),
            Warned = states.LongCount(state => state == "warn"),
            Failed = states.LongCount(state => state == "fail"),
        };
        return database.WriteAsync((connection, transaction) => connection.Execute(Sql["save-quality"], row, transaction), cancellation);
    }

    public Task<QualityReport?> LatestAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<Row>(Sql["latest-quality"]) is { } row
            ? new QualityReport(row.At, Read<QualityCheck>(row.Checks)) { Fields = Read<FieldProfile>(row.Fields), Rules = Read<RuleResult>(row.Rules), Seconds = row.Seconds }
            : null,
        cancellation);

    /// <summary>How the latest reports ended, newest first.</summary>
    public Task<List<QualityOutcome>> HistoryAsync(int take, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<QualityOutcome>(Sql["quality-history"], new { Take = take }).AsList(), cancellation);

    /// <summary>Facts dated at or after an instant, and all facts.</summary>
    public Task<(long Affected, long Of)> CountDatedAsync(DateTimeOffset now, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var row = connection.QuerySingle<Dated>(Sql["count-dated"], new { Now = now, ImportState.Applied });
            return (row.Affected, row.Of);
        },
        cancellation);

    /// <summary>What is stored of orders and products beside what a snapshot holds, as of its time.</summary>
    public Task<OrderDetails> DetailsAsync(ShopSnapshot snapshot, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var details = new OrderDetails();
            using (var rows = new RawRows(connection, Sql["order-details"], cancellation).With("@AsOf", snapshot.AsOf.ToUnixTimeMilliseconds()).With("@Applied", (long)ImportState.Applied).With("@Currency", snapshot.Currency))
            {
                while (rows.Next())
                {
                    details.Ids.Add(rows.Long(0));
                    details.Times.Add(rows.Long(1));
                    details.Status.Add(rows.Text(2));
                    details.Coupon.Add(rows.Text(3));
                    details.Payment.Add(rows.Text(4));
                    details.Currency.Add(rows.Text(5));
                    details.Shipping.Add(rows.Maybe(6) ?? double.NaN);
                    details.Discount.Add(rows.Maybe(7) ?? double.NaN);
                }
            }

            using var products = new RawRows(connection, Sql["product-brands"], cancellation);
            while (products.Next())
            {
                details.Brands.Add(products.Long(0), products.Text(1));
            }

            return details;
        },
        cancellation);

    public Task<HashSet<long>> OrdersOfAsync(ImportId import, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<long>(Sql["orders-of-import"], new { Import = import.Value }).ToHashSet(), cancellation);

    public Task<List<QualityRule>> RulesAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<RuleRow>(Sql["list-rules"])
            .Select(row => new QualityRule(row.Field, row.Kind, row.Low, row.High, row.Severity, row.Enabled == 1, row.Edited == 1))
            .ToList(),
        cancellation);

    public Task SaveRuleAsync(QualityRule rule, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["save-rule"], rule, transaction), cancellation);

    public Task GenerateAsync(IReadOnlyList<QualityRule> rules, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["generate-rule"], rules, transaction), cancellation);

    public Task AddPassAsync(QualityPass pass, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["add-pass"], pass, transaction), cancellation);

    public Task<List<QualityPass>> OpenPassesAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<QualityPass>(Sql["open-passes"]).AsList(), cancellation);

    /// <summary>A run uses up the open passes of these failures.</summary>
    public Task UsePassesAsync(IReadOnlyList<string> keys, RunId run, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["use-passes"], new { Run = run.Value, Keys = keys }, transaction), cancellation);

    /// <summary>What a run was let through with.</summary>
    public Task<List<string>> UsedPassesAsync(RunId run, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<string>(Sql["passes-of-run"], new { Run = run.Value }).AsList(), cancellation);

    private static string Text<T>(IReadOnlyList<T> items) => JsonSerializer.Serialize(items, JsonSerializerOptions.Web);

    private static List<T> Read<T>(string text) => JsonSerializer.Deserialize<List<T>>(text, JsonSerializerOptions.Web) ?? [];
}
