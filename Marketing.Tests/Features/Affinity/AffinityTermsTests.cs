using Marketing.Features;
using Marketing.Features.Affinity;
using Marketing.Features.Frame;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Affinity;

public sealed class AffinityTermsTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_word_that_stands_out_wins_over_the_word_that_everybody_buys()
    {
        var shop = new SnapshotBuilder(Now);
        for (var i = 0; i < 50; i++)
        {
            shop.Order(Now.AddDays(-i - 1), $"customer {i}", ("WHITE HEART HOLDER", 1, 100), ("WHITE CANDLE", 1, 100), ("GREEN CAKE STAND", 1, 100), ("BLUE CAKE TIN", 1, 100));
        }

        shop.Order(Now.AddDays(-1), "baker", ("WHITE CANDLE", 1, 100), ("GREEN CAKE STAND", 1, 100), ("BLUE CAKE TIN", 1, 100), ("WHITE HEART HOLDER", 1, 100));
        shop.Order(Now.AddDays(-1), "baker", ("GREEN CAKE STAND", 1, 100), ("BLUE CAKE TIN", 1, 100));
        Assert.Equal("cake", Terms(shop)[50]);
    }

    [Fact]
    public void Equal_scores_go_to_the_earlier_word()
    {
        // The only customer buys exactly as the shop sells: every score is 0.
        Assert.Equal(["candle"], Terms(new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("WHITE LAMP", 1, 1), ("GREEN LAMP", 1, 1), ("WHITE CANDLE", 1, 1), ("GREEN CANDLE", 1, 1))));
    }

    [Fact]
    public void Categories_are_used_where_the_shop_has_them()
    {
        var snapshot = new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("red kettle", 1, 1)).Order(Now.AddDays(-1), "bob", ("red lamp", 1, 1)).Build();
        snapshot.Products.Category[0] = "Kitchen";
        snapshot.Products.Category[1] = "Light";
        Assert.Equal(["Kitchen", "Light"], AffinityTerms.Of(snapshot, CustomerOrders.Of(snapshot), new FeaturesOptions()));
    }

    [Fact]
    public void A_shop_of_one_word_has_that_word()
    {
        Assert.Equal(["lamp"], Terms(new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("lamp 1", 1, 1), ("lamp 2", 1, 1))));
    }

    [Fact]
    public void Numbers_short_words_and_packing_words_are_no_words()
    {
        Assert.Equal(["heart", "holder"], ProductTerms.Words("SET OF 3 HEART T-L/HOLDER 20CM"));
        Assert.Equal(["台灯"], ProductTerms.Words("台灯 (2)"));
    }

    [Fact]
    public void A_score_is_zero_at_the_shops_share_and_grows_with_the_evidence()
    {
        Assert.Equal(0, AffinityTerms.ZScore(10, 100, 1000, 10_000, 50), 1e-12);
        var (little, much) = (AffinityTerms.ZScore(2, 10, 1000, 10_000, 50), AffinityTerms.ZScore(20, 100, 1000, 10_000, 50));
        Assert.InRange(little, 0.01, much);
        Assert.True(AffinityTerms.ZScore(5, 100, 1000, 10_000, 50) < 0);
    }

    [Fact]
    public void A_score_agrees_with_the_equations_worked_by_hand()
    {
        // a = 100 * 30/600 = 5; ln(15/135) - ln(35/665) = 0.747214...; variance 1/15 + 1/35.
        Assert.Equal((Math.Log(15.0 / 135) - Math.Log(35.0 / 665)) / Math.Sqrt((1.0 / 15) + (1.0 / 35)), AffinityTerms.ZScore(10, 50, 30, 600, 100), 1e-12);
    }

    private static string[] Terms(SnapshotBuilder shop)
    {
        var snapshot = shop.Build();
        return AffinityTerms.Of(snapshot, CustomerOrders.Of(snapshot), new FeaturesOptions());
    }
}
