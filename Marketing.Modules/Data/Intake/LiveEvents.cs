using Microsoft.Extensions.Options;

namespace Marketing.Data.Intake;

/// <summary>A ring of the newest items. A burst costs a few assignments an item and wakes readers once a commit.</summary>
internal sealed class LiveEvents(TimeProvider system, IOptions<DataOptions> options) : ILiveEvents
{
    private readonly Lock _gate = new();
    private readonly LiveItem?[] _ring = new LiveItem?[options.Value.Intake.LiveItems];
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

    public IReadOnlyList<LiveItem> Newest(int take)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(Math.Min(take, _ring.Length), _next);
            return [.. Enumerable.Range(1, count).Select(back => _ring[(_next - back) % _ring.Length]!)];
        }
    }

    /// <summary>Notes answered calls. Of a large burst only what fits the ring is kept.</summary>
    public void Add(IReadOnlyList<IntakeBatch> batches)
    {
        var now = system.GetUtcNow();
        lock (_gate)
        {
            foreach (var batch in batches)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var outcome = batch.Outcomes[i]!;
                    _counts = outcome switch
                    {
                        ItemOutcome.Accepted => _counts with { Accepted = _counts.Accepted + 1 },
                        ItemOutcome.Repeated => _counts with { Repeated = _counts.Repeated + 1 },
                        ItemOutcome.Quarantined => _counts with { Quarantined = _counts.Quarantined + 1 },
                        _ => _counts with { Rejected = _counts.Rejected + 1 },
                    };
                    _ring[_next % _ring.Length] = batch.Describe(i, new LiveItem(_next, now, null, batch.Sender.Door, batch.Sender.Name, "", "", "", null, null, null, Bot: false, outcome));
                    _next++;
                }
            }
        }

        Changed?.Invoke();
    }
}
