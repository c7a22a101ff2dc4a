namespace Marketing.Strategy;

/// <summary>What to replay.</summary>
/// <param name="Days">Last days of the history, 28 to 730; fewer where the history is shorter.</param>
/// <param name="Products">Products of greatest revenue, 1 to 10,000.</param>
/// <param name="Seed">Seed of the suppliers' delays.</param>
public sealed record SimulationQuery(int Days = 182, int Products = 500, int Seed = 1)
{
    /// <summary>Throws when a figure is out of its range.</summary>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 28);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Days, 730);
        ArgumentOutOfRangeException.ThrowIfLessThan(Products, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Products, 10_000);
    }
}

/// <summary>How a policy did.</summary>
/// <param name="FillRate">Share of what was asked for that was sold from stock (fill rate, β service level); null where nothing was asked for.</param>
/// <param name="OutShare">Share of the products' days on which something asked for was not there.</param>
/// <param name="LostUnits">Units asked for and not sold.</param>
/// <param name="MeanStock">Mean units in stock at the end of a day, all products together.</param>
/// <param name="MeanCapital">Mean capital in stock, minor units, of products with a cost, known or assumed.</param>
/// <param name="Orders">Orders at suppliers, one a product; null where that is not known.</param>
public sealed record PolicyOutcome(double? FillRate, double OutShare, double LostUnits, double MeanStock, long MeanCapital, int? Orders);

/// <summary>What really happened, of products whose levels the shop told all the time, and what the policy would have done with these.</summary>
/// <param name="Products">Products.</param>
/// <param name="Real">What happened.</param>
/// <param name="Policy">The policy with the same products.</param>
public sealed record RealComparison(int Products, PolicyOutcome Real, PolicyOutcome Policy);

/// <summary>The policy against a naive one on the same demand and the same delays of suppliers.</summary>
/// <param name="From">First day.</param>
/// <param name="Days">Days.</param>
/// <param name="Products">Products; those with a shorter history are left out.</param>
/// <param name="Policy">Reviewed every few days: at the reorder point or below, up to the order-up-to level.</param>
/// <param name="Naive">At every review up to 28 days of the last 28 days' mean.</param>
/// <param name="Known">What really happened, or null where no levels are known.</param>
/// <param name="PolicyStock">Units in stock at the end of each day under the policy.</param>
/// <param name="NaiveStock">The same under the naive one.</param>
public sealed record StockSimulation(DateOnly From, int Days, int Products, PolicyOutcome Policy, PolicyOutcome Naive, RealComparison? Known, IReadOnlyList<double> PolicyStock, IReadOnlyList<double> NaiveStock);
