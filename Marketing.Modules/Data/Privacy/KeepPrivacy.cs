using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Privacy;

/// <summary>Points of an erasure between which the program may die; a test plays that.</summary>
internal enum ErasingPoint
{
    Begun,
    PartErased,
    PartKept,
}

/// <summary>Requests of people, carried out in every module that keeps personal data; the last modules first, Data at the end.</summary>
internal sealed class KeepPrivacy(
    DataPrivacyStore store, DataIntakeStore intake, EraseFile file, IEnumerable<IPersonalData> parts, ISnapshots snapshots, IAuditLog audit, TimeProvider system) : IPrivacy, IDisposable
{
    private const string Listed = "erase list";
    private const int FirstNumbers = 5;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Called at each point; throws to play a crash there.</summary>
    internal Action<ErasingPoint>? Reached { get; set; }

    public Task<Page<PrivacyRequest>> ListAsync(TableQuery query, CancellationToken cancellation) => store.ListAsync(query, cancellation);

    public Task<IReadOnlyList<PrivacyRequest>> DueAsync(DateTimeOffset before, CancellationToken cancellation) => store.DueAsync(before, cancellation);

    public async Task<long?> ReceiveAsync(CustomerId customer, PrivacyRequestKind kind, string actor, CancellationToken cancellation)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of request.");
        }

        if (await store.FindAsync(customer, cancellation).ConfigureAwait(false) is null)
        {
            return null;
        }

        var now = system.GetUtcNow();
        var request = await store.AddAsync(customer, kind, actor, now, now.AddMonths(1), cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "privacy.receive", $"privacy request {request}", new { Kind = kind.ToString() }, cancellation).ConfigureAwait(false);
        return request;
    }

    public async Task<bool> CloseAsync(long request, string actor, CancellationToken cancellation)
    {
        var closed = await store.CloseAsync(request, actor, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (closed)
        {
            await audit.WriteAsync(actor, "privacy.close", $"privacy request {request}", null, cancellation).ConfigureAwait(false);
        }

        return closed;
    }

    public async Task<ErasureReach?> PreviewErasureAsync(CustomerId customer, CancellationToken cancellation)
    {
        var records = await store.RecordsToEraseAsync(customer, widely: false, cancellation).ConfigureAwait(false);
        if (records.Count == 0 || records[0].Id != customer)
        {
            return null;
        }

        var further = (await store.RecordsToEraseAsync(customer, widely: true, cancellation).ConfigureAwait(false)).Except(records).ToList();
        return new ErasureReach(records.Count, First(records), further.Count, First(further));

        static string[] First(IEnumerable<DataPrivacyStore.KeyRow> rows) => [.. rows.Take(FirstNumbers).Select(row => row.Key)];
    }

    public Task<long?> EraseAsync(CustomerId customer, string actor, bool allWithAddress, CancellationToken cancellation) =>
        EraseAsync(customer, actor, allWithAddress, system.GetUtcNow(), cancellation);

    private async Task<long?> EraseAsync(CustomerId customer, string actor, bool allWithAddress, DateTimeOffset at, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (await store.FindAsync(customer, cancellation).ConfigureAwait(false) is null)
            {
                return null;
            }

            // A person of several records is erased from all of them, and so is whoever has the same e-mail address: mail would go on
            // to the person under the other number. All are begun before the first is carried out.
            var begun = new List<(long Request, CustomerId Record)>();
            foreach (var record in await store.RecordsToEraseAsync(customer, allWithAddress, cancellation).ConfigureAwait(false))
            {
                begun.Add((await BeginAsync(record, actor, allWithAddress, at, cancellation).ConfigureAwait(false), record.Id));
            }

            // What arrives live from now on is held against the list.
            intake.ForgetKeys();
            Reached?.Invoke(ErasingPoint.Begun);
            foreach (var (request, record) in begun)
            {
                await CarryOutAsync(request, record, actor, cancellation).ConfigureAwait(false);
            }

            return begun[0].Request;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<IReadOnlyList<ReceiptLine>> ReceiptAsync(long request, CancellationToken cancellation) =>
        [.. (await store.StepsAsync(request, cancellation).ConfigureAwait(false)).SelectMany(step =>
            (JsonSerializer.Deserialize<ErasedPart[]>(step.Rows) ?? []).Select(part => new ReceiptLine(step.Part, step.At, part.What, part.Count)))];

    public async Task<bool> ExportAsync(CustomerId customer, Func<string?, Func<string, string?>> words, Stream output, string actor, CancellationToken cancellation)
    {
        if (await store.FindAsync(customer, cancellation).ConfigureAwait(false) is not { } row)
        {
            return false;
        }

        var tables = new List<PersonalTable>();
        foreach (var record in await store.RecordsAsync(customer, cancellation).ConfigureAwait(false))
        {
            var person = await store.PersonAsync(record.Id, cancellation).ConfigureAwait(false);
            foreach (var part in parts)
            {
                tables.AddRange(await part.ExportAsync(person, cancellation).ConfigureAwait(false));
            }
        }

        tables = [.. tables.GroupBy(table => table.Name).Select(same => new PersonalTable(same.Key, [.. same.SelectMany(table => table.Rows)]))];

        await audit.WriteAsync(actor, "privacy.export", $"customer {customer.Value}", new { Rows = tables.Sum(table => table.Rows.Count) }, cancellation).ConfigureAwait(false);
        await PersonFile.WriteAsync(tables, words(row.Language), system.GetUtcNow(), output, cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<int> ResumeAsync(CancellationToken cancellation)
    {
        var again = 0;
        foreach (var request in await store.BrokenOffAsync(cancellation).ConfigureAwait(false))
        {
            await CarryOutAsync(request.Id, request.Customer, request.Actor, cancellation).ConfigureAwait(false);
            again++;
        }

        // A database that lacks lines of the file gets them when everybody on them is erased: a start that breaks off is made up for
        // by the next one.
        var lines = file.Read();
        if (await LackedAsync(lines, cancellation).ConfigureAwait(false) is { } list)
        {
            foreach (var (customer, erased) in await BroughtBackAsync(list, cancellation).ConfigureAwait(false))
            {
                again += await EraseAsync(customer, Listed, allWithAddress: false, erased, cancellation).ConfigureAwait(false) is null ? 0 : 1;
            }

            await store.AddErasedAsync(lines, cancellation).ConfigureAwait(false);
        }

        intake.ForgetKeys();
        return again;
    }

    public async Task<int> CountBroughtBackAsync(CancellationToken cancellation) =>
        await LackedAsync(file.Read(), cancellation).ConfigureAwait(false) is { } list ? (await BroughtBackAsync(list, cancellation).ConfigureAwait(false)).Count : 0;

    public void Dispose() => _one.Dispose();

    /// <summary>The whole erase list where the database lacks lines of the file, being an older one that was brought back; else null.</summary>
    private async Task<EraseList?> LackedAsync(IReadOnlyList<ErasedKey> lines, CancellationToken cancellation)
    {
        var known = await store.ErasedAsync(cancellation).ConfigureAwait(false);
        return Missing(lines, known).Count > 0 ? EraseList.Of([.. known, .. lines]) : null;
    }

    private static List<ErasedKey> Missing(IReadOnlyList<ErasedKey> wanted, IReadOnlyList<ErasedKey> there)
    {
        static string Name(ErasedKey key) => Convert.ToHexString(key.Salt) + Convert.ToHexString(key.Hash);
        var latest = there.GroupBy(Name).ToDictionary(same => same.Key, same => same.Max(key => key.At));
        return [.. wanted.Where(key => !latest.TryGetValue(Name(key), out var at) || at < key.At)];
    }

    /// <summary>Who is on the list and not a customer anew, with the instant of the erasure.</summary>
    private async Task<List<(CustomerId Customer, DateTimeOffset Erased)>> BroughtBackAsync(EraseList list, CancellationToken cancellation)
    {
        var found = new List<(CustomerId, DateTimeOffset)>();
        foreach (var known in await store.KeysAsync(cancellation).ConfigureAwait(false))
        {
            var mail = list.MailAt(known.Email);
            if (mail is not null && await store.IsWidelySharedAsync(known.Email!, cancellation).ConfigureAwait(false))
            {
                mail = null;
            }

            if (EraseList.Later(list.NumberAt(Encoding.UTF8.GetBytes(known.Key)), mail) is { } erased
                && !await store.CameBackAsync(known.Id, erased, cancellation).ConfigureAwait(false))
            {
                found.Add((known.Id, DateTimeOffset.FromUnixTimeMilliseconds(erased)));
            }
        }

        return found;
    }

    private async Task<long> BeginAsync(DataPrivacyStore.KeyRow record, string actor, bool allWithAddress, DateTimeOffset at, CancellationToken cancellation)
    {
        var request = await store.OpenErasureAsync(record.Id, cancellation).ConfigureAwait(false)
            ?? await ReceiveAsync(record.Id, PrivacyRequestKind.Erasure, actor, cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Record {record.Id.Value} is gone.");
        var listed = await ListAsync(record, allWithAddress, at, cancellation).ConfigureAwait(false);
        await store.BeginAsync(request, listed, cancellation).ConfigureAwait(false);
        ErasedPart[] kept = [new("number, e-mail addresses, telephone numbers and browsers kept as keyed hashes", listed.Count)];
        await store.AddStepAsync(request, Listed, JsonSerializer.Serialize(kept), system.GetUtcNow(), cancellation).ConfigureAwait(false);
        return request;
    }

    private async Task CarryOutAsync(long request, CustomerId customer, string actor, CancellationToken cancellation)
    {
        var person = await store.PersonAsync(customer, cancellation).ConfigureAwait(false);
        var done = (await store.StepsAsync(request, cancellation).ConfigureAwait(false)).Select(step => step.Part).ToHashSet();
        foreach (var part in parts.Reverse().Where(part => !done.Contains(part.Part)))
        {
            var erased = await part.EraseAsync(person, cancellation).ConfigureAwait(false);
            Reached?.Invoke(ErasingPoint.PartErased);
            await store.AddStepAsync(request, part.Part, JsonSerializer.Serialize(erased), system.GetUtcNow(), cancellation).ConfigureAwait(false);
            Reached?.Invoke(ErasingPoint.PartKept);
        }

        intake.ForgetKeys();
        await store.EndAsync(request, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        snapshots.Invalidate();
        await audit.WriteAsync(actor, "privacy.erase", $"privacy request {request}", null, cancellation).ConfigureAwait(false);
    }

    /// <summary>The record's entries of the erase list; on disk in the file beside the database before anything is erased.</summary>
    private async Task<IReadOnlyList<ErasedKey>> ListAsync(DataPrivacyStore.KeyRow record, bool allWithAddress, DateTimeOffset at, CancellationToken cancellation)
    {
        var lines = file.Read();
        ErasedKey[] known = [.. await store.ErasedAsync(cancellation).ConfigureAwait(false), .. lines];
        var salt = known.Length > 0 ? known[0].Salt : RandomNumberGenerator.GetBytes(32);
        var names = await store.NamesAsync(record.Id, allWithAddress, cancellation).ConfigureAwait(false);
        ErasedKey[] entries = [.. EraseList.Keys(salt, [new ErasedName(record.Key, null, null), .. names], at)];
        if (Missing(entries, lines) is { Count: > 0 } news)
        {
            file.Append(news);
        }

        return entries;
    }
}
