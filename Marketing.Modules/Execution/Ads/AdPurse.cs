namespace Marketing.Execution.Ads;

/// <summary>What a campaign may spend at most: minor units, null for no bound.</summary>
internal readonly record struct AdBudgets(long? Daily, long? Total);

/// <summary>
/// Money of one campaign, in thousandths of the minor unit, under a lock. A show is paid before it is decided on and given back when it does not come about, so that no number of threads spends more than the
/// budget. A clock that goes backwards goes on spending the later day's money.
/// </summary>
internal sealed class AdPurse
{
    private readonly Lock _lock = new();
    private int _day;
    private long _today;
    private long _total;
    private long _networksToday;
    private long _networks;

    /// <param name="day">Day of the shop.</param>
    /// <param name="today">Spent on it, networks apart.</param>
    /// <param name="total">Spent in all, networks apart.</param>
    public AdPurse(int day, long today, long total) => (_day, _today, _total) = (day, today, total);

    /// <summary>Takes money for as many shows as there is money for.</summary>
    /// <param name="day">Day of the shop.</param>
    /// <param name="mills">Price of one; 0 where shows cost nothing.</param>
    /// <param name="most">Shows wanted.</param>
    /// <param name="least">What must be left at least, for example the price of a click; not taken.</param>
    /// <param name="budgets">Budgets.</param>
    /// <returns>Shows that are paid, from 0 to <paramref name="most"/>, and the day whose money it was.</returns>
    public (int Shows, int Day) Take(int day, long mills, int most, long least, AdBudgets budgets)
    {
        lock (_lock)
        {
            Turn(day);
            var left = Left(budgets);
            if (left <= 0 || left < least)
            {
                return (0, _day);
            }

            var shows = mills == 0 ? most : (int)Math.Min(most, left / mills);
            _today += shows * mills;
            _total += shows * mills;
            return (shows, _day);
        }
    }

    /// <summary>Adds what was spent on a day elsewhere, or with a minus gives back what was taken from it.</summary>
    public void Add(int day, long mills)
    {
        lock (_lock)
        {
            Turn(day);
            _total += mills;
            _today += day == _day ? mills : 0;
        }
    }

    /// <summary>Sets what networks spent, in the place of what they were known to have spent before.</summary>
    /// <param name="day">Day of the shop.</param>
    /// <param name="today">Spent in networks on it.</param>
    /// <param name="total">Spent in networks in all.</param>
    public void SetNetworks(int day, long today, long total)
    {
        lock (_lock)
        {
            Turn(day);
            _total += total - _networks;
            _networks = total;
            if (day == _day)
            {
                _today += today - _networksToday;
                _networksToday = today;
            }
        }
    }

    /// <summary>Spent on a day and in all.</summary>
    public (long Today, long Total) Spent(int day)
    {
        lock (_lock)
        {
            Turn(day);
            return (_today, _total);
        }
    }

    /// <summary>Why there is no money for one more, or null.</summary>
    public AdDelivery? Obstacle(int day, long mills, AdBudgets budgets)
    {
        lock (_lock)
        {
            Turn(day);
            var needed = Math.Max(1, mills);
            return Left(budgets.Total, _total) < needed ? AdDelivery.AllSpent : Left(budgets.Daily, _today) < needed ? AdDelivery.DaySpent : null;
        }
    }

    private void Turn(int day)
    {
        if (day > _day)
        {
            (_day, _today, _networksToday) = (day, 0, 0);
        }
    }

    private long Left(AdBudgets budgets) => Math.Min(Left(budgets.Daily, _today), Left(budgets.Total, _total));

    private static long Left(long? budget, long spent) => budget is { } minor ? (minor * AdMoney.Mills) - spent : long.MaxValue;
}
