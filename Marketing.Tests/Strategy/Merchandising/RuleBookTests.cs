using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Merchandising;

/// <summary>Books: what may be published, versions, and what a draft would change.</summary>
public sealed class RuleBookTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IMerchandising Rules => _rig.Get<IMerchandising>();

    public void Dispose() => _rig.Dispose();

    public static TheoryData<string, MerchandisingRule> Wrong => new()
    {
        { "needs a name", new MerchandisingRule { Action = RuleAction.Hide, Products = new() { Products = ["A"] } } },
        { "which products", new MerchandisingRule { Name = "x", Action = RuleAction.Hide } },
        { "place in the list is 1 to 100", new MerchandisingRule { Name = "x", Action = RuleAction.Pin, Products = new() { Products = ["A"] } } },
        { "only a pin", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Slot = 2, Products = new() { Products = ["A"] } } },
        { "above 1", new MerchandisingRule { Name = "x", Action = RuleAction.Boost, Factor = 0.5, Products = new() { Products = ["A"] } } },
        { "above 1", new MerchandisingRule { Name = "x", Action = RuleAction.Boost, Factor = double.NaN, Products = new() { Products = ["A"] } } },
        { "between 0 and 1", new MerchandisingRule { Name = "x", Action = RuleAction.Bury, Factor = -1, Products = new() { Products = ["A"] } } },
        { "only boosting and burying", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Factor = 2, Products = new() { Products = ["A"] } } },
        { "never stand beside", new MerchandisingRule { Name = "x", Action = RuleAction.Apart, Products = new() { Products = ["A"] } } },
        { "second group", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Products = new() { Products = ["A"] }, ApartFrom = new() { Products = ["B"] } } },
        { "no segment 'vip'", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Segment = "vip", Products = new() { Products = ["A"] } } },
        { "a placement is", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Placements = ["the cart"], Products = new() { Products = ["A"] } } },
        { "before its first", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, From = new(2024, 5, 2), Until = new(2024, 5, 1), Products = new() { Products = ["A"] } } },
        { "the highest not below", new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Products = new() { PriceFrom = 20, PriceTo = 10 } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_book_that_does_not_do_is_refused_and_nothing_changes(string part, MerchandisingRule rule)
    {
        var refused = Assert.IsType<PublishOutcome.Refused>(await Rules.PublishAsync(new RuleBook { Rules = [rule] }, 0, "ada", "", default));
        Assert.Contains(refused.Problems, problem => problem.Contains(part, StringComparison.Ordinal));
        Assert.Equal(0, (await Rules.CurrentAsync(default)).Version);
        await Assert.ThrowsAsync<ArgumentException>(() => Rules.PreviewAsync(new RuleBook { Rules = [rule] }, null, 5, null, default));
    }

    [Fact]
    public void Two_rules_of_one_name_and_weights_out_of_range_are_refused()
    {
        var rule = new MerchandisingRule { Name = "x", Action = RuleAction.Hide, Products = new() { Products = ["A"] } };
        Assert.Contains("same name", Assert.Single(Rules.Check(new RuleBook { Rules = [rule, rule with { Name = "X" }] })));
        Assert.Equal(5, Rules.Check(new RuleBook { Diversity = 1, CategoryCap = 0, MarginWeight = double.NaN, FreshnessWeight = 11, FreshnessDays = 0 }).Count);
        Assert.Empty(Rules.Check(new RuleBook()));
    }

    [Fact]
    public async Task Versions_are_kept_and_an_older_one_can_be_published_again()
    {
        var first = new RuleBook { Diversity = 0.25, Rules = [new MerchandisingRule { Name = "规则 🎁", Action = RuleAction.Bury, Factor = 0.5, Placements = ["home"], From = new(2024, 1, 2), Products = new() { Category = "Kitchen", PriceTo = 1999 } }] };
        Assert.IsType<PublishOutcome.Published>(await Rules.PublishAsync(first, 0, "ada", " why ", default));
        Assert.IsType<PublishOutcome.Published>(await Rules.PublishAsync(new RuleBook { CategoryCap = 2 }, 1, "bob", "", default));
        await _rig.RestartAsync();
        Assert.Equal((2L, 2), ((await Rules.CurrentAsync(default)).Version, (await Rules.CurrentAsync(default)).Book.CategoryCap));
        var versions = await Rules.VersionsAsync(new TableQuery(), default);
        Assert.Equal([2L, 1L], versions.Items.Select(version => version.Version));
        var old = (await Rules.FindAsync(1, default))!;
        Assert.Equal(("ada", "why"), (old.Actor, old.Note));
        Assert.Equivalent(first, old.Book, strict: true);
        Assert.Null(await Rules.FindAsync(3, default));
    }

    [Fact]
    public async Task Whoever_did_not_see_the_book_in_force_does_not_overwrite_it()
    {
        await Rules.PublishAsync(new RuleBook { CategoryCap = 2 }, 0, "ada", "", default);
        var overtaken = Assert.IsType<PublishOutcome.Overtaken>(await Rules.PublishAsync(new RuleBook { CategoryCap = 3 }, 0, "bob", "", default));
        Assert.Equal((1L, "ada"), (overtaken.Current.Version, overtaken.Current.Actor));
        Assert.Equal(2, (await Rules.CurrentAsync(default)).Book.CategoryCap);
    }

    [Fact]
    public async Task A_preview_shows_what_would_change_and_changes_nothing()
    {
        _rig.AddRegulars(40);
        await _rig.TrainChampionAsync();
        var hide = new MerchandisingRule { Name = "No P8", Action = RuleAction.Hide, Products = new() { Products = ["P8"] } };
        var nothing = new MerchandisingRule { Name = "Nothing", Action = RuleAction.Boost, Factor = 2, Products = new() { Products = ["none"] } };
        var draft = new RuleBook { Rules = [hide, nothing] };
        var preview = await Rules.PreviewAsync(draft, new CustomerId(1), 3, null, default);
        Assert.Equal("P8", preview.Before.Products[0].Code);
        Assert.DoesNotContain(preview.After.Products, product => product.Code == "P8");
        Assert.Equal(40, preview.Customers);
        Assert.InRange(preview.Changed, 1, 40);
        Assert.InRange(preview.Replaced, 0.01, 1);
        Assert.Equal(new RuleEffect("No P8", 1, preview.Shifts.Single(shift => shift.Code == "P8").Before), preview.Rules[0]);
        Assert.Equal(new RuleEffect("Nothing", 0, 0), preview.Rules[1]);
        Assert.Equal("P8", (await _rig.Get<IRecommendations>().ForAsync(new RecommendationQuery(new CustomerId(1), 3), default)).Products[0].Code);
        Assert.Equal(0, (await Rules.CurrentAsync(default)).Version);
    }
}
