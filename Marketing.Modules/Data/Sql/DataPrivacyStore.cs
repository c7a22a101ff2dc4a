using System.Diagnostics;
using Dapper;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Data.Sqlite;

namespace Marketing.Data.Sql;

/// <summary>Requests of people, receipts and the erase list.</summary>
internal sealed class DataPrivacyStore(Database database)
{
    // A family shares an address; more people than this are known by one that stands for none.
    private const int MostWithAddress = 5;
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataPrivacy.sql");

    internal sealed record PersonRow(CustomerId Id, string Key, string? Email, string? Name, string? Phone, string? Language);

    internal sealed record KeyRow(CustomerId Id, string Key);

    internal sealed record KnownRow(CustomerId Id, string Key, string? Email);

    private sealed record NameRow(string? Mail, string? Phone, long Own);

    internal sealed record StepRow(string Part, DateTimeOffset At, string Rows);

    public Task<PersonRow?> FindAsync(CustomerId customer, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.QuerySingleOrDefault<PersonRow>(Sql["find-person"], new { Customer = customer }), cancellation);

    /// <summary>The person behind a row; one whose name is gone already is known by the row only.</summary>
    public Task<Person> PersonAsync(CustomerId customer, CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            var row = connection.QuerySingleOrDefault<PersonRow>(Sql["find-person"], new { Customer = customer });
            using var times = connection.ExecuteReader(Sql["fact-times"], new { Customer = customer });
            times.Read();
            string?[] own = row is null ? [] : [row.Key, row.Email, row.Name, row.Phone];
            var earlier = row is null ? [] : connection.Query<string>(Sql["earlier-words"], new { Customer = customer }).Where(word => !IsAnothers(connection, customer, word)).ToList();
            string[] words = [.. own.OfType<string>().Concat(earlier).Where(word => !word.Contains('@', StringComparison.Ordinal) || !IsWidelyShared(connection, word))];
            return new Person(
                customer, row?.Key ?? "", [.. words.Where(word => word.Trim().Length > 0).Distinct()],
                times.IsDBNull(0) ? null : DateTimeOffset.FromUnixTimeMilliseconds(times.GetInt64(0)),
                times.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(times.GetInt64(1)));
        },
        cancellation);

    /// <summary>Every record under which the person of a record is known, that record first.</summary>
    public Task<List<KeyRow>> RecordsAsync(CustomerId customer, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<KeyRow>(Sql["records-of-person"], new { Customer = customer }).AsList(), cancellation);

    /// <summary>These records, and every record with an e-mail address of one of them, that record first.</summary>
    /// <param name="customer">A record of the person.</param>
    /// <param name="widely">Whether an address that many people have, or that somebody had before, is followed too.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public Task<List<KeyRow>> RecordsToEraseAsync(CustomerId customer, bool widely, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<KeyRow>(Sql["records-to-erase"], new { Customer = customer, Widely = widely, Most = MostWithAddress }).AsList(), cancellation);

    /// <summary>Whether more people have an e-mail address than share one.</summary>
    public Task<bool> IsWidelySharedAsync(string mail, CancellationToken cancellation) => database.ReadAsync(connection => IsWidelyShared(connection, mail), cancellation);

    /// <summary>Addresses and telephone numbers of a record, now and before, and its browsers; an address that many people have only if it is wanted.</summary>
    public Task<List<ErasedName>> NamesAsync(CustomerId customer, bool widely, CancellationToken cancellation) => database.ReadAsync(
        connection => (List<ErasedName>)
        [
            .. connection.Query<NameRow>(Sql["names-of-record"], new { Customer = customer }).ToList().ConvertAll(row => new ErasedName(
                null,
                row.Mail is { } mail && ((!widely && IsWidelyShared(connection, mail)) || (row.Own == 0 && IsAnothers(connection, customer, mail))) ? null : row.Mail,
                row.Phone is { } phone && row.Own == 0 && IsAnothers(connection, customer, phone) ? null : row.Phone)),
            .. connection.Query<string>(Sql["browsers-of-record"], new { Customer = customer }).Select(browser => new ErasedName(null, null, null, browser)),
        ],
        cancellation);

    public Task<List<KnownRow>> KeysAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<KnownRow>(Sql["all-keys"]).AsList(), cancellation);

    /// <summary>Whether a customer ordered, agreed or registered after an instant (UTC milliseconds).</summary>
    public Task<bool> CameBackAsync(CustomerId customer, long after, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["came-back"], new { Customer = customer, After = after, ImportState.Applied }) is not null, cancellation);

    public Task<Page<PrivacyRequest>> ListAsync(TableQuery query, CancellationToken cancellation) => database.ReadAsync(
        connection => new Page<PrivacyRequest>(connection.Query<PrivacyRequest>(Sql["list-requests"], new { query.Take, query.Skip }).AsList(), connection.ExecuteScalar<long>(Sql["count-requests"])),
        cancellation);

    public Task<IReadOnlyList<PrivacyRequest>> DueAsync(DateTimeOffset before, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<PrivacyRequest>>(
        connection => connection.Query<PrivacyRequest>(Sql["due-requests"], new { Before = before, PrivacyRequestState.Open, PrivacyRequestState.AtWork }).AsList(), cancellation);

    public Task<long> AddAsync(CustomerId customer, PrivacyRequestKind kind, string actor, DateTimeOffset received, DateTimeOffset due, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long>(Sql["add-request"], new { Kind = kind, Customer = customer, Received = received, Due = due, PrivacyRequestState.Open, Actor = actor }, transaction),
        cancellation);

    public Task<long?> OpenErasureAsync(CustomerId customer, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["open-erasure"], new { Customer = customer, PrivacyRequestKind.Erasure, PrivacyRequestState.Done }), cancellation);

    /// <summary>An erasure is at work, and the person's number is on the erase list, before anything is erased.</summary>
    public Task BeginAsync(long request, IReadOnlyList<ErasedKey> keys, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(Sql["begin-request"], new { Request = request, PrivacyRequestState.AtWork }, transaction);
            connection.Execute(Sql["add-erased"], keys, transaction);
        },
        cancellation);

    public Task AddErasedAsync(IReadOnlyList<ErasedKey> keys, CancellationToken cancellation) =>
        database.WriteAsync((connection, transaction) => connection.Execute(Sql["add-erased"], keys, transaction), cancellation);

    public Task<List<ErasedKey>> ErasedAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<ErasedKey>(Sql["erased-keys"]).AsList(), cancellation);

    /// <summary>
    /// An erasure is done; the log of writings keeps nothing of it. While somebody reads so long that the log cannot be emptied, the
    /// erasure stays at work; it is done once the log is empty, or at the next start.
    /// </summary>
    public async Task EndAsync(long request, DateTimeOffset now, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        if (await database.EmptyLogAsync(cancellation).ConfigureAwait(false))
        {
            await DoneAsync(request, now, cancellation).ConfigureAwait(false);
        }
        else
        {
            _ = EndLaterAsync(request, now, started);
        }
    }

    public Task<bool> CloseAsync(long request, string actor, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["close-request"],
            new { Request = request, Actor = actor, Now = now, PrivacyRequestState.Open, PrivacyRequestState.Done, PrivacyRequestKind.Erasure },
            transaction) == 1,
        cancellation);

    public Task<List<PrivacyRequest>> BrokenOffAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<PrivacyRequest>(Sql["broken-off"], new { PrivacyRequestKind.Erasure, PrivacyRequestState.AtWork }).AsList(), cancellation);

    internal sealed record HeldRow(CustomerId Id, string Email, DateTimeOffset AnsweredAt);

    internal sealed record SuppressedRow(string Address, DateTimeOffset At);

    public Task<List<HeldRow>> HeldCandidatesAsync(IReadOnlyList<long> customers, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<HeldRow>(Sql["held-candidates"], new { Customers = customers, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail, ImportState.Applied }).AsList(), cancellation);

    public Task<List<long>> RefusedAsync(IReadOnlyList<long> customers, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<long>(Sql["refused-addresses"], new { Customers = customers, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail, ImportState.Applied }).AsList(), cancellation);

    public Task<List<SuppressedRow>> SuppressedAsync(IReadOnlyList<string> addresses, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.Query<SuppressedRow>(Sql["suppressed-addresses"], new { Addresses = addresses, Channel = ConsentChannels.Mail, ImportState.Applied }).AsList(), cancellation);

    public Task AddStepAsync(long request, string part, string rows, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["add-step"], new { Request = request, Part = part, Rows = rows, Now = now }, transaction), cancellation);

    public Task<List<StepRow>> StepsAsync(long request, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<StepRow>(Sql["read-steps"], new { Request = request }).AsList(), cancellation);

    private Task<int> DoneAsync(long request, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(Sql["end-request"], new { Request = request, Now = now, PrivacyRequestState.Done }, transaction), cancellation);

    private async Task EndLaterAsync(long request, DateTimeOffset now, long started)
    {
        try
        {
            await database.LogEmptied.ConfigureAwait(false);
            await DoneAsync(request, now + Stopwatch.GetElapsedTime(started), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SqliteException or OperatorException)
        {
            // The program ends or the disk fails: an erasure at work is gone on with at the next start.
        }
    }

    private static bool IsWidelyShared(SqliteConnection connection, string mail) =>
        connection.ExecuteScalar<long>(Sql["people-with-address"], new { Mail = mail.ToLowerInvariant(), Limit = MostWithAddress + 1 }) > MostWithAddress;

    private static bool IsAnothers(SqliteConnection connection, CustomerId customer, string text) =>
        connection.ExecuteScalar<bool>(Sql["is-anothers"], new { Customer = customer, Text = text });
}
