using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Customers.Duplicates;

/// <summary>The public verbs of duplicates. What is proposed is found once and kept until the shop's facts change.</summary>
internal sealed class DuplicateCustomers(DataDuplicatesStore store, ISnapshots snapshots, IAuditLog audit, BusinessClock clock, TimeProvider system) : IDuplicateCustomers, IDisposable
{
    private const int MostKept = 20_000;
    private const int RecordsOfReading = 500;
    private const string NotThere = "One of the two records is not there, was erased, or is merged already.";
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile IReadOnlyList<Found>? _found;
    private volatile DataDuplicatesStore.MergesMark? _seen;
    private bool _listening;

    private sealed record Found(long Low, long High, double Probability, IReadOnlyList<MatchEvidence> Evidence);

    public async Task<Page<DuplicatePair>> ListAsync(TableQuery query, CancellationToken cancellation)
    {
        var found = await FoundAsync(cancellation).ConfigureAwait(false);
        var distinct = await store.DistinctAsync(cancellation).ConfigureAwait(false);
        var open = found.Where(pair => !distinct.Contains((pair.Low, pair.High))).ToList();
        var part = open.Skip(query.Skip).Take(query.Take).ToList();
        var records = await RecordsAsync(part.SelectMany(pair => new[] { pair.Low, pair.High }), cancellation).ConfigureAwait(false);
        return new Page<DuplicatePair>([.. part.Where(pair => records.ContainsKey(pair.Low) && records.ContainsKey(pair.High)).Select(pair => Pair(records[pair.Low], records[pair.High], pair))], open.Count);
    }

    public Task<Page<CustomerMerge>> MergesAsync(TableQuery query, CancellationToken cancellation) => store.ListMergesAsync(query, cancellation);

    public Task<Page<DistinctPair>> DistinctAsync(TableQuery query, CancellationToken cancellation) => store.ListDistinctAsync(query, cancellation);

    public async Task<MergeOutcome> MergeAsync(CustomerId survivor, CustomerId merged, string actor, CancellationToken cancellation)
    {
        if (survivor == merged)
        {
            return new MergeOutcome.Refused("This is one record, not two.", "Name two different records.");
        }

        var records = await RecordsAsync([survivor.Value, merged.Value], cancellation).ConfigureAwait(false);
        if (records.Count < 2)
        {
            return new MergeOutcome.Refused(NotThere, "Take two records that the list of duplicates shows, or the record under which the merged one is read.");
        }

        if ((await store.DistinctAsync(cancellation).ConfigureAwait(false)).Contains((Math.Min(survivor.Value, merged.Value), Math.Max(survivor.Value, merged.Value))))
        {
            return new MergeOutcome.Refused("Somebody said that these are two people.", "Have the pair proposed again first, if that was a mistake.");
        }

        var (probability, evidence) = JudgePair.Judge(Text(records[survivor.Value]), Text(records[merged.Value]), emailShared: false, phoneShared: false);
        if (await store.MergeAsync(survivor, merged, actor, system.GetUtcNow(), clock.GetUtcNow(), probability, evidence, cancellation).ConfigureAwait(false) is not { } merge)
        {
            return new MergeOutcome.Refused(NotThere, "Look at the list of duplicates again: somebody was faster.");
        }

        await ChangedAsync(actor, "customer.merge", merge.Id).ConfigureAwait(false);
        return new MergeOutcome.Merged(merge);
    }

