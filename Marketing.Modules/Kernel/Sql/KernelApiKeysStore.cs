using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Kernel.Sql;

/// <summary>A key as it is kept.</summary>
internal sealed record StoredApiKey(string Id, string Name, string Scopes, byte[] Salt, byte[] Hash, DateTimeOffset Created, string CreatedBy, DateTimeOffset? Expires, DateTimeOffset? LastUsed, DateTimeOffset? Revoked)
{
    public ApiKey ToKey() => new(Id, Name, Scopes.Split(' '), Created, CreatedBy, Expires, LastUsed, Revoked);
}

/// <summary>Keys of programs in the database.</summary>
internal sealed class KernelApiKeysStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Kernel/Sql/KernelApiKeys.sql");

    /// <summary>Adds a key; false when one that stands has its name.</summary>
    public Task<bool> AddAsync(StoredApiKey key, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["add-key"], key, transaction) == 1, cancellation);

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ApiKey>>(
        connection => [.. connection.Query<StoredApiKey>(Sql["list-keys"]).Select(key => key.ToKey())],
        cancellation);

    public Task<StoredApiKey?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<StoredApiKey>(Sql["find-key"], new { id }), cancellation);

    public Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["revoke-key"], new { id, now }, transaction) == 1, cancellation);

    public Task NoteUseAsync(string id, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["note-use"], new { id, now }, transaction), cancellation);
}
