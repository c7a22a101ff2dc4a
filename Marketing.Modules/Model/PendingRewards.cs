namespace Marketing.Model;

/// <summary>
/// Impressions that wait for what comes of them. Each is handed out once, when its window is over, with what came within: a click that
/// was handed out at once while its rivals still wait would make every fresh arm look better than it is (Chapelle 2014). Safe for several threads.
/// </summary>
/// <param name="window">How long after being shown something may still come.</param>
/// <param name="binary">Whether a reward is 1 when anything above 0 came, however often; else what came is summed.</param>
public sealed class PendingRewards(TimeSpan window, bool binary)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Impression> _waiting = [];
    private readonly PriorityQueue<long, (DateTimeOffset, long)> _order = new();

    /// <summary>Impressions that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>An arm was shown.</summary>
    /// <param name="impression">Id of the impression.</param>
    /// <param name="context">Context of the request; not to be changed afterwards.</param>
    /// <param name="arm">Arm that was shown.</param>
    /// <param name="probability">Probability of the choice.</param>
    /// <param name="at">When.</param>
    /// <returns>False when the impression waits already; nothing is changed then.</returns>
    public bool Show(long impression, ReadOnlyMemory<float> context, long arm, double probability, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_waiting.TryAdd(impression, new Impression(context, arm, probability, at)))
            {
                return false;
            }

            _order.Enqueue(impression, (at, impression));
            return true;
        }
    }

    /// <summary>Something came of an impression.</summary>
    /// <param name="impression">Its id.</param>
    /// <param name="amount">1 for a click, else what it is worth.</param>
    /// <param name="at">When.</param>
    /// <returns>False when it does not count: the impression is unknown or handed out already, or this came before it or after its window.</returns>
    public bool Came(long impression, double amount, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(impression, out var one) || at < one.At || at - one.At > window)
            {
                return false;
            }

            one.Amount += amount;
            return true;
        }
    }

    /// <summary>Hands out the impressions whose window is over, the first shown first, with 0 where nothing came.</summary>
    /// <param name="now">The time.</param>
    public IReadOnlyList<PolicyReward> Due(DateTimeOffset now)
    {
        var due = new List<PolicyReward>();
        lock (_gate)
        {
            while (_order.TryPeek(out var id, out var first) && now - first.Item1 > window)
            {
                _order.Dequeue();
                _waiting.Remove(id, out var one);
                due.Add(new PolicyReward(one!.Context, one.Arm, one.Probability, !binary ? one.Amount : one.Amount > 0 ? 1 : 0, one.At));
            }
        }

        return due;
    }

    private sealed class Impression(ReadOnlyMemory<float> context, long arm, double probability, DateTimeOffset at)
    {
        public ReadOnlyMemory<float> Context => context;

        public long Arm => arm;

        public double Probability => probability;

        public DateTimeOffset At => at;

        public double Amount { get; set; }
    }
}
