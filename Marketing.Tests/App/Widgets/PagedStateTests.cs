using Marketing.App.Components.Widgets;

namespace Marketing.Tests.App.Widgets;

public sealed class PagedStateTests
{
    private static readonly string[] Columns = ["key", "monetary"];

    [Fact]
    public void An_address_without_parts_asks_for_the_first_page_in_the_tables_own_order()
    {
        var query = PagedState.Read(null, null, null, null, Columns).Query;
        Assert.Equal((0, 25, null, null, false), (query.Skip, query.Take, query.Search, query.Sort, query.Descending));
    }

    [Fact]
    public void The_parts_of_an_address_reach_the_query()
    {
        var query = PagedState.Read(" france ", "monetary", "desc", 3, Columns).Query;
        Assert.Equal((50, 25, "france", "monetary", true), (query.Skip, query.Take, query.Search, query.Sort, query.Descending));
    }

    [Theory]
    [InlineData("drop table", -4)]
    [InlineData("", 0)]
    [InlineData("KEY", int.MinValue)]
    public void Nonsense_in_an_address_falls_back_to_the_default(string sort, int page)
    {
        var state = PagedState.Read("   ", sort, "sideways", page, Columns);
        Assert.Equal(new PagedState(null, null, false, 1), state);
    }

    [Fact]
    public void A_page_beyond_all_tables_does_not_overflow() => Assert.InRange(PagedState.Read(null, null, null, int.MaxValue, Columns).Query.Skip, 0, int.MaxValue);

    [Fact]
    public void A_state_gives_the_address_that_leads_back_to_it()
    {
        var state = PagedState.Read("france", "monetary", "desc", 3, Columns);
        var parts = state.Parts;
        Assert.Equal(state, PagedState.Read((string?)parts["q"], (string?)parts["sort"], (string?)parts["dir"], (int?)parts["page"], Columns));
    }

    [Fact]
    public void The_default_state_leaves_the_address_bare() => Assert.All(PagedState.Read(null, null, null, 1, Columns).Parts.Values, Assert.Null);

    [Fact]
    public void A_click_on_a_head_sorts_by_its_natural_direction_and_a_second_one_turns_it()
    {
        var first = PagedState.Read("x", null, null, 4, Columns).SortedBy("monetary", descendingFirst: true);
        Assert.Equal(new PagedState("x", "monetary", true, 1), first);
        Assert.False(first.SortedBy("monetary", descendingFirst: true).Descending);
        Assert.False(first.SortedBy("key", descendingFirst: false).Descending);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(25, 1)]
    [InlineData(26, 2)]
    [InlineData(5942, 238)]
    public void The_last_page_holds_the_last_row(long total, int pages) => Assert.Equal(pages, PagedState.Pages(total));
}
