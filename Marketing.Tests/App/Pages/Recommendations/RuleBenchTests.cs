using Marketing.App.Components.Pages.Recommendations;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Pages.Recommendations;

/// <summary>Drafts of rules: what is kept, what counts as a change, and what happens when somebody else publishes.</summary>
public sealed class RuleBenchTests : IDisposable
{
    private readonly ShopRig _rig = new();

    private IMerchandising Rules => _rig.Get<IMerchandising>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_draft_outlives_the_program_and_ends_when_it_equals_the_book_in_force()
    {
        var bench = await OpenAsync();
        await bench.PutAsync(Hide("A"), null);
        await bench.PutAsync(Hide("B"), null);
        await bench.MoveAsync(1, -1);
        await bench.ChangeAsync(book => book with { CategoryCap = 3 });
        await _rig.RestartAsync();
        var later = await OpenAsync();
        Assert.Equal(["B", "A"], later.Book.Rules.Select(rule => rule.Name));
        Assert.Equal([new("Added", "B"), new("Added", "A"), new("Setting", "CategoryCap")], later.Changes);
        Assert.Equal(0, later.Current.Version);
        Assert.Empty((await OpenAsync("bob")).Changes);
        Assert.Empty((await RuleBench.OpenAsync(Rules, "ada", reads: true, default)).Changes);
        await later.ChangeAsync(_ => new RuleBook());
        Assert.Empty(later.Changes);
        Assert.Null(await Rules.DraftAsync("ada", default));
    }

    [Fact]
    public async Task What_was_published_is_no_draft_any_more()
    {
        var bench = await OpenAsync();
        await bench.PutAsync(Hide("A"), null);
        Assert.IsType<PublishOutcome.Published>(await bench.PublishAsync("first"));
        Assert.Empty(bench.Changes);
        Assert.Equal((1L, "first"), (bench.Current.Version, bench.Current.Note));
        Assert.Null(await Rules.DraftAsync("ada", default));
        await bench.RemoveAsync(0);
        Assert.Equal([new BookChange("Removed", "A")], bench.Changes);
    }

    [Fact]
    public async Task A_draft_that_was_overtaken_is_kept_and_brought_onto_the_new_version()
    {
        await Rules.PublishAsync(new RuleBook { Rules = [Hide("A"), Hide("B"), Hide("C")] }, 0, "ada", "", default);
        var mine = await OpenAsync();
        await mine.PutAsync(Hide("A") with { Enabled = false }, 0);
        await mine.RemoveAsync(1);
        await mine.PutAsync(Hide("D"), null);
        await mine.ChangeAsync(book => book with { Diversity = 0.5 });
        await Rules.PublishAsync(new RuleBook { Rules = [Hide("C"), Hide("A"), Hide("B"), Hide("E")], CategoryCap = 2 }, 1, "bob", "range", default);
        Assert.IsType<PublishOutcome.Overtaken>(await mine.PublishAsync(""));
        Assert.True(mine.IsOvertaken);
        Assert.Equal(["A", "C", "D"], mine.Book.Rules.Select(rule => rule.Name));
        await mine.BringForwardAsync();
        Assert.False(mine.IsOvertaken);
        Assert.Equal(["C", "A", "E", "D"], mine.Book.Rules.Select(rule => rule.Name));
        Assert.False(mine.Book.Rules[1].Enabled);
        Assert.Equal((2, 0.5), (mine.Book.CategoryCap, mine.Book.Diversity));
        Assert.IsType<PublishOutcome.Published>(await mine.PublishAsync(""));
        Assert.Equal(3, (await Rules.CurrentAsync(default)).Version);
    }

    [Fact]
    public async Task A_restored_version_is_a_new_one_and_leaves_the_draft_alone()
    {
        await Rules.PublishAsync(new RuleBook { CategoryCap = 2 }, 0, "ada", "", default);
        await Rules.PublishAsync(new RuleBook { CategoryCap = 3 }, 1, "ada", "", default);
        var bench = await OpenAsync();
        await bench.PutAsync(Hide("A"), null);
        Assert.IsType<PublishOutcome.Published>(await bench.RestoreAsync((await Rules.FindAsync(1, default))!, "again"));
        Assert.Equal((3L, 2), (bench.Current.Version, bench.Current.Book.CategoryCap));
        Assert.True(bench.IsOvertaken);
        Assert.Equal("A", Assert.Single(bench.Book.Rules).Name);
    }

    [Fact]
    public void Rules_that_only_changed_places_are_one_change_and_take_their_order_along()
    {
        var (first, mine) = (new RuleBook { Rules = [Hide("A"), Hide("B")] }, new RuleBook { Rules = [Hide("B"), Hide("A")] });
        Assert.Equal([new BookChange("Order", "")], BookChanges.Between(first, mine));
        Assert.Equal(["B", "A", "C"], BookChanges.Onto(first, mine, new RuleBook { Rules = [Hide("A"), Hide("C"), Hide("B")] }).Rules.Select(rule => rule.Name));
    }

    private Task<RuleBench> OpenAsync(string actor = "ada") => RuleBench.OpenAsync(Rules, actor, reads: false, default);

    private static MerchandisingRule Hide(string name) => new() { Name = name, Action = RuleAction.Hide, Products = new() { Products = [name] } };
}
