namespace Marketing.Model;

/// <summary>
/// What exploring may cost in a period, in money. Exploring costs the value of the arms that are expected to be best less that of the
/// chosen ones, both as estimated. Before a choice the most that it could cost is set aside, and what it did not cost is given back, so
/// that the sum never passes the limit, by however many threads; whether a choice may explore is settled before it is drawn, so that its
/// probabilities stay true. A choice for which there is no room takes the arms expected to be best, but for the floor. Safe for several threads.
/// </summary>
public sealed class ExplorationBudget
{
    private readonly Lock _lock = new();
    private double _limit;
    private double _held;
    private double _spent;
    private double _floorSpent;
    private long _explored;
    private long _greedy;
    private long _period;

    /// <param name="limit">What the period may cost, in minor units of the shop's currency; at least 0.</param>
    /// <param name="rewardValue">What a reward of 1 is worth, in minor units; above 0.</param>
    /// <param name="floor">Share of choices that are uniformly random when there is no room to explore, so that no arm is out of reach; in [0, 1].</param>
    public ExplorationBudget(double limit, double rewardValue, double floor)
    {
        RewardValue = double.IsFinite(rewardValue) && rewardValue > 0 ? rewardValue : throw new ArgumentOutOfRangeException(nameof(rewardValue), rewardValue, "A reward is worth more than 0.");
        Floor = floor is >= 0 and <= 1 ? floor : throw new ArgumentOutOfRangeException(nameof(floor), floor, "The floor is a share from 0 to 1.");
        StartPeriod(limit);
    }

    /// <summary>What a reward of 1 is worth, in minor units.</summary>
    public double RewardValue { get; }

    /// <summary>Share of choices that are uniformly random when there is no room to explore.</summary>
    public double Floor { get; }

    /// <summary>What the period may cost, in minor units.</summary>
    public double Limit => Read(ref _limit);

    /// <summary>What free choices of the period are expected to have cost, in minor units; never above the limit.</summary>
    public double Spent => Read(ref _spent);

    /// <summary>What the floor is expected to have cost beyond, in minor units; bounded by its share of the worst choices alone.</summary>
    public double FloorSpent => Read(ref _floorSpent);

    /// <summary>Choices of the period that were free to explore.</summary>
    public long Explored => Read(ref _explored);

    /// <summary>Choices of the period for which there was no room.</summary>
    public long Greedy => Read(ref _greedy);

    /// <summary>Starts a period. What choices set aside that are under way just now belongs to the period in which they began.</summary>
    /// <param name="limit">What it may cost, in minor units; at least 0.</param>
    public void StartPeriod(double limit)
    {
        if (!double.IsFinite(limit) || limit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A budget is a number from 0 on.");
        }

        lock (_lock)
        {
            (_limit, _held, _spent, _floorSpent, _explored, _greedy) = (limit, 0, 0, 0, 0, 0);
            _period++;
        }
    }

    /// <summary>Sets the most aside that a choice could cost; false when there is no room for it.</summary>
    /// <param name="most">The most, in minor units.</param>
    /// <param name="period">Receives the period that it belongs to.</param>
    internal bool Reserve(double most, out long period)
    {
        lock (_lock)
        {
            period = _period;
            if (_held + most > _limit)
            {
                return false;
            }

            _held += most;
            return true;
        }
    }

    /// <summary>Counts what a free choice cost, and gives back what was set aside beyond it; of a period that is over nothing is kept.</summary>
    internal void Settle(long period, double most, double cost)
    {
        lock (_lock)
        {
            if (period == _period)
            {
                _spent += cost;
                _held += cost - most;
                _explored++;
            }
        }
    }

    /// <summary>Counts what a choice without room cost by the floor.</summary>
    internal void CountFloor(double cost)
    {
        lock (_lock)
        {
            _floorSpent += cost;
            _greedy++;
        }
    }

    private T Read<T>(ref T value)
    {
        lock (_lock)
        {
            return value;
        }
    }
}
