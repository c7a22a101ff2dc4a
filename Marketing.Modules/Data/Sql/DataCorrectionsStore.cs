using System.Text.Json;
using Dapper;
using Marketing.Data.Import;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Rejected rows that come back corrected, and the lines among them that join orders of earlier imports.</summary>
internal sealed class DataCorrectionsStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataCorrections.sql");

    private sealed record ReadingRow(string Headers, string Form);

    /// <summary>Whether a row was rejected by an import, and whether a visible import has brought it in since.</summary>
    public (bool IsRejected, bool IsCorrected) Find(long import, long row) => database.Read(connection =>
    {
        var (rejected, corrected) = connection.QuerySingle<(long Rejected, long Corrected)>(Sql["find-marked"], new { Import = import, Row = row, ImportState.Applied });
        return (rejected == 1, corrected == 1);
    });

    /// <summary>The visible order of a number, or null.</summary>
    public JoinedOrder? Order(string number) =>
        database.Read(connection => connection.QueryFirstOrDefault<JoinedOrder>(Sql["visible-order"], new { Number = number, ImportState.Applied }));

    /// <summary>Whether an order holds such a line already.</summary>
    public bool HasLine(long order, string code, int quantity, long price) =>
        database.Read(connection => connection.ExecuteScalar<long>(Sql["has-line"], new { Order = order, Code = code, Quantity = quantity, Price = price }) == 1);

    /// <summary>Whether such a returned line is visible already.</summary>
    public bool HasReturn(string number, string code, int quantity, long price, long at) => database.Read(connection =>
        connection.ExecuteScalar<long>(Sql["has-return"], new { Number = number, Code = code, Quantity = quantity, Price = price, At = at, ImportState.Applied }) == 1);

    /// <summary>How the file of an import was read, or null where that was not kept.</summary>
    public OrderReading? Reading(ImportId import) => database.Read(connection =>
        connection.QuerySingleOrDefault<ReadingRow>(Sql["find-reading"], new { Import = import }) is { } row
        && JsonSerializer.Deserialize<string[]>(row.Headers) is { } headers && JsonSerializer.Deserialize<FileForm>(row.Form) is { } form
            ? new OrderReading(headers, form)
            : null);

    /// <summary>Puts the lines of an import into the orders that they join; those that stand there already stay.</summary>
    public Task JoinAsync(ImportId import, IProgress<Progress>? progress, CancellationToken cancellation) =>
        SliceAsync(import, "place-lines", "join-lines", progress, cancellation);

    /// <summary>Takes the lines of an import out of the orders that they joined.</summary>
    public Task PartAsync(ImportId import) => SliceAsync(import, "part-lines", "unplace-lines", null, CancellationToken.None);

    private Task SliceAsync(ImportId import, string first, string second, IProgress<Progress>? progress, CancellationToken cancellation) =>
        IdSlices.RunAsync(database, Sql["correction-range"], [Sql[first], Sql[second]], import, merged: false, hidden: "[]", progress, cancellation);
}
