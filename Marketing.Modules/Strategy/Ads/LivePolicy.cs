using Marketing.Model;
using Marketing.Strategy.Sql;

namespace Marketing.Strategy.Ads;

/// <summary>A policy at work: what is kept of it, and what it has learned in memory. Deciding takes no lock but for a new advertisement; only one learns at a time.</summary>
internal sealed class LivePolicy
{
    // Choices beyond the budget still reach every advertisement now and then.
    private const double Floor = 0.02;
    private readonly Lock _day = new();
    private DateOnly? _today;
    private double _before;
    private volatile HashSet<long> _held;

    public LivePolicy(StrategyAdsStore.Kept kept, IPolicy policy)
    {
        (Kept, Policy, Knowledge) = (kept, policy, kept.Knowledge);
        _held = [.. policy.Arms.Select(arm => arm.Arm)];
        (_today, _before) = (kept.Knowledge.ExploredOn, kept.Knowledge.Explored);
        if (kept.Settings.ExplorationBudget is { } budget)
        {
            Budget = new ExplorationBudget(Math.Max(0, budget - _before), kept.Settings.RewardValue, Floor);
        }
    }

    /// <summary>As it is kept, but for its knowledge.</summary>
    public StrategyAdsStore.Kept Kept { get; private set; }

    public IPolicy Policy { get; }

    /// <summary>Bounds what exploring costs; null without a bound.</summary>
    public ExplorationBudget? Budget { get; }

    /// <summary>What it has learned and saved last.</summary>
    public PolicyKnowledge Knowledge { get; set; }

    /// <summary>As the ledger names it.</summary>
    public string Name => $"{Kept.Settings.Method}#{Kept.Id}";

    /// <summary>The same policy at another stage.</summary>
    public void Move(AdStage stage, DateTimeOffset since, string actor) => Kept = Kept with { Stage = stage, Since = since, Actor = actor };

    /// <summary>Begins the budget of a new day of the shop.</summary>
    public void Begin(DateOnly today)
    {
        if (Budget is null)
        {
            return;
        }

        lock (_day)
        {
            // A clock that goes back does not fill it again.
            if (_today is null || today > _today)
            {
                Budget.StartPeriod(Kept.Settings.ExplorationBudget!.Value);
                (_today, _before) = (today, 0);
            }
        }
    }

    /// <summary>The day of the shop, and what exploring is estimated to have cost on it.</summary>
    public (DateOnly? Day, double Cost) Explored()
    {
        lock (_day)
        {
            return (_today, _before + (Budget?.Spent ?? 0));
        }
    }

    /// <summary>Takes in advertisements that it does not hold yet.</summary>
    public void Meet(ReadOnlySpan<long> ads)
    {
        var held = _held;
        foreach (var ad in ads)
        {
            if (!held.Contains(ad))
            {
                Join(ads);
                return;
            }
        }
    }

    /// <summary>As others see it.</summary>
    public AdPolicy Shown() => new(Kept.Id, Kept.Placement, Kept.Settings, Kept.Stage, Kept.Since, Kept.Actor, Policy.Arms, Knowledge.Learned, Knowledge.LearnedTo, Explored().Cost);

    private void Join(ReadOnlySpan<long> ads)
    {
        lock (_day)
        {
            Policy.Join(ads.ToArray());
            _held = [.. _held, .. ads];
        }
    }
}
