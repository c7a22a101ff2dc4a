using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Execution.Sql;

/// <summary>The row of the channel's settings.</summary>
internal sealed class ExecutionChannelStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Execution/Sql/ExecutionChannel.sql");

    internal sealed record Row(long Live, string? Host, long Port, string Security, string? UserName, string? Password, string Sender, string SenderName);

    public Task<Row?> ReadAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<Row>(Sql["read-channel"]), cancellation);

    public Task SaveAsync(Row row, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["save-channel"], row, transaction), cancellation);
}
