using Marketing.Data;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Blend;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Recommenders;

public sealed class LearnedWeightsTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sign_weighs_the_chance_of_a_purchase_within_thirty_days_drawn_to_the_usual_one()
    {
        var learned = LearnedWeights.Of(Shop().Build());

        // Looks: a, b, c and d of ann, e of bob count, of which a and b were bought in time. Carts: b and d of ann, of which b was.
        Assert.Equal((2 + (20 * 0.03)) / (5 + 20), learned.View, 1e-9);
        Assert.Equal((1 + (20 * 0.3)) / (2 + 20), learned.Cart, 1e-9);
    }

    [Fact]
    public void What_is_too_young_came_after_a_purchase_or_is_of_nobody_known_teaches_nothing()
    {
        var more = Shop()
            .Event(Now.AddDays(-29), "ann", "x", EventKind.View).Order(Now.AddDays(-28), "ann", ("x", 1, 1))
            .Order(Now.AddDays(-90), "bob", ("y", 1, 1)).Event(Now.AddDays(-80), "bob", "y", EventKind.View).Order(Now.AddDays(-79), "bob", ("y", 1, 1))
            .Event(Now.AddDays(-80), null, "a", EventKind.Cart)
            .Event(Now.AddDays(-80), "bob", "e", EventKind.Page)
            .Build();
        Assert.Equal(LearnedWeights.Of(Shop().Build()), LearnedWeights.Of(more));
    }

    [Fact]
    public void A_cart_never_weighs_less_than_a_look_and_no_sign_more_than_a_purchase()
    {
        var builder = new SnapshotBuilder(Now);
        for (var customer = 0; customer < 500; customer++)
        {
            builder.Event(Now.AddDays(-60), $"c{customer}", "a", EventKind.View).Order(Now.AddDays(-59), $"c{customer}", ("a", 1, 1));
            builder.Event(Now.AddDays(-60), $"c{customer}", "b", EventKind.Cart);
        }

        var learned = LearnedWeights.Of(builder.Build());
        Assert.InRange(learned.View, 0.95, 1);
        Assert.Equal(learned.View, learned.Cart);
    }

    [Fact]
    public void The_more_often_a_purchase_follows_the_more_a_sign_weighs()
    {
        var last = 0.0;
        for (var followed = 0; followed <= 40; followed += 8)
        {
            var builder = new SnapshotBuilder(Now);
            for (var customer = 0; customer < 40; customer++)
            {
                builder.Event(Now.AddDays(-60), $"c{customer}", "a", EventKind.View);
                if (customer < followed)
                {
                    builder.Order(Now.AddDays(-50), $"c{customer}", ("a", 1, 1));
                }
            }

            var learned = LearnedWeights.Of(builder.Build());
            Assert.True(learned.View > last);
            last = learned.View;
        }
    }

    [Fact]
    public void Without_events_and_from_invented_ones_nothing_is_learned()
    {
        Assert.Equal(new LearnedWeights(false, 0, 0), LearnedWeights.Of(new SnapshotBuilder(Now).Order(Now.AddDays(-1), "ann", ("a", 1, 1)).Build()));
        var shop = Shop().Build();
        var invented = Invented(shop, null);
        Assert.Equal((0, 0), (LearnedWeights.Of(invented).Cart, LearnedWeights.Of(invented).View));

        // Who sets a weight gets it.
        Assert.Equal("0.4", new PopularMethod().Fit(invented, "cart_weight=0.4").Parameters["cart_weight"]);
    }

    [Fact]
    public void Invented_signs_beside_a_real_one_are_none()
    {
        var shop = Shop().Build();
        Assert.True(CustomerEvents.Of(shop).Count > 1);
        var real = Array.FindIndex(shop.Events.Kind, kind => kind == EventKind.Cart);
        var mixed = Invented(shop, real);
        Assert.Equal(1, CustomerEvents.Of(mixed).Count);
        Assert.Equal(1, CustomerEvents.Of(EarlierShop.Of(mixed, Now.ToUnixTimeMilliseconds())).Count);
    }

    [Fact]
    public void An_earlier_shop_learns_what_could_be_known_then()
    {
        var cut = Now.AddDays(-40);
        var then = new SnapshotBuilder(cut);
        Fill(then);
        Assert.Equal(LearnedWeights.Of(then.Build()), LearnedWeights.Of(EarlierShop.Of(Shop().Order(Now.AddDays(-39), "bob", ("e", 1, 1)).Build(), cut.ToUnixTimeMilliseconds())));
    }

    [Fact]
    public void The_weights_that_were_learned_are_named_among_the_parameters_of_a_model()
    {
        var (shop, learned) = (Shop().Build(), LearnedWeights.Of(Shop().Build()));
        var parameters = new PopularMethod().Fit(shop, null, default).Parameters;
        Assert.Equal((learned.Cart, learned.View), (double.Parse(parameters["cart_weight"], System.Globalization.CultureInfo.InvariantCulture), double.Parse(parameters["view_weight"], System.Globalization.CultureInfo.InvariantCulture)));
    }

    // The shop with its events invented, all or all but one.
    private static ShopSnapshot Invented(ShopSnapshot shop, int? real) => new()
    {
        AsOf = shop.AsOf,
        Currency = shop.Currency,
        TimeZone = shop.TimeZone,
        Customers = shop.Customers,
        Products = shop.Products,
        Orders = shop.Orders,
        Returns = shop.Returns,
        Events = new EventColumns
        {
            Customer = shop.Events.Customer,
            Product = shop.Events.Product,
            Time = shop.Events.Time,
            Kind = shop.Events.Kind,
            Simulated = real is null,
            SomeSimulated = real is null ? null : [.. Enumerable.Range(0, shop.Events.Count).Select(e => e != real)],
        },
    };

    private static SnapshotBuilder Shop() => Fill(new SnapshotBuilder(Now));

    // All at least 80 days ago.
    private static SnapshotBuilder Fill(SnapshotBuilder builder) => builder
        .Event(Now.AddDays(-120), "ann", "a", EventKind.View).Event(Now.AddDays(-110), "ann", "a", EventKind.View).Order(Now.AddDays(-90), "ann", ("a", 1, 1))
        .Event(Now.AddDays(-120), "ann", "b", EventKind.View).Event(Now.AddDays(-119), "ann", "b", EventKind.Cart).Order(Now.AddDays(-118), "ann", ("b", 1, 1)).Order(Now.AddDays(-117), "ann", ("b", 1, 1))
        .Event(Now.AddDays(-120), "ann", "c", EventKind.View).Order(Now.AddDays(-89), "ann", ("c", 1, 1))
        .Event(Now.AddDays(-120), "ann", "d", EventKind.View).Event(Now.AddDays(-120), "ann", "d", EventKind.Cart)
        .Event(Now.AddDays(-100), "bob", "e", EventKind.View);
}
