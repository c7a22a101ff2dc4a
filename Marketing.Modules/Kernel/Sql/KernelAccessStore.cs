using Dapper;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Kernel.Sql;

/// <summary>Accounts, sessions and the audit log in the database.</summary>
internal sealed partial class KernelAccessStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Kernel/Sql/KernelAccess.sql");

    internal sealed record UserRow(UserId Id, string Name, Role Role, DateTimeOffset Created, DateTimeOffset? LastSignIn, long Disabled, string Stamp, string PasswordHash)
    {
        public User ToUser() => new(Id, Name, Role, Created, LastSignIn, Disabled == 1, Stamp);
    }

    internal sealed record FailureRow(long Failures, DateTimeOffset LockedUntil);

    internal sealed record NewUser(string Name, string NameKey, Role Role, string PasswordHash, string Stamp);

    public Task<bool> AnyUserAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["any-user"]) == 1, cancellation);

    public Task<List<UserRow>> ListUsersAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<UserRow>(Sql["list-users"]).AsList(), cancellation);

    public Task<UserRow?> FindUserAsync(UserId id, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<UserRow>(Sql["find-user"], new { id }), cancellation);

    public Task<UserRow?> FindUserAsync(string nameKey, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<UserRow>(Sql["find-user-by-name"], new { nameKey }), cancellation);

    /// <summary>Adds a user; null when the name is taken.</summary>
    public Task<UserId?> InsertUserAsync(NewUser user, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => Insert(connection, transaction, user, now), cancellation);

    /// <summary>Uses a setup token up and adds a user, who is signed in at once; null when the token is not valid.</summary>
    /// <exception cref="NameTakenException">The name is taken; the token stays.</exception>
    public Task<UserId?> InsertUserAsync(NewUser user, string tokenHash, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync<UserId?>(
            (connection, transaction) =>
            {
                if (connection.Execute(Sql["use-setup-token"], new { hash = tokenHash, now }, transaction) == 0)
                {
                    return null;
                }

                connection.Execute(Sql["end-setup-tokens"], transaction: transaction);
                var id = Insert(connection, transaction, user, now) ?? throw new NameTakenException();
                connection.Execute(Sql["mark-sign-in"], new { id, now }, transaction);
                return id;
            },
            cancellation);

    /// <summary>Sets role and disabling; false when no enabled administrator would be left, null when there is no such user.</summary>
    public Task<bool?> ChangeUserAsync(UserId id, Role role, bool disabled, string stamp, CancellationToken cancellation) =>
        database.WriteAsync<bool?>(
            (connection, transaction) =>
            {
                if ((role != Role.Administrator || disabled)
                    && connection.ExecuteScalar<long>(Sql["other-administrators"], new { administrator = (long)Role.Administrator, id }, transaction) == 0)
                {
                    return false;
                }

                return connection.Execute(Sql["change-user"], new { id, role = (long)role, disabled = disabled ? 1 : 0, stamp }, transaction) == 1 ? true : null;
            },
            cancellation);

    public Task<bool> SetPasswordAsync(UserId id, string passwordHash, string stamp, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["set-password"], new { id, passwordHash, stamp }, transaction) == 1, cancellation);

    /// <summary>
    /// Counts an attempt before its password is looked at, so that attempts at the same moment cannot outrun the lock.
    /// </summary>
    /// <returns>The end of the lock that stands, or null when the attempt may go on.</returns>
    public Task<DateTimeOffset?> CountAttemptAsync(string nameHash, DateTimeOffset now, DateTimeOffset before, Func<long, DateTimeOffset> lockAfter, CancellationToken cancellation) =>
        database.WriteAsync<DateTimeOffset?>(
            (connection, transaction) =>
            {
                connection.Execute(Sql["expire-failures"], new { before }, transaction);
                var known = connection.QuerySingleOrDefault<FailureRow>(Sql["find-failures"], new { nameHash }, transaction);
                if (known is not null && known.LockedUntil > now)
                {
                    return known.LockedUntil;
                }

                var failures = (known?.Failures ?? 0) + 1;
                connection.Execute(Sql["count-attempt"], new { nameHash, failures, lockedUntil = lockAfter(failures), now }, transaction);
                return null;
            },
            cancellation);

    /// <summary>Notes a sign-in: failures are forgotten, the hash is renewed when a stronger one is given.</summary>
    public Task MarkSignInAsync(UserRow user, string nameHash, string? renewedHash, DateTimeOffset now, DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(Sql["forget-failures"], new { nameHash, before }, transaction);
                connection.Execute(Sql["mark-sign-in"], new { id = user.Id, now }, transaction);
                if (renewedHash is not null)
                {
                    connection.Execute(Sql["renew-hash"], new { id = user.Id, passwordHash = renewedHash, old = user.PasswordHash }, transaction);
                }
            },
            cancellation);

    public Task ForgetFailuresAsync(string nameHash, DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["forget-failures"], new { nameHash, before }, transaction), cancellation);

    public Task ReplaceSetupTokenAsync(string hash, DateTimeOffset expires, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(Sql["end-setup-tokens"], transaction: transaction);
                connection.Execute(Sql["insert-setup-token"], new { hash, expires }, transaction);
            },
            cancellation);

    public Task<bool> SetupTokenStandsAsync(string hash, DateTimeOffset now, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["setup-token-stands"], new { hash, now }) == 1, cancellation);

    public Task EndSessionAsync(string session, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(Sql["expire-ended-sessions"], new { now }, transaction);
                connection.Execute(Sql["end-session"], new { session, expires }, transaction);
            },
            cancellation);

    public Task<bool> HasSessionEndedAsync(string session, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>(Sql["session-ended"], new { session }) == 1, cancellation);

    public Task<Page<AuditEntry>> ListAuditAsync(string? pattern, string sort, TableQuery query, CancellationToken cancellation) =>
        database.ReadAsync(
            connection =>
            {
                var parameters = new { pattern, sort, descending = query.Descending ? 1 : 0, take = query.Take, skip = query.Skip };
                var items = connection.Query<AuditEntry>(Sql["list-audit"], parameters).AsList();
                return new Page<AuditEntry>(items, connection.ExecuteScalar<long>(Sql["count-audit"], new { pattern }));
            },
            cancellation);

    private static UserId? Insert(SqliteConnection connection, SqliteTransaction transaction, NewUser user, DateTimeOffset now) =>
        connection.Query<UserId>(
            Sql["insert-user"],
            new { name = user.Name, nameKey = user.NameKey, role = (long)user.Role, passwordHash = user.PasswordHash, now, stamp = user.Stamp },
            transaction).Cast<UserId?>().SingleOrDefault();
}

/// <summary>Rolls a transaction back because somebody has the name already.</summary>
internal sealed class NameTakenException : Exception;
