using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Recommendations;

/// <summary>Who is known by little is answered by the next link, which says so. Odd customers buy P5 to P8, even ones P1 to P4, all in France.</summary>
public sealed class FallbackChainTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Each_link_answers_when_those_before_it_have_nothing_to_say()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        Assert.Equal("item-knn", (await AskAsync(new(new CustomerId(1)))).Kind);
        Assert.Equal("session", (await AskAsync(new(null) { Viewed = [new ProductId(5)], Country = "France" })).Kind);
        Assert.Equal("country", (await AskAsync(new(null) { Country = "france" })).Kind);
        Assert.Equal("popular", (await AskAsync(new(null) { Country = "Atlantis" })).Kind);
        Assert.Equal("popular", (await AskAsync(new(null))).Kind);
    }

    [Fact]
    public async Task A_visitor_is_shown_what_goes_with_what_was_looked_at_and_told_so()
    {
        _rig.AddRegulars(40);
        var list = await AskAsync(new(null, 3) { Viewed = [new ProductId(5)] });
        Assert.All(list.Products, product => Assert.Contains(product.Code, (string[])["P6", "P7", "P8"]));
        Assert.All(list.Products, product => Assert.Equal((ReasonCodes.GoesWithViewed, "p:5", "session"), (product.Reasons[0].Code, Assert.Single(product.Reasons[0].Arguments), product.Kind)));
    }

    [Fact]
    public async Task A_new_customer_is_known_by_what_was_put_in_the_cart_before_what_was_looked_at()
    {
        _rig.AddRegulars(40);
        _rig.Folder.Database.Write((connection, transaction) =>
        {
            connection.Execute("insert into data_customers (id, key, country, email, name, simulated) values (99, 'new', 'France', null, null, '')", transaction: transaction);
            return connection.Execute(
                "insert into data_events (customer_id, product_id, kind, at, simulated) values (99, @Product, @Kind, @At, 0)",
                (object[])[new { Product = 5, Kind = EventKind.Cart, At = _rig.Now.AddDays(-2) }, new { Product = 1, Kind = EventKind.View, At = _rig.Now.AddDays(-1) }, new { Product = 9, Kind = EventKind.View, At = _rig.Now.AddDays(-40) }],
                transaction);
        });
        await _rig.TrainChampionAsync();
        var list = await AskAsync(new(new CustomerId(99), 2));
        Assert.Equal("item-knn", list.Kind);
        Assert.Equal(("P5", ReasonCodes.InCart), (list.Products[0].Code, Assert.Single(list.Products[0].Reasons).Code));
        Assert.Equal((ReasonCodes.GoesWithCart, "p:5"), (Assert.Single(list.Products[1].Reasons).Code, list.Products[1].Reasons[0].Arguments[0]));
        Assert.Equal(1, (await _rig.Get<ISnapshots>().CurrentAsync(default)).Customers.IndexOf("new") >= 0 ? 1 : 0);
    }

    [Fact]
    public async Task A_visitor_from_a_page_that_others_came_from_is_shown_what_those_wanted()
    {
        _rig.AddRegulars(40);
        await _rig.Get<ITrackedSites>().CreateAsync(new TrackedSiteDraft("shop", ["https://www.shop.example"]), "test", default);
        Visits("https://www.toys.example/best", product: 7, sessions: 30);
        Visits("https://www.shop.example/", product: 2, sessions: 30);
        Visits("", product: 1, sessions: 30);
        var list = await AskAsync(new(null, 3) { Referrer = "https://toys.example/other?x=1", Country = "France" });
        Assert.Equal(("referrer", "P7"), (list.Kind, list.Products[0].Code));
        Assert.Equal((ReasonCodes.PopularFromSource, "toys.example"), (Assert.Single(list.Products[0].Reasons).Code, Assert.Single(list.Products[0].Reasons[0].Arguments)));
        Assert.Equal("referrer", (await AskAsync(new(null) { Referrer = "TOYS.example" })).Kind);
        Assert.Equal("country", (await AskAsync(new(null) { Referrer = "https://nobody.example/", Country = "France" })).Kind);
        Assert.Equal("popular", (await AskAsync(new(null) { Referrer = "https://shop.example/" })).Kind);
        Assert.Equal("popular", (await AskAsync(new(null) { Referrer = "not a place" })).Kind);
    }

    [Fact]
    public async Task What_nobody_in_the_country_has_bought_is_not_said_to_be_popular_there()
    {
        _rig.AddRegulars(40);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set country = 'Malta' where id % 2 = 1", transaction: transaction));
        var list = await AskAsync(new(null, 8) { Country = "Malta" });
        Assert.Equal(("country", 8), (list.Kind, list.Products.Count));
        Assert.All(list.Products, product => Assert.Equal(product.Product.Value >= 5 ? ReasonCodes.PopularInCountry : ReasonCodes.Popular, Assert.Single(product.Reasons).Code));
    }

    [Theory]
    [InlineData("https://www.Toys.example/best?x=1", "toys.example")]
    [InlineData("toys.example", "toys.example")]
    [InlineData("http://müller.example:8080/", "xn--mller-kva.example")]
    [InlineData("android-app://com.example.app/", "com.example.app")]
    [InlineData("localhost", null)]
    [InlineData("", null)]
    [InlineData("not a place", null)]
    [InlineData(null, null)]
    public void The_host_is_read_off_an_address(string? address, string? host) => Assert.Equal(host, IVisitSources.HostOf(address));

    // Sessions that begin with a page, from another page, on which a product is looked at; one is a program's.
    private void Visits(string from, long product, int sessions) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
        "insert into data_events (product_id, kind, at, simulated, session, detail, bot) values (null, 3, @At, 0, @Session, @Detail, @Bot), (@Product, 1, @At + 1, 0, @Session, null, @Bot)",
        Enumerable.Range(0, sessions).Select(i => new { At = _rig.Now.AddDays(-1).ToUnixTimeMilliseconds(), Session = $"{from} {i}", Detail = $$$"""{"url":"https://shop.example/p","properties":{"referrer":"{{{from}}}"}}""", Product = product, Bot = i == 0 ? 1 : 0 }),
        transaction));

    [Fact]
    public async Task A_champion_whose_file_is_gone_leaves_the_answer_to_the_links_behind_it()
    {
        _rig.AddRegulars(40);
        var champion = await _rig.TrainChampionAsync();
        await _rig.RestartAsync();
        foreach (var file in Directory.GetFiles(_rig.Folder.Folder.Models))
        {
            File.Delete(file);
        }

        Assert.Equal("country", (await AskAsync(new(new CustomerId(1)))).Kind);
        Assert.Equal("session", (await AskAsync(new(null) { Viewed = [new ProductId(5)] })).Kind);
        await Assert.ThrowsAsync<OperatorException>(() => AskAsync(new(new CustomerId(1)) { Version = champion.Id }));
    }

    [Fact]
    public async Task A_champion_whose_file_was_mended_answers_again_after_a_while()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        await _rig.RestartAsync();
        var files = Directory.GetFiles(_rig.Folder.Folder.Models);
        Assert.All(files, file => File.Move(file, file + ".aside"));
        Assert.Equal("country", (await AskAsync(new(new CustomerId(1)))).Kind);
        Assert.All(files, file => File.Move(file + ".aside", file));
        Assert.Equal("country", (await AskAsync(new(new CustomerId(1)))).Kind);
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual("country", (await AskAsync(new(new CustomerId(1)))).Kind);
    }

    [Fact]
    public async Task A_code_that_only_events_named_is_recommended_by_no_link()
    {
        _rig.AddRegulars(40);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("insert into data_products (id, code, name, category, simulated) values (99, 'GHOST', '', '', '')", transaction: transaction));
        Visits("https://www.toys.example/best", product: 99, sessions: 30);
        foreach (var query in (RecommendationQuery[])[new(null, 8), new(null, 8) { Referrer = "https://toys.example/" }, new(null, 8) { Viewed = [new ProductId(99)] }])
        {
            var list = await AskAsync(query);
            Assert.Equal(8, list.Products.Count);
            Assert.DoesNotContain("GHOST", list.Products.Select(product => product.Code));
        }

        Assert.DoesNotContain("GHOST", (await _rig.Get<IRecommendations>().TrendingAsync(7, new RelatedQuery(8), default)).Products.Select(product => product.Code));
    }

    [Fact]
    public async Task A_shop_of_anonymous_sales_answers_from_its_catalogue_and_an_empty_one_with_nothing()
    {
        var empty = await AskAsync(new(null));
        Assert.Equal(("catalogue", 0), (empty.Kind, empty.Products.Count));
        _rig.AddRegulars(4);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_orders set customer_id = null", transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();
        var list = await AskAsync(new(null, 3));
        Assert.Equal("catalogue", list.Kind);
        Assert.Equal(3, list.Products.Count);
        Assert.All(list.Products, product => Assert.Equal(ReasonCodes.InCatalogue, Assert.Single(product.Reasons).Code));
    }

    [Fact]
    public async Task A_shop_that_has_its_catalogue_and_no_order_yet_shows_what_it_offers_the_newest_first()
    {
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_products (id, code, name, category, simulated, price, active) values (1, 'A', 'Cup', '', '', 500, 1), (2, 'B', 'Pot', '', '', 700, 1), (3, 'C', 'Gone', '', '', 700, 0)",
            transaction: transaction));
        var list = await AskAsync(new(null, 3));
        Assert.Equal(("catalogue", "B,A"), (list.Kind, string.Join(',', list.Products.Select(product => product.Code))));
        Assert.Equal(500, list.Products[1].Price);
    }

    [Fact]
    public async Task What_goes_with_the_basket_is_said_to_go_with_it_where_no_rule_speaks()
    {
        _rig.AddRegulars(40);
        var list = await AskAsync(new(null, 20) { Basket = [new ProductId(5)], Viewed = [new ProductId(1)] });
        var ofVisit = list.Products.Where(product => product.Kind == "session").ToList();
        Assert.All(ofVisit, product => Assert.Equal(product.Reasons[0].Arguments[0] == "p:5" ? ReasonCodes.GoesWithCart : ReasonCodes.GoesWithViewed, product.Reasons[0].Code));
        Assert.Contains(ofVisit, product => product.Reasons[0].Code == ReasonCodes.GoesWithViewed);
    }

    [Fact]
    public async Task The_basket_is_answered_by_rules_and_never_offered_again()
    {
        _rig.AddRegulars(60);
        var list = await AskAsync(new(null, 20) { Basket = [new ProductId(5)] });
        Assert.Equal("basket", list.Kind);
        Assert.DoesNotContain(list.Products, product => product.Code == "P5");
        var first = list.Products[0];
        Assert.Equal((ReasonCodes.BasketRule, "p:5"), (first.Reasons[0].Code, first.Reasons[0].Arguments[1]));
        Assert.Equal(["orders", "support", "confidence", "lift"], first.Figures.Select(figure => figure.Key));
        Assert.Equal(first.Score, first.Figures.Single(figure => figure.Key == "confidence").Value, 6);
    }

    [Fact]
    public async Task Related_lists_keep_the_rules_of_the_shop()
    {
        _rig.AddRegulars(60);
        var recommendations = _rig.Get<IRecommendations>();
        var similar = await recommendations.SimilarAsync(new ProductId(5), new RelatedQuery(20), default);
        var together = await recommendations.TogetherAsync(new ProductId(5), new RelatedQuery(20), default);
        Assert.Equal(("similar", "together"), (similar!.Kind, together!.Kind));
        Assert.Contains(similar.Products, product => product.Code == "P6");
        Assert.Contains(together.Products, product => product.Code == "P6");
        await _rig.Get<IMerchandising>().PublishAsync(new RuleBook { Rules = [new MerchandisingRule { Name = "No P6", Action = RuleAction.Hide, Placements = ["page"], Products = new() { Products = ["P6"] } }] }, 0, "test", "", default);
        Assert.DoesNotContain((await recommendations.SimilarAsync(new ProductId(5), new RelatedQuery(20, "page"), default))!.Products, product => product.Code == "P6");
        Assert.DoesNotContain((await recommendations.TogetherAsync(new ProductId(5), new RelatedQuery(20, "page"), default))!.Products, product => product.Code == "P6");
        Assert.DoesNotContain((await recommendations.TrendingAsync(7, new RelatedQuery(20, "page"), default)).Products, product => product.Code == "P6");
        Assert.Contains((await recommendations.SimilarAsync(new ProductId(5), new RelatedQuery(20), default))!.Products, product => product.Code == "P6");
        Assert.Null(await recommendations.SimilarAsync(new ProductId(777), new RelatedQuery(), default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => recommendations.TrendingAsync(8, new RelatedQuery(), default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => recommendations.TogetherAsync(new ProductId(5), new RelatedQuery(0), default));
    }

    private Task<RecommendationList> AskAsync(RecommendationQuery query) => _rig.Get<IRecommendations>().ForAsync(query, default);
}
