using Bunit;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Widgets;

public sealed class TableWidgetTests
{
    [Fact]
    public void A_head_tells_how_the_table_is_sorted_and_leads_to_the_other_order()
    {
        using var page = new PageContext();
        page.Services.GetRequiredService<NavigationManager>().NavigateTo("/customers?q=france&page=7");
        var head = page.Render<SortHead>(with => with.Add(p => p.State, new PagedState("france", "monetary", true, 7)).Add(p => p.Column, "monetary").Add(p => p.Text, "Net spent").Add(p => p.Number, true));

        Assert.Equal("descending", head.Find("th").GetAttribute("aria-sort"));
        var address = head.Find("a").GetAttribute("href")!;
        Assert.Contains("sort=monetary&dir=asc", address);
        Assert.Contains("q=france", address);
        Assert.DoesNotContain("page=", address);
    }

    [Fact]
    public void A_head_of_another_column_says_that_it_does_not_sort()
    {
        using var page = new PageContext();
        var head = page.Render<SortHead>(with => with.Add(p => p.State, new PagedState(null, "key", false, 1)).Add(p => p.Column, "monetary").Add(p => p.Text, "Net spent").Add(p => p.Number, true));
        Assert.Equal("none", head.Find("th").GetAttribute("aria-sort"));
        Assert.Contains("sort=monetary&dir=desc", head.Find("a").GetAttribute("href"));
    }

    [Theory]
    [InlineData(1, 60, "1–25 of 60", null, "page=2")]
    [InlineData(2, 60, "26–50 of 60", "", "page=3")]
    [InlineData(3, 60, "51–60 of 60", "page=2", null)]
    [InlineData(1, 25, "1–25 of 25", null, null)]
    public void A_pager_says_where_the_reader_is_and_leads_on(int at, long total, string where, string? previous, string? next)
    {
        using var page = new PageContext();
        var pager = page.Render<TablePager>(with => with.Add(p => p.Page, at).Add(p => p.Total, total));
        Assert.Equal(where, pager.Find(".table-pager-where").TextContent);
        Leads(pager.FindAll("a[rel=prev]").SingleOrDefault()?.GetAttribute("href"), previous);
        Leads(pager.FindAll("a[rel=next]").SingleOrDefault()?.GetAttribute("href"), next);
    }

    [Fact]
    public void A_page_beyond_the_table_leads_back_into_it()
    {
        using var page = new PageContext();
        var pager = page.Render<TablePager>(with => with.Add(p => p.Page, 999).Add(p => p.Total, 60));
        Assert.Contains("There is no page 999", pager.Markup);
        Assert.Contains("The table ends on page 3: it has 60 rows.", pager.Markup);
        Assert.Contains("page=3", Assert.Single(pager.FindAll("a")).GetAttribute("href"));
    }

    [Theory]
    [InlineData(Words.English, "Next")]
    [InlineData(Words.Chinese, "下一页")]
    public void A_pager_speaks_the_readers_language(string language, string next)
    {
        using var page = new PageContext(language);
        Assert.Equal(next, page.Render<TablePager>(with => with.Add(p => p.Page, 1).Add(p => p.Total, 60)).Find("a[rel=next]").TextContent);
    }

    private static void Leads(string? address, string? part)
    {
        Assert.Equal(part is null, address is null);
        Assert.Contains(part ?? "", address ?? "");
        Assert.True(part != "" || !address!.Contains("page="), "The first page has the bare address.");
    }
}
