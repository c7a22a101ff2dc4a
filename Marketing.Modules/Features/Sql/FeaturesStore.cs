using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Features.Sql;

/// <summary>Treatments that people have set.</summary>
internal sealed class FeaturesStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Features/Sql/Features.sql");

    private sealed record Row(string Feature, string Missing, double Constant, string Outliers, string Action, double? Threshold, string Actor, DateTimeOffset At);

    /// <summary>All of them, by feature.</summary>
    public IReadOnlyList<SavedTreatment> List() => database.Read<IReadOnlyList<SavedTreatment>>(connection => [.. connection.Query<Row>(Sql["list-treatments"]).Select(Read)]);

    public Task SaveAsync(SavedTreatment saved, CancellationToken cancellation)
    {
        var treatment = saved.Treatment;
        var row = new Row(saved.Feature, treatment.Missing.ToString(), treatment.Constant, treatment.Outliers.ToString(), treatment.Action.ToString(), treatment.Threshold, saved.Actor, saved.At);
        return database.WriteAsync((connection, transaction) => connection.Execute(Sql["save-treatment"], row, transaction), cancellation);
    }

    /// <summary>Whether there was one.</summary>
    public Task<bool> RemoveAsync(string feature, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["remove-treatment"], new { Feature = feature }, transaction) > 0, cancellation);

    private static SavedTreatment Read(Row row) => new(
        row.Feature,
        new Treatment
        {
            Missing = Enum.Parse<MissingMethod>(row.Missing),
            Constant = row.Constant,
            Outliers = Enum.Parse<OutlierMethod>(row.Outliers),
            Action = Enum.Parse<OutlierAction>(row.Action),
            Threshold = row.Threshold,
        },
        row.Actor,
        row.At);
}
