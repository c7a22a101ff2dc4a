namespace Marketing.Model;

/// <summary>
/// What exploring may cost in a period, in money. Exploring costs the value of the arms that are expected to be best less that of the
/// chosen ones, both as estimated. Before a choice the most that it could cost is set aside, and what it did not cost is given back, so
/// that the sum never passes the limit, by however many threads; whether a choice may explore is settled before it is drawn, so that its
/// probabilities stay true. A choice for which there is no room takes the arms expected to be best, but for the floor. Safe for several threads.
/// </summary>
public sealed class ExplorationBudget
{
    private double _limit;
    private double _held;
    private double _spent;
    private double _floorSpent;
    private long _explored;
    private long _greedy;

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
    public double Limit => Volatile.Read(ref _limit);

    /// <summary>What free choices of the period are expected to have cost, in minor units; never above the limit.</summary>
    public double Spent => Volatile.Read(ref _spent);

    /// <summary>What the floor is expected to have cost beyond, in minor units; bounded by its share of the worst choices alone.</summary>
    public double FloorSpent => Volatile.Read(ref _floorSpent);

    /// <summary>Choices of the period that were free to explore.</summary>
    public long Explored => Volatile.Read(ref _explored);

    /// <summary>Choices of the period for which there was no room.</summary>
    public long Greedy => Volatile.Read(ref _greedy);

    /// <summary>Starts a period. What choices set aside that are under way just now counts for it.</summary>
    /// <param name="limit">What it may cost, in minor units; at least 0.</param>
    public void StartPeriod(double limit)
    {
        if (!double.IsFinite(limit) || limit < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A budget is a number from 0 on.");
        }

        Add(ref _held, -Interlocked.Exchange(ref _spent, 0));
        Interlocked.Exchange(ref _floorSpent, 0);
        Interlocked.Exchange(ref _explored, 0);
        Interlocked.Exchange(ref _greedy, 0);
        Interlocked.Exchange(ref _limit, limit);
    }

    /// <summary>Sets the most aside that a choice could cost; false when there is no room for it.</summary>
    internal bool Reserve(double most)
    {
        while (true)
        {
            var held = Volatile.Read(ref _held);
            if (held + most > Limit)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _held, held + most, held) == held)
            {
                return true;
            }
        }
    }

    /// <summary>Counts what a free choice cost, and gives back what was set aside beyond it.</summary>
    internal void Settle(double most, double cost)
    {
        Add(ref _spent, cost);
        Add(ref _held, cost - most);
        Interlocked.Increment(ref _explored);
    }

    /// <summary>Counts what a choice without room cost by the floor.</summary>
    internal void CountFloor(double cost)
    {
        Add(ref _floorSpent, cost);
        Interlocked.Increment(ref _greedy);
    }

    private static void Add(ref double sum, double term)
    {
        while (true)
        {
            var old = Volatile.Read(ref sum);
            if (Interlocked.CompareExchange(ref sum, old + term, old) == old)
            {
                return;
            }
        }
    }
}
