using Marketing.App.Components.Widgets;

namespace Marketing.Tests.App.Widgets;

public sealed class ChartJsonTests
{
    [Fact]
    public void An_undefined_point_is_a_gap_and_not_a_zero() =>
        Assert.Equal("""{"data":[1.5,null,null]}""", ChartJson.Write(new { Data = new[] { 1.5, double.NaN, double.PositiveInfinity } }));

    [Fact]
    public void A_name_of_the_shop_cannot_leave_its_text() =>
        Assert.DoesNotContain("<", ChartJson.Write(new { name = "</script><b>" }), StringComparison.Ordinal);
}
