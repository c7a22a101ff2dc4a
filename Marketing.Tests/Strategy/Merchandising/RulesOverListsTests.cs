using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Merchandising;

/// <summary>What a published book does to what people are shown. Customer 1 has bought P5, P6 and P7; its taste also has P8, the other taste is P1 to P4, P9 is out of stock.</summary>
public sealed class RulesOverListsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_hidden_product_is_recommended_to_nobody()
    {
        var codes = await UnderAsync(new MerchandisingRule { Name = "No P8", Action = RuleAction.Hide, Products = new() { Products = ["p8"] } });
        Assert.DoesNotContain("P8", codes);
        Assert.Equal(4, codes.Count);
    }

    [Fact]
    public async Task A_pin_stands_at_its_place_and_says_which_rule_put_it_there()
    {
        await PublishAsync(new MerchandisingRule { Name = "Third", Action = RuleAction.Pin, Slot = 3, Products = new() { Products = ["P2"] } });
        var list = await ListAsync();
        Assert.Equal("P2", list.Products[2].Code);
        Assert.Equal(5, list.Products.Select(product => product.Code).Distinct().Count());
        Assert.Contains(list.Products[2].Reasons, reason => reason is { Code: ReasonCodes.Pinned, Arguments: ["Third"] });
    }

    [Fact]
    public async Task A_pin_of_what_was_bought_or_is_not_in_stock_gives_its_place_away()
    {
        Assert.Equal("P8", (await UnderAsync(
            new MerchandisingRule { Name = "Bought", Action = RuleAction.Pin, Slot = 1, Products = new() { Products = ["P5"] } },
            new MerchandisingRule { Name = "Gone", Action = RuleAction.Pin, Slot = 2, Products = new() { Products = ["P9"] } }))[0]);
    }

    [Fact]
    public async Task A_boost_raises_and_burying_lowers()
    {
        var plain = await UnderAsync();
        var (last, first) = (plain[^1], plain[1]);
        var codes = await UnderAsync(
            new MerchandisingRule { Name = "Up", Action = RuleAction.Boost, Factor = 100, Products = new() { Products = [last] } },
            new MerchandisingRule { Name = "Down", Action = RuleAction.Bury, Factor = 0.001, Products = new() { Products = [first] } });
        Assert.Equal(["P8", last], codes.Take(2));
        Assert.Equal(first, codes[^1]);
    }

    [Fact]
    public async Task Only_narrows_the_catalogue_and_several_of_them_add_up()
    {
        Assert.Equal(["P1"], await UnderAsync(new MerchandisingRule { Name = "One", Action = RuleAction.Only, Products = new() { Products = ["P1"] } }));
        Assert.Equal(["P1", "P2"], (await UnderAsync(
            new MerchandisingRule { Name = "One", Action = RuleAction.Only, Products = new() { Products = ["P1"] } },
            new MerchandisingRule { Name = "Two", Action = RuleAction.Only, Products = new() { Products = ["P2"] } })).Order());
    }

    [Fact]
    public async Task Groups_kept_apart_never_share_a_list()
    {
        var codes = await UnderAsync(new MerchandisingRule { Name = "Apart", Action = RuleAction.Apart, Products = new() { Products = ["P8"] }, ApartFrom = new() { Products = ["P1", "P2"] } });
        Assert.Equal(["P3", "P4", "P8"], codes.Order());
    }

    [Fact]
    public async Task Pins_keep_apart_and_cap_too_the_one_in_front_first()
    {
        var pins = (MerchandisingRule[])
        [
            new() { Name = "First", Action = RuleAction.Pin, Slot = 1, Products = new() { Products = ["P1"] } },
            new() { Name = "Second", Action = RuleAction.Pin, Slot = 2, Products = new() { Products = ["P2"] } },
            new() { Name = "Apart", Action = RuleAction.Apart, Products = new() { Products = ["P1"] }, ApartFrom = new() { Products = ["P2"] } },
        ];
        var codes = await UnderAsync(pins);
        Assert.Equal("P1", codes[0]);
        Assert.DoesNotContain("P2", codes);
    }

    [Fact]
    public async Task A_pin_of_several_takes_what_is_popular_where_the_link_that_answers_says_nothing_of_them()
    {
        // P3 is what the other taste buys most; a visitor who looks at P5 is answered by what goes with it, which says nothing of that taste.
        await UnderAsync();
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_order_lines set product_id = 3 where product_id in (1, 2) and order_id > 60", transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();
        await PublishAsync(new MerchandisingRule { Name = "One", Action = RuleAction.Pin, Slot = 1, Products = new() { Products = ["P1", "P2", "P3", "P4"] } });
        var list = await _rig.Get<IRecommendations>().ForAsync(new RecommendationQuery(null, 4) { Viewed = [new ProductId(5)] }, default);
        Assert.Equal(("session", "P3"), (list.Kind, list.Products[0].Code));
    }

    [Fact]
    public async Task What_is_oversold_is_out_of_stock()
    {
        Assert.Contains("P8", await UnderAsync());
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("update data_products set stock = -2 where code = 'P8'", transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();
        Assert.DoesNotContain("P8", await UnderAsync());
    }

    [Fact]
    public async Task Many_boosts_of_one_product_leave_a_score_that_is_a_number()
    {
        await PublishAsync([.. Enumerable.Range(0, 30).Select(i => new MerchandisingRule { Name = $"Up {i}", Action = RuleAction.Boost, Factor = 100, Products = new() { Products = ["P8"] } })]);
        Assert.True(double.IsFinite((await ListAsync()).Products[0].Score));
    }

    [Fact]
    public async Task A_preview_counts_a_rule_only_in_lists_of_those_for_whom_it_holds()
    {
        await UnderAsync();
        var hide = new MerchandisingRule { Name = "Mine", Action = RuleAction.Hide, Products = new() { Products = ["P8"] } };
        var everybody = (await _rig.Get<IMerchandising>().PreviewAsync(new RuleBook { Rules = [hide] }, null, 5, null, default)).Rules[0].Lists;
        Assert.True(everybody > 0);
        Assert.Equal(0, (await _rig.Get<IMerchandising>().PreviewAsync(new RuleBook { Rules = [hide with { Segment = "new" }] }, null, 5, null, default)).Rules[0].Lists);
        Assert.Equal(0, (await _rig.Get<IMerchandising>().PreviewAsync(new RuleBook { Rules = [hide with { Placements = ["cart"] }] }, null, 5, null, default)).Rules[0].Lists);
        Assert.Equal(everybody, (await _rig.Get<IMerchandising>().PreviewAsync(new RuleBook { Rules = [hide with { Placements = ["cart"] }] }, null, 5, "Cart", default)).Rules[0].Lists);
    }

    [Fact]
    public async Task A_rule_holds_only_for_its_segment_its_placement_and_its_days()
    {
        var today = DateOnly.FromDateTime(_rig.Now.UtcDateTime);
        await PublishAsync(
            new MerchandisingRule { Name = "Lost", Action = RuleAction.Hide, Segment = "new", Products = new() { Products = ["P1"] } },
            new MerchandisingRule { Name = "Cart", Action = RuleAction.Hide, Placements = ["cart"], Products = new() { Products = ["P2"] } },
            new MerchandisingRule { Name = "Over", Action = RuleAction.Hide, Until = today.AddDays(-1), Products = new() { Products = ["P3"] } },
            new MerchandisingRule { Name = "Now", Action = RuleAction.Hide, From = today, Until = today, Products = new() { Products = ["P4"] } },
            new MerchandisingRule { Name = "Off", Action = RuleAction.Hide, Enabled = false, Products = new() { Products = ["P8"] } });
        Assert.Equal(["P1", "P2", "P3", "P8"], Codes(await ListAsync()).Order());
        Assert.Equal(["P1", "P3", "P8"], Codes(await ListAsync("cart")).Order());

        var segment = (await _rig.Get<ISegments>().CurrentAsync(default)) is var now ? now.Codes[now.Of[now.Frame.Snapshot.Customers.IndexOf(new CustomerId(1))]] : "";
        await PublishAsync(new MerchandisingRule { Name = "Mine", Action = RuleAction.Hide, Segment = segment, Products = new() { Products = ["P1"] } });
        Assert.DoesNotContain("P1", Codes(await ListAsync()));
    }

    [Fact]
    public async Task What_is_out_of_stock_comes_only_when_the_book_lets_it()
    {
        Assert.DoesNotContain("P9", await UnderAsync());
        await PublishAsync(new RuleBook { HideOutOfStock = false, Rules = [new MerchandisingRule { Name = "Gone", Action = RuleAction.Pin, Slot = 1, Products = new() { NameHolds = "SAUCER 9" } }] });
        Assert.DoesNotContain("P9", Codes(await ListAsync()));
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute("insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (20, 9, 9, 1, 100)", transaction: transaction));
        _rig.Get<ISnapshots>().Invalidate();
        Assert.Equal("P9", Codes(await ListAsync())[0]);
    }

    [Fact]
    public async Task A_bought_product_comes_again_once_its_cycle_has_passed()
    {
        await PublishAsync(new RuleBook { Bought = BoughtPolicy.Due });

        // Forty customers buy each of their three products every ten to forty days, and the last time was four months ago.
        var due = (await ListAsync()).Products.Where(product => product.Reasons.Any(reason => reason.Code == ReasonCodes.DueAgain)).ToList();
        Assert.Equal(["P5", "P6", "P7"], due.Select(product => product.Code).Order());
        Assert.All(due, product => Assert.InRange(int.Parse(product.Reasons.First(reason => reason.Code == ReasonCodes.DueAgain).Arguments[0]), 100, 170));
        await PublishAsync(new RuleBook { Bought = BoughtPolicy.Exclude });
        Assert.DoesNotContain(Codes(await ListAsync()), code => code is "P5" or "P6" or "P7");
    }

    [Fact]
    public async Task Campaigns_and_nights_keep_the_rules_too()
    {
        await PublishAsync(new MerchandisingRule { Name = "Night", Action = RuleAction.Hide, Placements = [Placements.Nightly], Products = new() { Products = ["P8"] } });
        var frame = (await _rig.Get<ISegments>().CurrentAsync(default)).Frame;
        await _rig.Get<IPlanning>().DecideRecommendationsAsync(frame, null, null, default);
        var decisions = await _rig.Get<ILedger>().ListAsync(null, null, null, null, new TableQuery(Take: 1000), default);
        Assert.NotEmpty(decisions.Items);
        Assert.DoesNotContain(decisions.Items.SelectMany(decision => decision.Draft.Products), product => product.Product.Value == 8);
        Assert.All(await _rig.Get<IPlanning>().PreviewSendsAsync(AudienceCodes.Everybody, 8, 5, default), draft => Assert.True(draft.Products.Count > 0));
    }

    private async Task<IReadOnlyList<string>> UnderAsync(params IReadOnlyList<MerchandisingRule> rules)
    {
        await PublishAsync([.. rules]);
        return Codes(await ListAsync());
    }

    private Task PublishAsync(params MerchandisingRule[] rules) => PublishAsync(new RuleBook { Rules = rules });

    private async Task PublishAsync(RuleBook book)
    {
        var rules = _rig.Get<IMerchandising>();
        if (await _rig.Get<Marketing.Model.IModels>().ChampionAsync("recommend", default) is null)
        {
            _rig.AddRegulars(40);
            await _rig.TrainChampionAsync();
        }

        Assert.IsType<PublishOutcome.Published>(await rules.PublishAsync(book, (await rules.CurrentAsync(default)).Version, "ada", "", default));
    }

    private Task<RecommendationList> ListAsync(string? placement = null) => _rig.Get<IRecommendations>().ForAsync(new RecommendationQuery(new CustomerId(1), 8) { Placement = placement }, default);

    private static IReadOnlyList<string> Codes(RecommendationList list) => [.. list.Products.Select(product => product.Code)];
}
