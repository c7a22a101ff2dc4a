namespace Marketing.Execution.Ads;

/// <summary>How likely a show of a campaign is clicked, of what was seen lately: a Beta prior of one click in five shows, since one that is guessed too low would spend a budget at once.</summary>
internal sealed class ClickEstimate
{
    private const double PriorClicks = 1;
    private const double PriorShows = 5;
    private const double MostShows = 5000;
    private double _clicks;
    private double _shows;

    /// <param name="shows">Shows of the past.</param>
    /// <param name="clicks">Of these, clicked.</param>
    public ClickEstimate(double shows, double clicks)
    {
        Add(shows, clicks);
    }

    /// <summary>Chance of a click, in (0, 1].</summary>
    public double Rate => Math.Min(1, (_clicks + PriorClicks) / (_shows + PriorShows));

    /// <summary>Notes shows and clicks; what is long past fades.</summary>
    public void Add(double shows, double clicks)
    {
        (_shows, _clicks) = (_shows + shows, _clicks + clicks);
        if (_shows > MostShows)
        {
            (_shows, _clicks) = (MostShows, _clicks * MostShows / _shows);
        }
    }
}

/// <summary>
/// Holds a daily budget to its plan however much traffic comes at once: a bucket that fills as fast as what is left spread over what is left of the day, and holds a hundredth of the budget at most (token bucket,
/// Turner 1986). What the bucket has no room for is spread over the rest of the day. A show that is paid by its clicks takes what it is expected to cost when it is shown; its click takes the rest. One show is let
/// through while there is anything in the bucket, so that a small budget is served, too. Money in thousandths of the minor unit. Not safe for several threads.
/// </summary>
internal sealed class AdFlow
{
    private const double Most = 0.01;
    private const double Memory = 0.02;
    private static readonly TimeSpan Flight = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(5);
    private readonly Queue<Flying> _flying = new();
    private readonly ClickEstimate _clicks;
    private readonly double _budget;
    private double _level;
    private double _spent;
    private double _underWay;
    private DateTimeOffset _last;
    private Flying? _newest;

    /// <param name="budget">What may be spent on the day.</param>
    /// <param name="spent">Spent on it so far.</param>
    /// <param name="now">When the plan begins.</param>
    /// <param name="clicks">How likely shows are clicked.</param>
    public AdFlow(double budget, double spent, DateTimeOffset now, ClickEstimate clicks) => (_budget, _spent, _last, _clicks, _level) = (budget, spent, now, clicks, Most * budget);

    // Shows of a moment of which a click may still come.
    private sealed class Flying(DateTimeOffset at, double each)
    {
        public DateTimeOffset At { get; } = at;

        public double Each { get; } = each;

        public int Shows { get; set; }
    }

    /// <summary>Share of chances that it let through lately, in [0, 1].</summary>
    public double Open { get; private set; } = 1;

    /// <summary>Takes room for shows.</summary>
    /// <param name="now">Time.</param>
    /// <param name="end">End of the day.</param>
    /// <param name="spent">Spent on the day so far.</param>
    /// <param name="price">Prices.</param>
    /// <param name="wanted">Shows wanted.</param>
    /// <returns>Shows that may be, from 0 to <paramref name="wanted"/>.</returns>
    public int Take(DateTimeOffset now, DateTimeOffset end, double spent, AdPrice price, int wanted)
    {
        Move(now, end, spent, price);
        var each = price.ShowMills > 0 ? price.ShowMills : _clicks.Rate * price.ClickMills;
        var taken = each <= 0 ? wanted : _level <= 0 ? 0 : (int)Math.Min(wanted, Math.Ceiling(_level / each));
        Open += ((taken > 0 ? 1 : 0) - Open) * Memory;
        if (taken > 0 && price.ClickMills > 0)
        {
            Fly(now, each, taken);
        }

        return taken;
    }

    /// <summary>Gives back room for shows that did not come about.</summary>
    public void Return(int shows)
    {
        // What a show cost itself comes back with the money.
        if (_newest is { } flying)
        {
            Land(flying, Math.Min(shows, flying.Shows));
        }
    }

    /// <summary>A show was clicked: what it was expected to cost makes room for what it does.</summary>
    public void Clicked()
    {
        while (_flying.TryPeek(out var first) && first.Shows == 0)
        {
            _flying.Dequeue();
        }

        var isUnderWay = _flying.TryPeek(out var oldest);
        _clicks.Add(isUnderWay ? 1 : 0, 1);
        if (isUnderWay)
        {
            Land(oldest!, 1);
        }
    }

    private void Move(DateTimeOffset now, DateTimeOffset end, double spent, AdPrice price)
    {
        while (_flying.TryPeek(out var oldest) && oldest.At + Flight <= now)
        {
            // Nothing came of them: what they would have cost makes room for others.
            _flying.Dequeue();
            _clicks.Add(oldest.Shows, 0);
            Land(oldest, oldest.Shows);
        }

        var left = end - _last;
        if (now > _last && left > TimeSpan.Zero)
        {
            _level += Math.Max(0, _budget - _spent - _underWay) * Math.Min(1, (now - _last) / left);
            _last = now;
        }

        var most = Most * _budget;
        _level = Math.Clamp(_level - (spent - _spent), -Math.Max(most, Math.Max(price.ShowMills, price.ClickMills)), most);
        _spent = spent;
    }

    private void Fly(DateTimeOffset now, double each, int shows)
    {
        // An empty one may be behind the queue already, where nothing would ever land.
        if (_newest is not { Shows: > 0 } || now - _newest.At >= Slot || _newest.Each != each || _newest.At + Flight <= now)
        {
            _flying.Enqueue(_newest = new Flying(now, each));
        }

        _newest.Shows += shows;
        _underWay += shows * each;
        _level -= shows * each;
    }

    private void Land(Flying flying, int shows)
    {
        flying.Shows -= shows;
        _underWay -= shows * flying.Each;
        _level += shows * flying.Each;
    }
}
