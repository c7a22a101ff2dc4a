using Marketing.Features;
using Marketing.Features.Demand;

namespace Marketing.Tests.Features.Demand;

public sealed class JudgeStateTests
{
    [Theory]
    [InlineData(345, DemandState.New)]
    [InlineData(344, DemandState.Current)]
    [InlineData(399, DemandState.New)]
    public void A_product_is_new_for_less_than_eight_weeks(int firstSale, DemandState state) =>
        Assert.Equal(state, JudgeState.Of([firstSale], [], 0, 400, isOffered: true));

    [Theory]
    [InlineData(310, DemandState.Current)]
    [InlineData(309, DemandState.Ended)]
    public void A_product_has_ended_after_ninety_days_without_a_sale(int lastSale, DemandState state) =>
        Assert.Equal(state, JudgeState.Of([300, lastSale], [], 0, 400, isOffered: true));

    [Theory]
    [InlineData(280, DemandState.Current)]
    [InlineData(279, DemandState.Ended)]
    public void A_product_that_sells_rarely_is_given_six_of_its_gaps(int lastSale, DemandState state) =>
        Assert.Equal(state, JudgeState.Of([lastSale - 40, lastSale - 35, lastSale], [], 0, 400, isOffered: true));

    [Fact]
    public void Days_out_of_stock_do_not_tell_that_a_product_has_ended()
    {
        var empty = new bool[400];
        empty.AsSpan(250, 100).Fill(true);
        Assert.Equal(DemandState.Ended, JudgeState.Of([220, 225], [], 0, 400, isOffered: true));
        Assert.Equal(DemandState.Current, JudgeState.Of([220, 225], empty, 0, 400, isOffered: true));
        Assert.Equal(DemandState.Ended, JudgeState.Of([205, 209], empty, 0, 400, isOffered: true));
        Assert.Equal(DemandState.Current, JudgeState.Of([220, 225], empty.AsSpan(10), 10, 400, isOffered: true));
    }

    [Fact]
    public void What_the_shop_no_longer_offers_has_ended_but_what_was_never_sold_never_began()
    {
        Assert.Equal(DemandState.Ended, JudgeState.Of([398, 399], [], 0, 400, isOffered: false));
        Assert.Equal(DemandState.Never, JudgeState.Of([], [], 0, 400, isOffered: false));
        Assert.Equal(DemandState.Never, JudgeState.Of([], new bool[400], 0, 400, isOffered: true));
    }
}
