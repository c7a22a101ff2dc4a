using Marketing.Model;
using Marketing.Strategy;
using Marketing.Strategy.Inventory;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Inventory;

public sealed class StockFormulasTests
{
    [Fact]
    public void The_economic_quantity_is_that_of_the_textbook()
    {
        // Silver, Pyke and Thomas: D = 2,400 a year, A = 3.20, v = 0.40, r = 0.24 a year.
        Assert.Equal(400, StockFormulas.EconomicOrderQuantity(2400, 320, 40, 0.24)!.Value, 6);
        Assert.Null(StockFormulas.EconomicOrderQuantity(2400, 0, 40, 0.24));
        Assert.Null(StockFormulas.EconomicOrderQuantity(2400, 320, null, 0.24));
        Assert.Null(StockFormulas.EconomicOrderQuantity(0, 320, 40, 0.24));
    }

    [Fact]
    public void The_reorder_point_of_Poisson_demand_is_that_of_the_table()
    {
        // Poisson of mean 5: P(X ≤ 8) = 0.932, P(X ≤ 9) = 0.968.
        var reorder = StockFormulas.Covering(StockShops.Poisson, 0.95, 5, 10, 0);
        Assert.Equal(9, reorder);
        Assert.Equal(4, StockFormulas.SafetyStock(reorder, 5));
    }

    [Fact]
    public void A_supplier_who_is_not_on_time_adds_the_variance_of_the_days_times_the_squared_demand()
    {
        Assert.Equal(36, StockFormulas.OfLead(2, 3));
        var wild = StockFormulas.Covering(StockShops.Poisson, 0.95, 28, 14, StockFormulas.OfLead(2, 3));

        // Normal: 28 + 1.645 √(28 + 36) = 41.2; the negative binomial leans to the right.
        Assert.InRange(wild, 41, 44);
        Assert.True(wild > StockFormulas.Covering(StockShops.Poisson, 0.95, 28, 14, 0));
    }

    [Theory]
    [InlineData(10, 9, 20, null, 0)]
    [InlineData(9, 9, 20, null, 11)]
    [InlineData(-3, 9, 20, null, 23)]
    [InlineData(9, 9, 20, 40.2, 41)]
    [InlineData(0, 0, 0, 40.2, 0)]
    public void What_is_ordered_follows_the_policy(double stock, double reorder, double upTo, double? economic, int quantity) =>
        Assert.Equal(quantity, StockFormulas.Quantity(stock, reorder, upTo, economic));

    [Fact]
    public void More_days_until_an_order_arrives_and_a_higher_level_never_need_less_stock()
    {
        var spread = new DemandSpread([new SpanSpread(1, 1.3, 0.1, DemandSpread.Shares), new SpanSpread(28, 1.3, 0.3, DemandSpread.Shares)]);
        foreach (var perDay in new[] { 0.02, 0.5, 3, 40 })
        {
            var before = 0.0;
            foreach (var days in new[] { 1, 3, 7, 14, 30, 60 })
            {
                var reorder = StockFormulas.Covering(spread, 0.95, perDay * days, days, StockFormulas.OfLead(perDay, 3));
                Assert.True(reorder >= before);
                Assert.True(StockFormulas.Covering(spread, 0.99, perDay * days, days, StockFormulas.OfLead(perDay, 3)) >= reorder);
                before = reorder;
            }
        }
    }

    [Fact]
    public void Classes_by_revenue_are_those_of_shares_of_80_and_95_percent()
    {
        Assert.Equal([AbcClass.A, AbcClass.C, AbcClass.A, AbcClass.B, AbcClass.B, AbcClass.C], ProductClasses.Abc([500, 0, 300, 100, 50, 50]));

        // A single product that has nearly everything is in the best class, not beyond it.
        Assert.Equal([AbcClass.A, AbcClass.C], ProductClasses.Abc([990, 10]));
        Assert.Equal([AbcClass.C], ProductClasses.Abc([0]));
    }

    [Fact]
    public void Classes_by_steadiness_are_those_of_the_coefficient_of_variation()
    {
        Assert.Equal(XyzClass.X, ProductClasses.Xyz([10, 10, 10, 10, 10, 10, 10, 10]));
        Assert.Equal(XyzClass.X, ProductClasses.Xyz([5, 15, 5, 15, 5, 15, 5, 15]));
        Assert.Equal(XyzClass.Y, ProductClasses.Xyz([4, 16, 4, 16, 4, 16, 4, 16]));
        Assert.Equal(XyzClass.Z, ProductClasses.Xyz([0, 0, 0, 40, 0, 0, 0, 40]));
        Assert.Null(ProductClasses.Xyz([1, 1, 1]));
        Assert.Null(ProductClasses.Xyz([0, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void What_lies_ahead_counts_from_today_and_goes_on_as_the_last_week()
    {
        var demand = new ProductDemand(new(1), "theta", DemandBasis.Usual, [9, 9, 1, 2, 3, 1, 2, 3, 2], []);
        var ahead = Ahead.Of(demand, 2);
        foreach (var days in new[] { 0.0, 0.5, 2, 3.25, 7, 11 })
        {
            Assert.Equal(demand.Sum(days + 2) - demand.Sum(2), ahead.Sum(days), 5);
        }

        Assert.Equal(2.5, ahead.DaysOf(4.5)!.Value, 6);
        Assert.Equal(8, ahead.DaysOf(16)!.Value, 6);
        Assert.Equal(0, ahead.DaysOf(0));
        Assert.Null(Ahead.Nothing.DaysOf(1));
    }
}
