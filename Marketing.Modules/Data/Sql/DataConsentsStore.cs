using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;

namespace Marketing.Data.Sql;

/// <summary>Answers of people and the texts they were asked with.</summary>
internal sealed class DataConsentsStore(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Data/Sql/DataConsents.sql");

    private sealed record EntryRow(string Purpose, string Channel, long Granted, DateTimeOffset At, string Source, string Wording, string Basis, string? Actor, string? Reason)
    {
        public ConsentEntry ToEntry() => new(new ConsentUse(Purpose, Channel), Granted == 1, At, Source, Wording, Basis, Actor, Reason);
    }

    internal sealed record CountRow(string Purpose, string Channel, long Granted, long Answered);

    internal sealed record ChangeRow(string Purpose, string Channel, long Day, long Change);

    public Task<List<ConsentEntry>> StateAsync(CustomerId customer, CancellationToken cancellation) => EntriesAsync("consent-state", customer, cancellation);

    public Task<List<ConsentEntry>> HistoryAsync(CustomerId customer, CancellationToken cancellation) => EntriesAsync("consent-history", customer, cancellation);

    public Task<bool> KnowsAsync(CustomerId customer, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long?>(Sql["consent-person"], new { Customer = customer }) is not null, cancellation);

    /// <summary>Whether another record with the customer's address has agreed at or after an instant.</summary>
    public Task<bool> AgreedSinceAsync(CustomerId customer, ConsentUse use, DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<long?>(Sql["agreed-since"], new { Customer = customer, use.Purpose, use.Channel, Since = since, ImportState.Applied }) is not null,
        cancellation);

    /// <summary>Adds answers in one transaction.</summary>
    /// <returns>Rows written: none for a person who is erased or unknown.</returns>
    public Task<int> AddAsync(IReadOnlyList<ConsentDraft> drafts, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.Execute(
            Sql["record-consent"],
            drafts.Select(draft => new { draft.Customer, draft.Use.Purpose, draft.Use.Channel, Granted = draft.Granted ? 1L : 0L, At = at, draft.Source, draft.Wording, draft.Basis, draft.Actor, draft.Reason }),
            transaction),
        cancellation);

    public Task<(List<CountRow> Counts, long People)> CountAsync(CancellationToken cancellation) => database.ReadAsync(
        connection => (connection.Query<CountRow>(Sql["count-consents"], new { ImportState.Applied }).AsList(), connection.ExecuteScalar<long>(Sql["count-people"])), cancellation);

    public Task<List<ChangeRow>> ChangesAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<ChangeRow>(Sql["consent-changes"], new { ImportState.Applied }).AsList(), cancellation);

    public Task<List<ConsentWording>> WordingsAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<ConsentWording>(Sql["list-wordings"]).AsList(), cancellation);

    public Task<long> AddWordingAsync(string purpose, string language, string text, string actor, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteScalar<long>(Sql["add-wording"], new { Purpose = purpose, Language = language, Text = text, Actor = actor, Now = now }, transaction), cancellation);

    private Task<List<ConsentEntry>> EntriesAsync(string statement, CustomerId customer, CancellationToken cancellation) =>
        database.ReadAsync(connection => connection.Query<EntryRow>(Sql[statement], new { Customer = customer, ImportState.Applied }).Select(row => row.ToEntry()).ToList(), cancellation);
}
