using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Strategy.Merchandising;
using Marketing.Strategy.Recommendations;
using Marketing.Strategy.Recommendations.Links;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Recommendations;

/// <summary>
/// New products get a share of the recorded lists. P1 to P8 have sold for months; of what is only listed, N10 is named like what everybody
/// buys, N11 like nothing, N12 is no longer offered and N13 has no price.
/// </summary>
public sealed class ExplorationTests : IDisposable
{
    private const double Share = 0.5;
    private readonly ShopRig _rig = new();

    public ExplorationTests()
    {
        _rig.AddRegulars(40);
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_products (id, code, name, category, simulated, price, active) values
                (10, 'N10', 'Cup & saucer 10', '', '', 500, 1), (11, 'N11', 'Umbrella', '', '', 900, 1),
                (12, 'N12', 'Cup & saucer 12', '', '', 500, 0), (13, 'N13', 'Cup & saucer 13', '', '', null, 1)
            """,
            transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();
    }

    private IRecommendations Recommendations => _rig.Get<IRecommendations>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task New_products_get_the_share_of_the_book_and_the_ledger_holds_the_probability_of_each_list()
    {
        await PublishAsync(new RuleBook { Explore = Share });
        var drafts = await RecordAsync(600);
        var shown = drafts.ConvertAll(draft => (Last: draft.Products[^1].Product.Value, draft.Propensity));
        var explored = shown.Where(list => list.Last is 10 or 11).ToList();
        Assert.Equal([10, 11], explored.Select(list => list.Last).Distinct().Order());
        Assert.InRange(explored.Count / 600.0, Share - 0.06, Share + 0.06);
        Assert.All(shown.Except(explored), list => Assert.Equal(1 - Share, list.Propensity, 12));

        // The probabilities of all that can come out add up to 1, and what is likelier comes more often.
        var (alike, other) = (explored.First(list => list.Last == 10).Propensity, explored.First(list => list.Last == 11).Propensity);
        Assert.Equal(Share, alike + other, 6);
        Assert.True(alike > other);
        Assert.InRange(explored.Count(list => list.Last == 10) / 600.0, alike - 0.06, alike + 0.06);
    }

    [Fact]
    public async Task Visitors_see_new_products_too_and_likelier_what_is_like_the_products_of_the_visit()
    {
        await PublishAsync(new RuleBook { Explore = Share });
        var nothing = await RecordAsync(200, query: new RecommendationQuery(null, 4));
        Assert.All(nothing, draft => Assert.Null(draft.Customer));
        Assert.InRange(nothing.Count(draft => draft.Products[^1].Product.Value is 10 or 11) / 200.0, Share - 0.1, Share + 0.1);
        Assert.All(nothing, draft => Assert.Equal(draft.Products[^1].Product.Value is 10 or 11 ? Share / 2 : 1 - Share, draft.Propensity, 6));

        // Product 6 is named like product 10.
        foreach (var visit in (RecommendationQuery[])[new(null, 4) { Viewed = [new ProductId(6)] }, new(null, 4) { Basket = [new ProductId(6)] }])
        {
            var looked = await RecordAsync(60, query: visit);
            Assert.True(looked.First(draft => draft.Products[^1].Product.Value == 10).Propensity > Share / 2);
        }
    }

    [Fact]
    public async Task Only_the_last_place_is_given_away_and_the_list_says_why()
    {
        await PublishAsync(new RuleBook { Explore = Share });
        var plain = (await Recommendations.ForAsync(new RecommendationQuery(new CustomerId(1), 4), default)).Products;
        var recorded = await UntilAsync(list => list.Products[^1].Kind == "newcomer");
        Assert.Equal(plain.SkipLast(1).Select(product => product.Code), recorded.Products.SkipLast(1).Select(product => product.Code));
        Assert.Equal(ReasonCodes.Newcomer, Assert.Single(recorded.Products[^1].Reasons).Code);
    }

    [Fact]
    public async Task Without_a_share_or_without_a_record_nothing_is_left_to_chance()
    {
        await PublishAsync(new RuleBook { Explore = 0 });
        Assert.All(await RecordAsync(60), draft => Assert.Equal((1.0, true), (draft.Propensity, draft.Products.All(product => product.Product.Value < 10))));
        await PublishAsync(new RuleBook { Explore = Share }, 1);
        for (var i = 0; i < 60; i++)
        {
            _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.DoesNotContain((await Recommendations.ForAsync(new RecommendationQuery(new CustomerId(1), 4), default)).Products, product => product.Kind == "newcomer");
        }
    }

    [Fact]
    public async Task Rules_hold_for_new_products_too()
    {
        var hidden = new MerchandisingRule { Name = "No umbrellas", Action = RuleAction.Hide, Products = new() { Products = ["N11"] } };
        var last = new MerchandisingRule { Name = "Last", Action = RuleAction.Pin, Slot = 4, Placements = ["page"], Products = new() { Products = ["P2"] } };
        await PublishAsync(new RuleBook { Explore = Share, Rules = [hidden, last] });
        Assert.DoesNotContain(await RecordAsync(60), draft => draft.Products[^1].Product.Value == 11);
        Assert.All(await RecordAsync(30, "page"), draft => Assert.Equal((2, 1.0), (draft.Products[^1].Product.Value, draft.Propensity)));
        await PublishAsync(new RuleBook { Explore = Share, Rules = [new MerchandisingRule { Name = "Apart", Action = RuleAction.Apart, Products = new() { NameHolds = "Umbrella" }, ApartFrom = new() { NameHolds = "saucer" } }] }, 1);
        Assert.DoesNotContain(await RecordAsync(60), draft => draft.Products[^1].Product.Value == 11);
    }

    [Fact]
    public void A_share_outside_its_range_is_refused_with_the_range()
    {
        foreach (var share in (double[])[-0.1, 0.6, double.NaN])
        {
            Assert.Contains("0.5", Assert.Single(new RuleBookValidator().Validate(new RuleBook { Explore = share }).Errors).ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_shop_of_now_has_what_is_offered_at_a_price_and_an_earlier_one_has_not()
    {
        var snapshots = _rig.Get<ISnapshots>();
        var (now, before) = ((await snapshots.CurrentAsync(default)).Products, (await snapshots.TakeAsync(_rig.Now, default)).Products);
        Assert.Equal(["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "N10", "N11"], now.Code);
        Assert.Equal((500, true), (now.Price[8], now.Active[8]));
        Assert.Equal(8, before.Count);
        Assert.Equal([8, 9], new Exploration(Base(await snapshots.CurrentAsync(default))).Newcomers);
    }

    [Fact]
    public async Task What_the_shop_no_longer_offers_is_recommended_to_nobody()
    {
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_products set active = 0 where code = 'P8'", transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();
        Assert.DoesNotContain((await Recommendations.ForAsync(new RecommendationQuery(new CustomerId(1), 20), default)).Products, product => product.Code == "P8");
        Assert.DoesNotContain((await Recommendations.SimilarAsync(new ProductId(7), new RelatedQuery(20), default))!.Products, product => product.Code == "P8");
    }

    private static ShopBase Base(ShopSnapshot shop)
    {
        var nothing = new CatalogueLink(shop);
        var purchases = PurchaseIndex.Of(shop);
        return new ShopBase(shop, null!, purchases, new ProductFacts(shop), nothing, nothing, new CountryLink(shop, null!, GroupPopularity.OfCountries(shop, purchases)), nothing);
    }

    private async Task PublishAsync(RuleBook book, long basedOn = 0) => await _rig.Get<IMerchandising>().PublishAsync(book, basedOn, "test", "", default);

    private async Task<RecommendationList> UntilAsync(Predicate<RecommendationList> wanted)
    {
        for (var i = 0; i < 100; i++)
        {
            _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
            if ((await Recommendations.RecordAsync(new RecommendationQuery(new CustomerId(1), 4), default)).List is var list && wanted(list))
            {
                return list;
            }
        }

        throw new InvalidOperationException("It never came out.");
    }

    private async Task<List<DecisionDraft>> RecordAsync(int lists, string? placement = null, RecommendationQuery? query = null)
    {
        var drafts = new List<DecisionDraft>();
        for (var i = 0; i < lists; i++)
        {
            _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
            var recorded = await Recommendations.RecordAsync(query ?? new RecommendationQuery(new CustomerId(1), 4) { Placement = placement }, default);
            drafts.Add((await _rig.Get<ILedger>().FindAsync(recorded.Decision!.Value, default))!.Draft);
        }

        return drafts;
    }
}
