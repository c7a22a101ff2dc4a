using Marketing.Data.Privacy;
using Microsoft.Extensions.Options;

namespace Marketing.Data.Intake;

/// <summary>A ring of the newest items, and counts by minute and sender. A burst costs little an item and wakes readers once a commit.</summary>
internal sealed class LiveEvents(TimeProvider system, IOptions<DataOptions> options) : ILiveEvents
{
    private const int Hour = 60;
    private readonly Lock _gate = new();
    private readonly LiveItem?[] _ring = new LiveItem?[options.Value.Intake.LiveItems];
    private readonly Dictionary<IntakeSender, LiveSender> _senders = [];
    private readonly LiveMinute?[] _minutes = new LiveMinute?[Hour];
    private long _next;
    private LiveCounts _counts;

    public event Action? Changed;

    public LiveCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    public IReadOnlyList<LiveMinute> Minutes
    {
        get
        {
            var now = MinuteOf(system.GetUtcNow());
            lock (_gate)
            {
                return [.. Enumerable.Range(now - Hour + 1, Hour).Select(minute => Slot(minute) is { } kept && kept.Start == StartOf(minute) ? kept : new LiveMinute(StartOf(minute), 0, 0, 0))];
            }
        }
    }

    public IReadOnlyList<LiveSender> Senders
    {
        get
        {
            lock (_gate)
            {
                return [.. _senders.Values.OrderByDescending(sender => sender.Last).ThenBy(sender => sender.Name, StringComparer.Ordinal)];
            }
        }
    }

    public IReadOnlyList<LiveItem> Newest(int take)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(Math.Min(take, _ring.Length), _next);
            return [.. Enumerable.Range(1, count).Select(back => _ring[(_next - back) % _ring.Length]!)];
        }
    }

    public void Refuse(IntakeSender sender, IReadOnlyList<ItemOutcome.Rejected> faults)
    {
        lock (_gate)
        {
            Count(sender, new LiveCounts(0, 0, 0, faults.Count), faults[^1], system.GetUtcNow());
        }

        Changed?.Invoke();
    }

    /// <summary>Notes answered calls. Of a large burst only what fits the ring is described.</summary>
    public void Add(IReadOnlyList<IntakeBatch> batches)
    {
        var now = system.GetUtcNow();
        lock (_gate)
        {
            var left = batches.Sum(batch => (long)batch.Count);
            foreach (var batch in batches.Where(batch => batch.Count > 0))
            {
                Count(batch, now);
                for (var i = 0; i < batch.Count; i++, left--)
                {
                    if (left <= _ring.Length)
                    {
                        _ring[_next % _ring.Length] = batch.Describe(i, new LiveItem(_next, now, null, batch.Sender.Door, batch.Sender.Name, "", "", "", null, null, null, Bot: false, batch.Outcomes[i]!));
                    }

                    _next++;
                }
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Forgets what names a person: the items stay as what came in, without anything of theirs.</summary>
    public void Forget(PersonWords words)
    {
        lock (_gate)
        {
            for (var i = 0; i < _ring.Length; i++)
            {
                if (_ring[i] is { } item && (words.In(item.Id) || words.In(item.Customer) || words.In(item.Visitor) || words.In(Told(item.Outcome))))
                {
                    _ring[i] = item with { Id = "", Customer = null, Visitor = null, Outcome = Blank(item.Outcome) };
                }
            }

            foreach (var (sender, kept) in _senders.ToList())
            {
                if (kept.LastFault is { } fault && words.In(Told(fault)))
                {
                    _senders[sender] = kept with { LastFault = null, LastFaultAt = null };
                }
            }
        }

        Changed?.Invoke();
    }

    private static string? Told(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Quarantined kept => kept.Reason,
        ItemOutcome.Rejected refused => refused.Reason,
        _ => null,
    };

    private static ItemOutcome Blank(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Quarantined kept => new ItemOutcome.Quarantined(kept.Field, ""),
        ItemOutcome.Rejected refused => new ItemOutcome.Rejected(refused.Field, "", refused.Fix),
        _ => outcome,
    };

    private static int MinuteOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 60);

    private static DateTimeOffset StartOf(int minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60L);

    private static LiveCounts Sum(LiveCounts a, LiveCounts b) => new(a.Accepted + b.Accepted, a.Repeated + b.Repeated, a.Quarantined + b.Quarantined, a.Rejected + b.Rejected);

    private ref LiveMinute? Slot(int minute) => ref _minutes[minute % Hour];

    private void Count(IntakeBatch batch, DateTimeOffset now)
    {
        var counts = new LiveCounts(
            batch.Outcomes.Count(outcome => outcome is ItemOutcome.Accepted),
            batch.Outcomes.Count(outcome => outcome is ItemOutcome.Repeated),
            batch.Outcomes.Count(outcome => outcome is ItemOutcome.Quarantined),
            batch.Outcomes.Count(outcome => outcome is ItemOutcome.Rejected));
        Count(batch.Sender, counts, counts.Rejected > 0 ? batch.Outcomes.OfType<ItemOutcome.Rejected>().Last() : null, now);
    }

    private void Count(IntakeSender sender, LiveCounts counts, ItemOutcome.Rejected? fault, DateTimeOffset now)
    {
        var before = _senders.GetValueOrDefault(sender);
        _counts = Sum(_counts, counts);
        _senders[sender] = new LiveSender(
            sender.Door, sender.Name, now, Sum(before?.Counts ?? default, counts), fault is null ? before?.LastFaultAt : now, fault ?? before?.LastFault);
        var minute = MinuteOf(now);
        ref var slot = ref Slot(minute);
        var kept = slot is { } same && same.Start == StartOf(minute) ? same : new LiveMinute(StartOf(minute), 0, 0, 0);
        slot = kept with { Taken = kept.Taken + counts.Accepted + counts.Repeated, Apart = kept.Apart + counts.Quarantined, Rejected = kept.Rejected + counts.Rejected };
    }
}
