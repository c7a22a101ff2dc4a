using Marketing.Data;
using Marketing.Features.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Demand;

public sealed class PlannedDaysTests
{
    // The last whole day is Sunday, 9 June.
    private static readonly DateTimeOffset Now = new(2024, 6, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2024, 6, 10);

    [Fact]
    public void A_promotion_covers_the_shop_a_category_with_those_below_it_or_listed_codes()
    {
        var products = Shop().Build().Products;
        Assert.Null(PromotionPlan.Covered(Promotions.Draft(Today, Today, 0.1), products));
        Assert.Equal([0, 1], PromotionPlan.Covered(new("a", PromotionScope.Category, "tea", [], Today, Today, 0.1), products));
        Assert.Equal([1], PromotionPlan.Covered(new("a", PromotionScope.Category, "Tea > Green", [], Today, Today, 0.1), products));
        Assert.Equal([2], PromotionPlan.Covered(Promotions.Draft(Today, Today, 0.1, "cup", "CUP", "gone"), products));
    }

    [Fact]
    public void Past_days_of_a_promotion_count_as_promoted_beside_those_that_prices_tell_and_the_deeper_cut_counts()
    {
        var plan = Promotions.Plan(
            Promotions.One(1, Now, Promotions.Draft(Today.AddDays(-4), Today.AddDays(1), 0.05, "OLONG")),
            Promotions.One(2, Now, new("Tea", PromotionScope.Category, "Tea", [], Today.AddDays(-2), Today.AddDays(-2), 0.3)));
        var frame = BuildDemand.Of(Shop().Build(), plan);
        var plain = BuildDemand.Of(Shop().Build());

        // Prices tell a cut of 20 % on the first of the last ten days alone.
        Assert.Equal([true, false, false, false, false, false, false, false, false, false], plain.Promoted(0)[^10..].ToArray());
        Assert.Equal([true, false, false, false, false, false, true, true, true, true], frame.Promoted(0)[^10..].ToArray());
        Assert.Equal([0.2f, 0, 0, 0, 0, 0, 0.05f, 0.05f, 0.3f, 0.05f], frame.Cuts(0)[^10..].ToArray().Select(cut => MathF.Round(cut, 3)));
        Assert.Equal([0.05f, 0.05f, 0], frame.PlannedCuts(0, 3).ToArray());
        Assert.Equal([1], frame.Planned(0, 3).Select(one => one.Id));
        Assert.True(frame.PlannedCuts(2, 3).IsEmpty);
        Assert.Equal(plain.Promoted(2).ToArray(), frame.Promoted(2).ToArray());
    }

    [Fact]
    public void What_is_planned_counts_whenever_it_was_entered_also_after_the_picture_of_the_shop_was_taken()
    {
        var plan = Promotions.Plan(
            Promotions.One(1, Now.AddDays(-1), Promotions.Draft(Today.AddDays(5), Today.AddDays(6), 0.1)),
            Promotions.One(2, Now, Promotions.Draft(Today.AddDays(1), Today.AddDays(1), 0.2)),
            Promotions.One(3, Now.AddDays(300), Promotions.Draft(Today, Today.AddDays(2), 0.3)));
        Assert.Equal([1, 2, 3], BuildDemand.Of(Shop().Build(), plan).Planned(0, 28).Select(one => one.Id));
        Assert.NotEqual(plan.Stamp, Promotions.Plan([.. plan.Promotions.Skip(1)]).Stamp);
        Assert.NotEqual(plan.Stamp, Promotions.Plan(plan.Promotions[0] with { Draft = plan.Promotions[0].Draft with { Cut = 0.11 } }, plan.Promotions[1], plan.Promotions[2]).Stamp);
    }

    private static SnapshotBuilder Shop()
    {
        var shop = new SnapshotBuilder(Now).Product("OLONG", "Oolong", "Tea").Product("SENCHA", "Sencha", "Tea > Green").Product("CUP", "Cup", "Teapots");
        for (var day = 30; day >= 1; day--)
        {
            shop.Order(Now.AddDays(-day), "a", ("OLONG", 5, day == 10 ? 320 : 400), ("SENCHA", 5, 500), ("CUP", 1, 900));
        }

        return shop;
    }
}
