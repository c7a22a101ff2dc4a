using System.Text;
using Dapper;
using Marketing.Data;

namespace Marketing.Tests.Data.Import.Files;

public sealed class KindTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Customers_are_created_and_completed_and_taken_back_field_by_field()
    {
        await _rig.AppliedAsync("id,email,name,country\n7,Old@X.example,Old,France\n", "customers");
        var second = await _rig.AppliedAsync("客户编号,邮箱,姓名,城市,标签\n7,new@x.example,,Lyon,\"vip;tea\"\n8,eight@x.example,八,上海,\n", "customers");
        Assert.Equal((2L, 2L, "customers"), (second.Rows, second.Lines, second.Kind));
        Assert.Equal(("new@x.example", "Old", "France", "Lyon", "[\"tea\",\"vip\"]"), _rig.Ask<(string, string, string, string, string)>("select email, name, country, city, tags from data_customers where key = '7'"));

        await _rig.Shop.Database.WriteAsync((connection, _) => connection.Execute("update data_customers set city = 'Paris' where key = '7'"));
        Assert.True(await _rig.Shop.Imports.UndoAsync(second.Id, "Ada", default));
        Assert.Equal(("old@x.example", "Paris", "[]"), _rig.Ask<(string, string, string)>("select email, city, tags from data_customers where key = '7'"));
        Assert.Null(_rig.Ask<string?>("select email from data_customers where key = '8'"));

        Assert.True(await _rig.Shop.Imports.RedoAsync(second.Id, "Ada", default));
        Assert.Equal("eight@x.example", _rig.Ask<string?>("select email from data_customers where key = '8'"));
    }

    [Fact]
    public async Task A_list_of_addresses_without_numbers_finds_the_customers_that_have_them()
    {
        await _rig.AppliedAsync("id,email\n7,seven@x.example\n", "customers");
        await _rig.AppliedAsync("email address,name\nSEVEN@x.example,Seven\nother@x.example,Other\n", "customers");
        Assert.Equal(["7", "other@x.example"], _rig.All<string>("select key from data_customers order by key"));
        Assert.Equal("Seven", _rig.Ask<string>("select name from data_customers where key = '7'"));
    }

    [Fact]
    public async Task Products_bring_everything_a_catalogue_says()
    {
        await _rig.AppliedAsync("sku;title;product type;vendor;price;cost per item;image src;link;body html;published\na1;Cup;Kitchen > Cups;Clay;1.234,50;4,05;https://x.example/c.png;https://x.example/c;Blue;true\n", "products");
        Assert.Equal(
            ("Cup", "Kitchen > Cups", "Clay", 123450L, 405L, "https://x.example/c.png", "Blue"),
            _rig.Ask<(string, string, string, long, long, string, string)>("select name, category, brand, price, cost, image, description from data_products where code = 'A1'"));
    }

    [Fact]
    public async Task The_newest_level_of_stock_holds_and_an_undone_import_gives_back_the_one_before()
    {
        await _rig.AppliedAsync("sku,stock,date,lead time\nA1,5,2009-01-01,3\n", "stock");
        var second = await _rig.AppliedAsync("sku,stock,date,lead time\nA1,9,2009-03-01,\nA1,7,2009-02-01,4.5\n", "stock");
        Assert.Equal((9L, 4.5), _rig.Ask<(long, double)>("select stock, lead_days from data_products where code = 'A1'"));
        await _rig.AppliedAsync("sku,stock,date\nA1,1,2008-01-01\n", "stock");
        Assert.Equal(9, _rig.Ask<long>("select stock from data_products where code = 'A1'"));
        await _rig.Shop.Imports.UndoAsync(second.Id, "Ada", default);
        Assert.Equal((5L, 3.0), _rig.Ask<(long, double)>("select stock, lead_days from data_products where code = 'A1'"));
    }

    [Fact]
    public async Task Events_find_their_customers_products_and_visitors_and_an_id_counts_once()
    {
        const string Text = "event id,event type,timestamp,customer id,visitor id,product id,url\ne1,view,2009-12-01T10:00:00Z,7,,A1,https://x.example/a\ne2,add to cart,1259661600,,v9,A1,\ne2,add to cart,1259661600,,v9,A1,\ne3,wishlist,2009-12-01 10:00,7,v9,,\n";
        var first = await _rig.AppliedAsync(Text, "events");
        Assert.Equal(4, first.Rows);
        Assert.Equal([(1L, null), (2L, null), (9L, "wishlist")], _rig.All<(long, string?)>("select kind, name from data_events order by id"));
        Assert.Equal("{\"url\":\"https://x.example/a\"}", _rig.Ask<string>("select detail from data_events where kind = 1"));
        Assert.Equal(3, (await _rig.Shop.LookAsync()).Events.Count);

        await _rig.Shop.Imports.UndoAsync(first.Id, "Ada", default);
        Assert.Equal(0, (await _rig.Shop.LookAsync()).Events.Count);
        await _rig.AppliedAsync(Text + "e4,view,2009-12-02T10:00:00Z,7,,A1,\n", "events");
        Assert.Equal(4, _rig.Ask<long>("select count(*) from data_events where import_id in (select id from data_imports where state = 2)"));
    }

    [Fact]
    public async Task Events_that_went_with_another_file_come_back_with_a_file_that_holds_them_too()
    {
        const string January = "event id,event type,timestamp,customer id,product id\ne1,view,2009-12-01T10:00:00Z,7,A1\n";
        const string Year = January + "e2,view,2009-12-05T10:00:00Z,7,A1\n";
        var first = await _rig.AppliedAsync(January, "events");
        Assert.Equal(1, (await _rig.AppliedAsync(Year, "events")).Unchanged);
        Assert.IsType<ImportOutcome.AlreadyThere>(await _rig.ImportAsync(Year, "events"));
        await _rig.Shop.Imports.UndoAsync(first.Id, "Ada", default);
        Assert.Equal(1, (await _rig.Shop.LookAsync()).Events.Count);
        await _rig.AppliedAsync(Year, "events");
        Assert.Equal(2, (await _rig.Shop.LookAsync()).Events.Count);
    }

    [Fact]
    public async Task Who_the_previous_tool_no_longer_wrote_to_stays_refused_also_when_the_customer_comes_later()
    {
        await _rig.AppliedAsync("id,email\n7,seven@x.example\n", "customers");
        var list = await _rig.AppliedAsync("Email Address,Status,Unsub Time\nSeven@x.example,unsubscribed,2009-05-01 10:00\nlater@x.example,hard bounce,2009-05-02\n", "suppressions");
        await _rig.AppliedAsync("id,email\n8,later@x.example\n", "customers");
        await _rig.AppliedAsync("id,email\n8,later@x.example\n9,nine@x.example\n", "customers");
        Assert.Equal(
            [("7", 0L, "previous tool", "unsubscribed"), ("8", 0L, "previous tool", "bounced")],
            _rig.All<(string, long, string, string)>("select key, granted, source, wording from data_consents join data_customers on data_customers.id = customer_id order by key"));
        Assert.Equal("suppressions", _rig.Files.Kinds[0].Name);
        Assert.Equal(2, list.Lines);
    }

    [Fact]
    public async Task Consents_engagement_returns_ads_and_their_results_are_facts_of_their_import()
    {
        await _rig.AppliedAsync("customer,purpose,opt in,date,channel\n7,newsletter,是,2009-01-01,短信\n", "consents");
        await _rig.AppliedAsync("email,campaign,action,date\nx@x.example,Spring,clicked,2009-01-01\n", "engagement");
        await _rig.AppliedAsync("return id,date,customer,sku,qty,price\nR1,2009-02-01,7,A1,2,9.99\n", "returns");
        await _rig.AppliedAsync("ad id,ad name,platform,sku\n1001,Blue cup,search,A1\n", "ads");
        await _rig.AppliedAsync("ad id,day,impressions,clicks,spend\n1001,2009-02-01,\"1,200\",30,\"£12.50\"\n", "ad-results");
        Assert.Equal(("marketing", "sms", 1L), _rig.Ask<(string, string, long)>("select purpose, channel, granted from data_consents"));
        Assert.Equal(("Spring", "click"), _rig.Ask<(string, string)>("select campaign, kind from data_engagement"));
        Assert.Equal((2L, 999L), _rig.Ask<(long, long)>("select quantity, unit_price from data_returns"));
        Assert.Equal("A1", _rig.Ask<string>("select code from data_products where id = (select product_id from data_ads)"));
        Assert.Equal((1200L, 30L, 1250L), _rig.Ask<(long, long, long)>("select impressions, clicks, cost from data_ad_results"));
    }

    [Fact]
    public async Task Orders_with_a_chosen_mapping_and_a_decimal_comma_go_through_their_own_reader()
    {
        var plan = await _rig.PlanAsync(Encoding.Latin1.GetBytes("Bestellung;Artikel;Stück;Datum;Einzelpreis;Kunde\n1;a1;2;31.12.2009;1,50;7\n"), "orders");
        var chosen = new Dictionary<string, string> { ["InvoiceNo"] = "Bestellung", ["StockCode"] = "Artikel", ["Quantity"] = "Stück", ["InvoiceDate"] = "Datum", ["UnitPrice"] = "Einzelpreis", ["CustomerID"] = "Kunde" };
        var preview = Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(plan with { Columns = chosen }, default)).Preview;
        Assert.Equal((1L, 1L, "1,50"), (preview.Rows, preview.Accepted, preview.First[0].Values["UnitPrice"]));
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan with { Columns = chosen }));
        var shop = await _rig.Shop.LookAsync();
        Assert.Equal([150L], shop.Orders.LinePrice);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        await _rig.AppliedAsync("id,email\n7,seven@x.example\n", "customers");
        Assert.IsType<ImportOutcome.AlreadyThere>(await _rig.ImportAsync("id,email\n7,seven@x.example\n", "customers"));
    }
}
