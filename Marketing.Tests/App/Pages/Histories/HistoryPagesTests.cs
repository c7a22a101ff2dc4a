using Bunit;
using Marketing.App.Components.Pages.Histories;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Sequence;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Histories;

public sealed class HistoryPagesTests : IClassFixture<HistoryPagesTests.TrainedShop>
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);
    private readonly TrainedShop _trained;

    public HistoryPagesTests(TrainedShop trained) => _trained = trained;

    [Theory]
    [InlineData(Words.English, "What moved Cup", "speaks for it", "Of that, from having had it", "bought 3 times, in the last order")]
    [InlineData(Words.Chinese, "是什么影响了Cup", "有利", "其中来自买过它", "购买 3 次，在最近一次订单中")]
    public async Task The_page_names_the_parts_and_every_event_by_its_effect(string language, string title, string direction, string column, string had)
    {
        await using var page = Page(language);
        var moved = Moved(page, "c0", "cup");
        moved.WaitForAssertion(() => Assert.Equal(title, moved.Find("h1").TextContent));
        Assert.Contains(had, moved.Markup);
        await moved.InvokeAsync(() => moved.Find(".chart-switch button").Click());
        moved.WaitForElement(".card thead");
        Assert.Contains(column, moved.Find(".card thead").TextContent);
        var rows = moved.FindAll(".card tbody tr");
        Assert.Equal(8, rows.Count);
        var changes = rows.Select(row => double.Parse(row.Children[5].TextContent.Replace("−", "-", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(changes.OrderByDescending(Math.Abs), changes);
        Assert.Equal(changes.Select(change => change > 0), rows.Select(row => row.TextContent.Contains(direction, StringComparison.Ordinal)));
        Assert.Equal($"/models/{_trained.Version.Id.Value}/structure", moved.Find("p.note a").GetAttribute("href"));
    }

    [Fact]
    public void Labels_of_events_tell_products_apart_whose_names_begin_alike()
    {
        var shop = new SnapshotBuilder(Now).Product("20712", "JUMBO BAG WOODLAND ANIMALS FOR CHILDREN").Product("20713", "JUMBO BAG WOODLAND OWLS FOR CHILDREN")
            .Product("20714", "JUMBO BAG WOODLAND ANIMALS FOR TEENAGERS").Order(Now.AddDays(-1), "c", ("20712", 1, 1), ("20713", 1, 1), ("20714", 1, 1)).Build();
        EventEffect Bought(string code) => new(Now.AddDays(-1), shop.Products.IndexOf(code), HistoryEventKind.Purchase, null, 0.1, 0);
        var display = Page().Services.GetRequiredService<Display>();
        var labels = MovedWords.Labels(display, shop, [Bought("20712"), Bought("20713"), Bought("20714"), Bought("20712")]);
        Assert.Equal("29 Jun 2024 · 20712\nJUMBO BAG W…FOR CHILDREN", labels[0]);
        Assert.StartsWith("29 Jun 2024 · 20713\n", labels[1]);
        Assert.EndsWith("R TEENAGERS", labels[2]);
        Assert.StartsWith("29 Jun 2024 · 20712 (2)\n", labels[3]);
        Assert.Equal("29 Jun 2024 JUMBO BAG WOODLAND OWLS FOR CHILDREN (20713)", MovedWords.Names(display, shop, [Bought("20713")])[0]);
        Assert.All(labels, label => Assert.All(label.Split('\n'), line => Assert.True(line.Length <= 25)));
    }

    [Fact]
    public async Task Where_the_model_looked_comes_with_the_caveat_and_the_heads_of_a_layer()
    {
        await using var page = Page();
        var moved = Moved(page, "c0", "cup", "&view=attention&layer=2");
        moved.WaitForAssertion(() => Assert.Contains("Where a model looks is not why it answers as it does", moved.Markup));
        Assert.Equal("Layer 2", moved.Find("nav.segmented:not(header nav) a[aria-current]").TextContent);
        await moved.InvokeAsync(() => moved.Find(".chart-switch button").Click());
        moved.WaitForElement(".card thead");
        Assert.Equal(["Event", "Mean", "H1", "H2"], moved.FindAll(".card thead th").Select(head => head.TextContent));
        var rows = moved.FindAll(".card tbody tr").Select(row => row.QuerySelectorAll("td.number").Select(cell => double.Parse(cell.TextContent.Replace(" %", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)).ToList()).ToList();
        Assert.All(Enumerable.Range(0, 3), column => Assert.Equal(100, rows.Sum(row => row[column]), 0.5));
        Assert.EndsWith("layer=1", moved.FindAll("nav.segmented a").Single(link => link.TextContent == "Layer 1").GetAttribute("href"));
    }

    [Theory]
    [InlineData("stranger", "cup", "", "no such customer")]
    [InlineData("c0", "nothing", "", "does not know this product")]
    [InlineData("c0", "cup", "99", "no model with this number")]
    public async Task What_cannot_be_explained_says_why_and_leads_back(string customer, string product, string version, string why)
    {
        await using var page = Page();
        var moved = Moved(page, customer, product, version: version.Length == 0 ? null : 99);
        moved.WaitForAssertion(() => Assert.Contains(why, moved.Find(".empty-text").TextContent));
        Assert.StartsWith("/customers/", moved.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_history_of_one_event_says_that_all_comes_from_it()
    {
        await using var page = Page();
        var moved = Moved(page, "newcomer", "cup");
        moved.WaitForAssertion(() => Assert.Contains("One event is all that the model knows", moved.Markup));
    }

    [Theory]
    [InlineData(Words.English, "numbers are in one part", "in the last order", "Layer 2: queries, keys and values")]
    [InlineData(Words.Chinese, "的数值集中在一个部分", "在最近一次订单中", "第 2 层：查询、键和值")]
    public async Task The_structure_says_what_every_array_is_and_what_having_had_a_product_is_worth(string language, string title, string had, string array)
    {
        await using var page = Page(language);
        var structure = page.Render<StructurePage>(with => with.Add(p => p.Number, _trained.Version.Id.Value));
        structure.WaitForAssertion(() => Assert.Contains(title, structure.Markup));
        Assert.Contains(had, structure.Find("#had-title ~ .scroll-x thead").TextContent);
        Assert.Contains("as-cards", structure.Find("#had-title ~ .scroll-x .table").ClassName);
        Assert.Equal(5 * 6, structure.FindAll("#had-title ~ .scroll-x tbody td").Count);
        Assert.Contains(array, structure.Find("details tbody").TextContent);
        Assert.DoesNotContain("‹", structure.Markup);
        Assert.DoesNotContain("Histories.", structure.Markup);
    }

    [Fact]
    public async Task A_version_without_a_structure_says_so()
    {
        await using var page = Page();
        var structure = page.Render<StructurePage>(with => with.Add(p => p.Number, 99));
        structure.WaitForAssertion(() => Assert.Contains("There is no structure to show", structure.Markup));
    }

    [Fact]
    public async Task Only_products_that_a_model_of_histories_scored_for_somebody_lead_to_what_moved_them()
    {
        await using var page = Page();
        RecommendedProduct Product(string kind) => new(new ProductId(1), "cup", "Cup", 100, 1, []) { Kind = kind };
        IReadOnlyList<string?> Links(string kind, CustomerId? customer, ModelVersion? model) =>
            [.. page.Render<RecommendationTable>(with => with.Add(p => p.Products, [Product(kind)]).Add(p => p.Customer, customer).Add(p => p.Model, model)).FindAll("a").Select(link => link.GetAttribute("href"))];
        Assert.Equal([$"/customers/1/moved/1?model={_trained.Version.Id.Value}"], Links("transformer", new CustomerId(1), _trained.Version));
        Assert.Empty(Links("popular", new CustomerId(1), _trained.Version));
        Assert.Empty(Links("transformer", null, _trained.Version));
        Assert.Empty(Links("transformer", new CustomerId(1), null));
        Assert.Empty(Links("als", new CustomerId(1), _trained.Version with { Kind = "als" }));
    }

    private PageContext Page(string language = Words.English)
    {
        var page = new PageContext(language, shop: _trained.Shop);
        page.Services.AddSingleton<IModels>(_trained.Rig.Models);
        page.Services.AddSingleton<ISequenceExplanations>(new SequenceExplanations(_trained.Rig.Models));
        page.Services.AddSingleton<ISnapshots>(new StandingShop(_trained.Shop));
        return page;
    }

    private IRenderedComponent<MovedPage> Moved(PageContext page, string customer, string product, string query = "", long? version = null)
    {
        var (who, what) = (_trained.Shop.Customers.IndexOf(customer), _trained.Shop.Products.IndexOf(product));
        page.Services.GetRequiredService<NavigationManager>().NavigateTo($"/customers/1/moved/1?model={version ?? _trained.Version.Id.Value}{query}");
        return page.Render<MovedPage>(with => with
            .Add(p => p.Number, who < 0 ? 999 : _trained.Shop.Customers.Id[who])
            .Add(p => p.Product, what < 0 ? 999 : _trained.Shop.Products.Id[what]));
    }

    /// <summary>A shop with a transformer of two layers with two heads, trained once.</summary>
    public sealed class TrainedShop : IAsyncLifetime
    {
        internal ModelRig Rig { get; } = new(new ModelOptions { Methods = new() { ["transformer"] = new() { ["d"] = "8", ["epochs"] = "20", ["learning_rate"] = "0.01", ["length"] = "20", ["questions"] = "true", ["signs"] = "true" } } });

        internal ShopSnapshot Shop { get; } = Build();

        internal ModelVersion Version { get; private set; } = null!;

        public async Task InitializeAsync() => Version = await Rig.Training.TrainAsync("transformer", Shop, null, null, default);

        public Task DisposeAsync()
        {
            Rig.Dispose();
            return Task.CompletedTask;
        }

        private static ShopSnapshot Build()
        {
            var builder = new SnapshotBuilder(Now).Product("cup", "Cup").Product("tea", "Tea").Product("jug", "Jug");
            for (var customer = 0; customer < 20; customer++)
            {
                for (var order = 0; order < 4; order++)
                {
                    builder.Order(Now.AddDays(-80 + (9 * order)), $"c{customer}", order == customer % 4 ? ("jug", 3, 300) : ("cup", 1, 100), ("tea", 1 + order, 200));
                }
            }

            return builder.Order(Now.AddDays(-9), "newcomer", ("tea", 1, 200)).Build();
        }
    }
}