    public async Task<bool> UndoAsync(long merge, string actor, CancellationToken cancellation)
    {
        var undone = await store.UndoAsync(merge, actor, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (undone)
        {
            await ChangedAsync(actor, "customer.unmerge", merge).ConfigureAwait(false);
        }

        return undone;
    }

    public async Task<bool> KeepApartAsync(CustomerId first, CustomerId second, string actor, CancellationToken cancellation)
    {
        var (low, high) = (Math.Min(first.Value, second.Value), Math.Max(first.Value, second.Value));
        var noted = (await RecordsAsync([low, high], cancellation).ConfigureAwait(false)).Count == 2
            && await store.AddDistinctAsync(low, high, actor, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        if (noted)
        {
            await audit.WriteAsync(actor, "customer.keep-apart", $"customers {low} and {high}", null, CancellationToken.None).ConfigureAwait(false);
        }

        return noted;
    }

    public async Task<bool> ProposeAgainAsync(CustomerId first, CustomerId second, string actor, CancellationToken cancellation)
    {
        var (low, high) = (Math.Min(first.Value, second.Value), Math.Max(first.Value, second.Value));
        var forgotten = await store.RemoveDistinctAsync(low, high, cancellation).ConfigureAwait(false);
        if (forgotten)
        {
            await audit.WriteAsync(actor, "customer.propose-again", $"customers {low} and {high}", null, CancellationToken.None).ConfigureAwait(false);
        }

        return forgotten;
    }

    public async Task NoticeAsync(CancellationToken cancellation)
    {
        var mark = await store.MarkAsync(cancellation).ConfigureAwait(false);
        var before = _seen;
        _seen = mark;
        if (before is not null && before != mark)
        {
            Forget();
            snapshots.Invalidate();
        }
    }

    public void Dispose()
    {
        snapshots.Changed -= Forget;
        _one.Dispose();
    }

    private static DuplicatePair Pair(MatchRecord low, MatchRecord high, Found pair) =>
        high.Orders > low.Orders ? new DuplicatePair(high, low, pair.Probability, pair.Evidence) : new DuplicatePair(low, high, pair.Probability, pair.Evidence);

    private static PersonText Text(MatchRecord record) =>
        PersonText.Of(record.Id.Value, record.Email, record.Phone, record.Name, record.Postcode, record.City, record.Country);

    private void Forget() => _found = null;

    private async Task ChangedAsync(string actor, string action, long merge)
    {
        // What is read from here on shows this merge: it need not be noticed a second time.
        _seen = _seen is null ? null : await store.MarkAsync(CancellationToken.None).ConfigureAwait(false);
        Forget();
        snapshots.Invalidate();
        await audit.WriteAsync(actor, action, $"merge {merge}", null, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Found>> FoundAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_listening)
            {
                snapshots.Changed += Forget;
                _listening = true;
            }

            return _found ??= await FindAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    // Two readings: the first only notes in which blocks a record is, the second holds the texts of those that have company there.
    private async Task<IReadOnlyList<Found>> FindAsync(CancellationToken cancellation)
    {
        var find = new FindPairs();
        await store.ForEachAsync(find.Add, cancellation).ConfigureAwait(false);
        var pairs = find.Pairs();
        var wanted = pairs.SelectMany(pair => new[] { pair.Low, pair.High }).ToHashSet();
        var texts = new Dictionary<long, PersonText>(wanted.Count);
        await store.ForEachAsync(
            person =>
            {
                if (wanted.Contains(person.Id))
                {
                    texts[person.Id] = person;
                }
            },
            cancellation).ConfigureAwait(false);
        var found = new List<Found>();
        foreach (var pair in pairs.Where(pair => texts.ContainsKey(pair.Low) && texts.ContainsKey(pair.High)))
        {
            cancellation.ThrowIfCancellationRequested();
            var (probability, evidence) = JudgePair.Judge(texts[pair.Low], texts[pair.High], pair.EmailShared, pair.PhoneShared);
            if (probability >= JudgePair.Proposed || evidence.Any(one => one.Field == "email" && one.Finding == "same"))
            {
                found.Add(new Found(pair.Low, pair.High, probability, evidence));
            }
        }

        return [.. found.OrderByDescending(pair => pair.Probability).ThenBy(pair => pair.Low).ThenBy(pair => pair.High).Take(MostKept)];
    }

    private async Task<Dictionary<long, MatchRecord>> RecordsAsync(IEnumerable<long> ids, CancellationToken cancellation)
    {
        var records = new Dictionary<long, MatchRecord>();
        foreach (var some in ids.Distinct().Chunk(RecordsOfReading))
        {
            foreach (var record in await store.ReadAsync(some, cancellation).ConfigureAwait(false))
            {
                records[record.Id.Value] = record;
            }
        }

        return records;
    }
}
