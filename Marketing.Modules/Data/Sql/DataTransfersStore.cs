using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Recorded transfers, and who answers for the processing.</summary>
internal sealed class DataTransfersStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataTransfers.sql");

    private sealed record Row(long Id, string Place, string Recipient, string Country, string Basis, string? Safeguard, string Purpose, string Actor, DateTimeOffset Created, DateTimeOffset? Ended, string? EndedBy);

    public Task<IReadOnlyList<Transfer>> ListAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<Transfer>>(
        connection => [.. connection.Query<Row>(Sql["list-transfers"]).Select(row =>
            new Transfer(row.Id, new TransferDraft(row.Place, row.Recipient, row.Country, row.Basis, row.Safeguard, row.Purpose), row.Actor, row.Created, row.Ended, row.EndedBy))],
        cancellation);

    public Task<long> AddAsync(TransferDraft draft, string actor, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long>(
            Sql["add-transfer"], new { draft.Place, draft.Recipient, draft.Country, draft.Basis, draft.Safeguard, draft.Purpose, Actor = actor, Now = now }, transaction),
        cancellation);

    public Task<bool> EndAsync(long transfer, string actor, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["end-transfer"], new { Transfer = transfer, Actor = actor, Now = now }, transaction) == 1, cancellation);

    public Task<bool> HoldsAsync(string place, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<bool>(Sql["transfer-holds"], new { Place = place }), cancellation);

    public Task<DataController?> ControllerAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<DataController>(Sql["find-controller"]), cancellation);

    public Task SaveControllerAsync(DataController controller, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["save-controller"], controller, transaction), cancellation);
}
