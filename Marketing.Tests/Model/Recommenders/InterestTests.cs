using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders;

public sealed class InterestTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Purchases_alone_are_the_binary_matrix()
    {
        var shop = Shop();
        var interest = Interest.Of(shop, default);
        Assert.Null(interest.Wanted.Value);
        Assert.Same(Interactions.Of(shop).Bought, interest.Wanted);
        Assert.Same(interest, Interest.Of(shop, new InterestTerms(0, 0, null)));
    }

    [Fact]
    public void The_strongest_sign_counts_by_its_kind_and_its_age()
    {
        var interest = Interest.Of(Shop(), new InterestTerms(0.5, 0.2, 10));

        // Ann bought a 20 days ago and looked at it just now; b was in her cart 10 days ago and looked at 30 days ago; c was looked at 10 days ago.
        Assert.Equal([0, 1, 2], interest.Wanted.Row(0).ToArray());
        Assert.Equal([0.25f, 0.25f, 0.1f], interest.Wanted.Values(0).ToArray());
        Assert.Equal([InterestSign.Purchase, InterestSign.Cart, InterestSign.View], new[] { 0, 1, 2 }.Select(product => interest.Sign(0, product)));

        // Without weight for carts, b is known by the look.
        var looks = Interest.Of(Shop(), new InterestTerms(0, 0.2, 10));
        Assert.Equal([0.25f, 0.025f, 0.1f], looks.Wanted.Values(0).ToArray());
        Assert.Equal(InterestSign.View, looks.Sign(0, 1));
    }

    [Fact]
    public void What_was_taken_out_of_the_cart_counts_as_looked_at()
    {
        var shop = new SnapshotBuilder(Now)
            .Event(Now.AddDays(-3), "ann", "a", EventKind.Cart).Event(Now.AddDays(-2), "ann", "a", EventKind.RemoveFromCart)
            .Event(Now.AddDays(-3), "ann", "b", EventKind.Cart).Event(Now.AddDays(-2), "ann", "b", EventKind.RemoveFromCart).Event(Now.AddDays(-1), "ann", "b", EventKind.Cart)
            .Event(Now.AddDays(-1), "ann", "c", EventKind.RemoveFromCart)
            .Build();
        var interest = Interest.Of(shop, new InterestTerms(0.5, 0.25, null));
        Assert.Equal([0, 1], interest.Wanted.Row(0).ToArray());
        Assert.Equal([0.25f, 0.5f], interest.Wanted.Values(0).ToArray());
        Assert.Equal([InterestSign.View, InterestSign.Cart], new[] { 0, 1 }.Select(product => interest.Sign(0, product)));
        Assert.True(Interest.Of(shop, new InterestTerms(0.5, 0, null)).Wanted.Row(0).SequenceEqual([1]));
    }

    [Fact]
    public void A_purchase_beats_a_cart_and_a_cart_a_look_of_the_same_age_and_later_ones_beat_earlier_ones()
    {
        var random = new SeededRandom(4);
        for (var trial = 0; trial < 200; trial++)
        {
            var (cart, age) = (0.01 + (0.98 * random.NextDouble()), 0.1 + (2000 * random.NextDouble()));
            var terms = new InterestTerms(cart, cart * (0.01 + (0.98 * random.NextDouble())), random.NextInt(2) == 0 ? null : 1 + (400 * random.NextDouble()));
            var (at, earlier) = (Now.AddDays(-age), Now.AddDays(-age - 5));
            var shop = new SnapshotBuilder(Now).Product("earlier").Product("bought").Product("cart").Product("seen")
                .Order(at, "ann", ("bought", 1, 1)).Event(at, "ann", "cart", EventKind.Cart).Event(at, "ann", "seen", EventKind.View)
                .Order(earlier, "ann", ("earlier", 1, 1))
                .Build();
            var values = Interest.Of(shop, terms).Wanted.Values(0).ToArray();
            Assert.All(values, value => Assert.InRange(value, float.Epsilon, 1));
            var (earlierBought, bought, inCart, seen) = (values[0], values[1], values[2], values[3]);
            Assert.True(bought > inCart);
            Assert.True(inCart > seen);
            Assert.True(terms.HalfLifeDays is null ? bought == earlierBought : bought >= earlierBought);
        }
    }

    private static ShopSnapshot Shop() => new SnapshotBuilder(Now)
        .Order(Now.AddDays(-40), "ann", ("a", 1, 1)).Order(Now.AddDays(-20), "ann", ("a", 2, 1))
        .Event(Now.AddMilliseconds(-1), "ann", "a", EventKind.View)
        .Event(Now.AddDays(-30), "ann", "b", EventKind.View).Event(Now.AddDays(-10), "ann", "b", EventKind.Cart)
        .Event(Now.AddDays(-10), "ann", "c", EventKind.View).Event(Now.AddDays(-1), null, "c", EventKind.Cart)
        .Build();
}
