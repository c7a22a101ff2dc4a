using Marketing.Data;
using Marketing.Strategy.Recommendations;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Recommendations;

public class GroupPopularityTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_country_of_many_buyers_speaks_for_itself_and_one_of_few_stays_near_the_shop()
    {
        var shop = Shop(("United Kingdom", "tea", 300), ("United Kingdom", "cup", 30), ("France", "cup", 80), ("France", "tea", 20), ("Malta", "jar", 1));
        var countries = GroupPopularity.OfCountries(shop, PurchaseIndex.Of(shop));
        var (france, malta) = (Ratios(countries, "France"), Ratios(countries, "malta"));
        Assert.True(france[1] > 1.5 && france[0] < 0.6, $"In France the cup has {france[1]:0.00}, tea {france[0]:0.00}.");

        // One buyer says little: tea stays closer to 1 than in France, although Malta never bought any.
        Assert.True(1 - malta[0] < 1 - france[0], $"In Malta tea has {malta[0]:0.00}.");
        Assert.False(countries.Weigh("Atlantis", new float[3]));
        Assert.False(countries.Weigh(null, new float[3]));
    }

    [Fact]
    public void Weighted_with_the_shares_of_the_shop_the_ratios_of_a_country_have_the_mean_one()
    {
        var shop = Shop(("United Kingdom", "tea", 50), ("United Kingdom", "cup", 30), ("France", "cup", 9), ("France", "jar", 4));
        var ratios = Ratios(GroupPopularity.OfCountries(shop, PurchaseIndex.Of(shop)), "France");
        double[] shares = [50 / 93.0, 39 / 93.0, 4 / 93.0];
        Assert.Equal(1, ratios.Zip(shares, (ratio, share) => ratio * share).Sum(), 5);
    }

    [Fact]
    public void Countries_that_buy_alike_are_shrunk_harder_than_countries_that_differ()
    {
        var alike = Shop(("A", "tea", 50), ("A", "cup", 50), ("B", "tea", 50), ("B", "cup", 50));
        var apart = Shop(("A", "tea", 90), ("A", "cup", 10), ("B", "tea", 10), ("B", "cup", 90));
        Assert.True(GroupPopularity.OfCountries(alike, PurchaseIndex.Of(alike)).Prior > 10 * GroupPopularity.OfCountries(apart, PurchaseIndex.Of(apart)).Prior);
    }

    private static float[] Ratios(GroupPopularity countries, string country)
    {
        float[] ones = [1, 1, 1];
        Assert.True(countries.Weigh(country, ones));
        return ones;
    }

    private static ShopSnapshot Shop(params (string Country, string Product, int Buyers)[] parts)
    {
        var (builder, of) = (new SnapshotBuilder(Now).Product("tea").Product("cup").Product("jar"), new List<string>());
        foreach (var (country, product, buyers) in parts)
        {
            for (var i = 0; i < buyers; i++)
            {
                builder.Order(Now.AddDays(-1), $"c{of.Count}", (product, 1, 100));
                of.Add(country);
            }
        }

        var shop = builder.Build();
        of.CopyTo(shop.Customers.Country);
        return shop;
    }
}
