using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>Figures of a period.</summary>
/// <param name="Period">Which.</param>
/// <param name="Revenue">Sales less returns, minor units, anonymous sales included.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Customers">Distinct customers with an order.</param>
/// <param name="AverageOrder">Revenue per order, minor units; null without an order.</param>
/// <param name="RepeatRate">Share of the period's customers who had ordered before it, in [0, 1]; null without a customer.</param>
/// <param name="Margin">Margin of the sales less that of the returns, minor units, over the products that have a cost or under an entered margin; null when there is none.</param>
/// <param name="MarginBasis"><c>cost</c>, <c>assumed</c> or <c>simulated</c>, the weakest that took part, or <c>unknown</c>.</param>
/// <param name="Uncovered">Share of the sales that the margin leaves out because the product has no cost and no margin was entered, in [0, 1]; null without sales.</param>
/// <param name="HistoryDays">Days between the shop's first order and the period, at least 0: how far back it can be known who had ordered before.</param>
public sealed record PeriodFigures(Period Period, long Revenue, long Orders, long Customers, long? AverageOrder, double? RepeatRate, long? Margin, string MarginBasis, double? Uncovered, int HistoryDays);

/// <summary>One month of the trend.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Revenue">Sales less returns, minor units.</param>
/// <param name="Orders">Orders.</param>
/// <param name="Customers">Distinct customers.</param>
/// <param name="Partial">Whether the month is not over.</param>
public sealed record MonthFigures(DateOnly Month, long Revenue, long Orders, long Customers, bool Partial);

/// <summary>A product's sales in a period.</summary>
/// <param name="Product">Which.</param>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="Units">Units sold less units returned.</param>
/// <param name="Revenue">Sales less returns, minor units.</param>
public sealed record ProductSales(ProductId Product, string Code, string Name, long Units, long Revenue);

/// <summary>The overview.</summary>
/// <param name="Now">Business time.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Current">Figures of the period.</param>
/// <param name="Before">Figures of the period before.</param>
/// <param name="Trend">Months, oldest first.</param>
/// <param name="BestProducts">Best sellers of the period by revenue, returns taken off.</param>
/// <param name="DailyRevenue">Revenue a day of the period, minor units, for sparklines.</param>
/// <param name="DailyOrders">Orders a day of the period.</param>
public sealed record Overview(DateTimeOffset Now, string Currency, PeriodFigures Current, PeriodFigures Before, IReadOnlyList<MonthFigures> Trend, IReadOnlyList<ProductSales> BestProducts, IReadOnlyList<long> DailyRevenue, IReadOnlyList<long> DailyOrders);

/// <summary>What a turn of the loop did and found.</summary>
/// <param name="Run">Run.</param>
/// <param name="At">Business time.</param>
/// <param name="Lines">Facts in order: machine name and values, shown in words by the host (resource <c>Turn.CODE</c>).</param>
public sealed record TurnReport(RunId Run, DateTimeOffset At, IReadOnlyList<Data.Reason> Lines);

/// <summary>Figures about the shop and about the system's own work.</summary>
public interface IReports
{
    /// <summary>The overview of the last so many whole days of the shop, up to and including yesterday. A return counts on its own day.</summary>
    /// <param name="days">Length of the period, 1 to 400.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<Overview> OverviewAsync(int days, CancellationToken cancellation);

    /// <summary>Keeps what a turn did and found; a second report of the same run replaces the first.</summary>
    Task SaveTurnAsync(TurnReport report, CancellationToken cancellation);

    /// <summary>The newest turn's report, or null.</summary>
    Task<TurnReport?> LatestTurnAsync(CancellationToken cancellation);

    /// <summary>Reports of turns, newest first.</summary>
    Task<IReadOnlyList<TurnReport>> TurnsAsync(int take, CancellationToken cancellation);
}
