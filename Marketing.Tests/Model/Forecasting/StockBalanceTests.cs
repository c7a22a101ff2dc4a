using Marketing.Model;
using Marketing.Model.Forecasting;

namespace Marketing.Tests.Model.Forecasting;

/// <summary>The smoothing of stock less sales: what it says of the shelf, and that it is no demand.</summary>
public sealed class StockBalanceTests
{
    [Fact]
    public void The_next_balance_by_hand()
    {
        // 10, then 0.3 · 4 + 0.7 · 10 = 8.2, then 0.3 · 7 + 0.7 · 8.2 = 7.84; errors -6 and -1.2.
        Assert.Equal(7.84, StockBalance.Next([10, 4, 7]), 1e-12);
        var told = Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast([10, 4, 7], 1, 3));
        Assert.All(told.Mean, mean => Assert.Equal(7.84, mean, 1e-12));
        Assert.Equal(Math.Sqrt((36 + 1.44) / 2), told.Deviation![0], 1e-12);
        Assert.Equal(Math.Sqrt((36 + 1.44) / 2 * (1 + (2 * 0.09))), told.Deviation[2], 1e-12);
        Assert.Null(Assert.IsType<ForecastOutcome.Foretold>(Method.Forecast([10], 1, 1)).Deviation);
        Assert.IsType<ForecastOutcome.Declined>(Method.Forecast([], 1, 1));
        Assert.Throws<ArgumentException>(() => StockBalance.Next([]));
    }

    [Fact]
    public void A_steady_demand_on_a_shelf_that_empties_is_foretold_as_falling_which_is_why_it_is_no_demand()
    {
        // Ten units a day from a shelf of 300: a forecast from sales stays at ten, that of the shelf falls day by day and is never ten.
        double[] sales = [.. Enumerable.Repeat(10.0, 25)];
        double[] left = [.. Enumerable.Range(0, 25).Select(day => 300 - (10.0 * day) - 10)];
        var earlier = double.PositiveInfinity;
        for (var days = 5; days <= 25; days++)
        {
            var shelf = StockBalance.Next(left.AsSpan(0, days));
            Assert.True(shelf < earlier && shelf > 40, $"{shelf} after {earlier}");
            Assert.Equal(10, Assert.IsType<ForecastOutcome.Foretold>(Forecasters.Of("ses").Forecast(sales.AsSpan(0, days), 1, 1)).Mean[0], 1e-9);
            earlier = shelf;
        }

        // New goods raise it at once, without anybody asking for more.
        Assert.True(StockBalance.Next([.. left, 500]) > earlier + 100);
    }

    private static IForecaster Method { get; } = Forecasters.Of("stock-balance");
}
