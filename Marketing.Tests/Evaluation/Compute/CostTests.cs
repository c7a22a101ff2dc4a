using Marketing.Evaluation.Compute;
using Marketing.Model;

namespace Marketing.Tests.Evaluation.Compute;

public sealed class CostTests
{
    [Fact]
    public void An_hour_of_processor_costs_its_price() => Assert.Equal((0.04m, 0.01m), (Cost.Of(3600, 0.04m), Cost.Of(900, 0.04m)));

    [Fact]
    public void A_point_is_a_hundredth_and_has_a_price_only_where_something_was_gained_for_certain()
    {
        Assert.Equal(0.5m, Cost.OfPoint(1m, new Metric("gain", 0.02, 0.01, 0.03)));
        Assert.Null(Cost.OfPoint(1m, new Metric("gain", 0.02, -0.01, 0.05)));
        Assert.Null(Cost.OfPoint(1m, new Metric("gain", 0.02)));
        Assert.Null(Cost.OfPoint(1m, null));
    }
}
