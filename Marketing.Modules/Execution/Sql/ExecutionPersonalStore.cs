using Dapper;
using Marketing.Execution.Outbox;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Execution.Sql;

/// <summary>The messages to one person: copied out, or emptied.</summary>
internal sealed class ExecutionPersonalStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionPersonal.sql");

    public Task<IReadOnlyList<PersonalTable>> ExportAsync(CustomerId customer, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<PersonalTable>>(
        connection => [new PersonalTable("messages", [.. connection.Query(Sql["export-messages"], new { customer }).Select(row => new Dictionary<string, object?>((IDictionary<string, object?>)row))])],
        cancellation);

    public Task<List<MailFile>> FilesAsync(CustomerId customer, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<MailFile>(Sql["message-files"], new { customer }).AsList(), cancellation);

    public Task<(long Withdrawn, long Emptied)> EmptyAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync<(long, long)>(
        (connection, transaction) =>
        {
            var states = new { customer, now, cancelled = MessageState.Cancelled, queued = MessageState.Queued, inDoubt = MessageState.InDoubt };
            return (connection.Execute(Sql["withdraw-messages"], states, transaction), connection.Execute(Sql["empty-messages"], new { customer, body = PackedText.Pack("") }, transaction));
        },
        cancellation);
}
