using Marketing.Data;
using Marketing.Data.Quality;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Quality;

public sealed class ChecksTests
{
    // A Monday.
    private static readonly DateTimeOffset Start = new(2011, 1, 3, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Anonymous_orders_are_counted()
    {
        var shop = new SnapshotBuilder(Start.AddDays(9)).Order(Start, "a", ("p", 1, 100)).Order(Start, null, ("p", 1, 100)).Order(Start, null, ("p", 1, 100)).Build();
        Assert.Equal(new Finding(2, 3), Checks.OrdersWithoutCustomer(shop));
    }

    [Fact]
    public void Customers_who_have_not_agreed_to_mail_are_counted()
    {
        var shop = new SnapshotBuilder(Start).Customer("a").Customer("b", mailConsent: false).Customer("c", mailConsent: false).Build();
        Assert.Equal(new Finding(2, 3), Checks.CustomersWithoutConsent(shop));
    }

    [Fact]
    public void Products_that_lack_something_are_counted()
    {
        var shop = new SnapshotBuilder(Start).Product("p").Product("q").Product("r").Product("s").Build();
        (shop.Products.Name[0], shop.Products.Name[1]) = ("", " ");
        shop.Products.Cost[2] = 0;
        (shop.Products.Stock[0], shop.Products.Stock[1], shop.Products.Stock[2]) = (-7, 0, 12);
        Assert.Equal(new Finding(2, 4), Checks.ProductsWithoutName(shop));
        Assert.Equal(new Finding(3, 4), Checks.ProductsWithoutCost(shop));
        Assert.Equal(new Finding(1, 3), Checks.NegativeStock(shop));
    }

    [Fact]
    public void Only_days_on_which_the_shop_usually_sells_can_be_missing()
    {
        var builder = new SnapshotBuilder(Start.AddDays(70));
        for (var day = 0; day < 70; day++)
        {
            var resting = day % 7 == 5 || day is 15 or 16;
            if (!resting || day == 19)
            {
                builder.Order(Start.AddDays(day), "a", ("p", 1, 100));
            }
        }

        Assert.Equal(new Finding(2, 60), Checks.DaysWithoutOrders(builder.Build(), 0.5));
    }

    [Fact]
    public void Thursdays_before_1970_are_Thursdays()
    {
        DateTimeOffset thursday = new(1969, 12, 25, 12, 0, 0, TimeSpan.Zero);
        var shop = new SnapshotBuilder(thursday.AddDays(8)).Order(thursday, "a", ("p", 1, 100)).Order(thursday.AddDays(7), "a", ("p", 1, 100)).Build();
        Assert.Equal(new Finding(0, 2), Checks.DaysWithoutOrders(shop, 0.5));
    }

    [Fact]
    public void A_feed_that_broke_off_is_missing_every_day_since()
    {
        var builder = new SnapshotBuilder(Start.AddDays(50));
        for (var day = 0; day < 30; day++)
        {
            builder.Order(Start.AddDays(day), "a", ("p", 1, 100));
        }

        Assert.Equal(new Finding(20, 50), Checks.DaysWithoutOrders(builder.Build(), 0.5));
    }

    [Fact]
    public void A_return_needs_an_earlier_sale_of_the_product_to_the_customer_or_to_anybody_where_it_is_nobodys()
    {
        var shop = new SnapshotBuilder(Start.AddDays(9))
            .Order(Start, "a", ("p", 1, 100), ("q", 1, 100))
            .Order(Start.AddDays(3), "b", ("p", 1, 100))
            .Return(Start.AddDays(1), "a", "p", 1, 100)
            .Return(Start.AddDays(1), "b", "p", 1, 100)
            .Return(Start.AddDays(4), "b", "p", 1, 100)
            .Return(Start.AddDays(4), "b", "q", 1, 100)
            .Return(Start.AddDays(4), null, "q", 1, 100)
            .Return(Start.AddDays(-1), null, "q", 1, 100)
            .Return(Start.AddDays(4), null, "never sold", 1, 100)
            .Build();
        Assert.Equal(new Finding(4, 7), Checks.ReturnsWithoutSale(shop));
    }

    [Fact]
    public void A_price_far_from_the_usual_one_of_its_product_is_an_outlier()
    {
        var builder = new SnapshotBuilder(Start.AddDays(90));
        for (var i = 0; i < 40; i++)
        {
            builder.Order(Start.AddDays(i), "a", ("steady", 1, 250), ("moving", 1, 200 + (20 * (i % 11))), ("rare", 1, i % 20 == 0 ? 9999 : 10));
        }

        builder.Order(Start.AddDays(50), "a", ("steady", 1, 2500), ("steady", 1, 500), ("moving", 1, 90_000), ("moving", 1, 1));
        var shop = builder.Build();
        var rare = 2;
        Assert.Equal(new Finding(3 + rare, 124), PriceOutliers.Count(shop, new QualityOptions()));
        Assert.Equal(3, PriceOutliers.Count(shop, new QualityOptions { LeastPriceLines = 41 }).Affected);
    }

    [Fact]
    public void An_empty_shop_has_nothing_to_complain_of()
    {
        var shop = new SnapshotBuilder(Start).Build();
        Assert.Equal(new Finding(0, 0), Checks.DaysWithoutOrders(shop, 0.5));
        Assert.Equal(new Finding(0, 0), Checks.ReturnsWithoutSale(shop));
        Assert.Equal(new Finding(0, 0), PriceOutliers.Count(shop, new QualityOptions()));
        Assert.Equal(new Finding(0, 0), Checks.OrdersWithoutCustomer(shop));
    }
}
