using Dapper;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Execution.Sql;

/// <summary>The messages to one person, copied out or emptied; and messages that are old.</summary>
internal sealed class ExecutionPersonalStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionPersonal.sql");

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(CustomerId customer, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<PersonalTable>>(
        connection => [new PersonalTable("messages", [.. connection.Query(Sql["export-messages"], new { customer }).Select(row => new Dictionary<string, object?>((IDictionary<string, object?>)row))])],
        cancellation);

    public Task<List<MailFile>> FilesAsync(CustomerId customer, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<MailFile>(Sql["message-files"], new { customer }).AsList(), cancellation);

    public Task<List<MailFile>> FilesOfAsync(CampaignId campaign, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<MailFile>(Sql["campaign-files"], new { campaign }).AsList(), cancellation);

    public Task<(long Withdrawn, long Emptied)> EmptyAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync<(long, long)>(
        (connection, transaction) =>
        {
            var states = new { customer, now, cancelled = MessageState.Cancelled, queued = MessageState.Queued, inDoubt = MessageState.InDoubt };
            return (connection.Execute(Sql["withdraw-messages"], states, transaction), connection.Execute(Sql["empty-messages"], new { customer, body = PackedText.Pack("") }, transaction));
        },
        cancellation);

    public Task<AgedRows> CountAgedAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingle<AgedRows>(Sql["count-aged-messages"], new { before, delivered = MessageState.Delivered, failed = MessageState.Failed, cancelled = MessageState.Cancelled, inDoubt = MessageState.InDoubt }), cancellation);

    /// <summary>Settles messages in doubt since before an instant as failed.</summary>
    public Task<int> SettleAgedAsync(DateTimeOffset before, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["settle-aged-messages"], new { before, failed = MessageState.Failed, inDoubt = MessageState.InDoubt }, transaction), cancellation);

    /// <summary>The next aged messages behind an instant and number, in that order.</summary>
    public Task<List<AgedMail>> AgedAsync(DateTimeOffset before, DateTimeOffset changed, long id, int take, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<AgedMail>(
            Sql["aged-messages"],
            new { before, changed, id, take, delivered = MessageState.Delivered, failed = MessageState.Failed, cancelled = MessageState.Cancelled }).AsList(),
        cancellation);

    public Task<int> EmptyAgedAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["empty-aged-messages"], new { ids, body = PackedText.Pack("") }, transaction), cancellation);
}
