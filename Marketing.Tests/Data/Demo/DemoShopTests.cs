using System.IO.Compression;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Data.Customers;
using Marketing.Data.Demo;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Data.Import;

namespace Marketing.Tests.Data.Demo;

public sealed class DemoShopTests : IDisposable
{
    private readonly ImportRig _rig = new();
    private readonly DemoShop _demo;

    public DemoShopTests() => _demo = Demo(_rig);

    public void Dispose()
    {
        _demo.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task The_clock_starts_on_the_day_after_the_last_order()
    {
        var import = await LoadAsync();
        Assert.True(import!.IsDemo);
        Assert.Equal(("GBP", "Europe/London", true), (_rig.Shop.Profile.Currency, _rig.Shop.Profile.TimeZone, _rig.Shop.Profile.IsDemo));
        Assert.Equal(new DateTimeOffset(2011, 6, 30, 23, 0, 0, TimeSpan.Zero), _rig.Clock.GetUtcNow());
        Assert.Equal(new DateOnly(2011, 7, 1), _rig.Shop.DayOf(_rig.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Everything_invented_says_so_and_nothing_real_does()
    {
        await LoadAsync();
        var shop = await _rig.Snapshots.CurrentAsync(CancellationToken.None);
        Assert.All(shop.Products.Simulated, Assert.True);
        Assert.True(shop.Events.Simulated);
        Assert.NotEqual(0, shop.Events.Count);
        Assert.Equal(0, Count("data_events where simulated <> 1"));
        Assert.Equal(0, Count("data_consents where simulated <> 1 or source <> 'demo' or wording = ''"));
        Assert.Equal(0, Count("data_customers where email not like '%@example.com' or simulated not like '%email%'"));
        Assert.Equal(Count("data_customers"), _rig.Database.Read(connection => connection.ExecuteScalar<long>("select count(distinct email) from data_customers")));
    }

    [Fact]
    public async Task Costs_lie_between_the_shares_of_the_price()
    {
        await LoadAsync();
        var products = (await _rig.Snapshots.CurrentAsync(CancellationToken.None)).Products;
        Assert.All(Enumerable.Range(0, products.Count), p => Assert.InRange(products.Cost[p], (products.Price[p] * 0.40) - 0.5, (products.Price[p] * 0.60) + 0.5));
        Assert.All(products.Stock, stock => Assert.InRange(stock, 0, 100_000));
    }

    [Fact]
    public async Task Browsing_lies_within_its_days_and_comes_before_what_was_bought()
    {
        await LoadAsync();
        var shop = await _rig.Snapshots.CurrentAsync(CancellationToken.None);
        var last = shop.Orders.Time[^1];
        Assert.All(shop.Events.Time, at => Assert.InRange(at, last - (60L * 86_400_000), last - 1));
        var bought = Enumerable.Range(0, shop.Orders.Count).SelectMany(o => Enumerable.Range(shop.Orders.LineStart[o], shop.Orders.LineStart[o + 1] - shop.Orders.LineStart[o]).Select(l => (shop.Orders.Customer[o], shop.Orders.LineProduct[l]))).ToHashSet();
        var views = Enumerable.Range(0, shop.Events.Count).Where(e => shop.Events.Kind[e] == EventKind.View).ToList();
        Assert.InRange(views.Count(e => bought.Contains((shop.Events.Customer[e], shop.Events.Product[e]))) / (double)views.Count, 0.6, 0.999);
        Assert.InRange(shop.Events.Kind.Count(kind => kind == EventKind.Cart) / (double)views.Count, 0.2, 0.8);
    }

    [Fact]
    public async Task About_seven_in_ten_agree_to_mail()
    {
        await LoadAsync();
        var consents = (await _rig.Snapshots.CurrentAsync(CancellationToken.None)).Customers.MailConsent;
        Assert.InRange(consents.Count(consent => consent) / (double)consents.Length, 0.63, 0.77);
    }

    [Fact]
    public async Task Loading_again_does_nothing()
    {
        var first = await LoadAsync();
        var (events, now) = (Count("data_events"), _rig.Clock.GetUtcNow());
        Assert.Equal(first, await LoadAsync());
        Assert.Equal((events, now), (Count("data_events"), _rig.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_shop_that_holds_other_orders_is_left_alone()
    {
        await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01 10:00,1.50,17,France");
        Assert.Null(await LoadAsync());
        Assert.False(_rig.Shop.Profile.IsDemo);
        Assert.Equal(1, Count("data_orders"));
    }

    [Fact]
    public async Task A_load_that_was_cut_short_is_finished_with_the_same_outcome()
    {
        using var whole = new ImportRig();
        using var other = Demo(whole);
        await other.LoadAsync(File, null, CancellationToken.None);

        foreach (var share in (double[])[0, 0.2, 0.4, 1])
        {
            using var stop = new CancellationTokenSource();
            var watch = new Cut(stop, share);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _demo.LoadAsync(File, watch, stop.Token));
        }

        Assert.Equal(TimeSpan.Zero, _rig.Shop.Profile.ClockOffset);
        Assert.NotNull(await LoadAsync());
        Assert.Equal(Sums(whole), Sums(_rig));
        Assert.Equal(1, Count("data_imports"));
    }

    [Fact]
    public async Task Taking_the_import_back_empties_the_shop_and_loading_brings_it_again()
    {
        var import = await LoadAsync();
        var willing = (await RecordsAsync()).Where(record => record.MailConsent).ToList();
        Assert.All(willing, record => Assert.Equal("demo demo-1", record.ConsentBasis));
        Assert.NotEmpty(willing);
        await _rig.Imports.UndoAsync(import!.Id, "Ada", CancellationToken.None);
        Assert.DoesNotContain(await RecordsAsync(), record => record.MailConsent);
        Assert.Equal(0, (await new CustomerRecords(new DataCustomersStore(_rig.Database)).TimelineAsync(willing[0].Id, new TableQuery(), CancellationToken.None)).Total);
        var shop = await _rig.Snapshots.CurrentAsync(CancellationToken.None);
        Assert.Equal((0, 0, 0, 0), (shop.Orders.Count, shop.Events.Count, shop.Customers.Count, shop.Products.Count));
        Assert.Equal(import.Id, (await LoadAsync())!.Id);
        Assert.Equal(import.Orders, (await _rig.Snapshots.CurrentAsync(CancellationToken.None)).Orders.Count);
    }

    private Task<ImportSummary?> LoadAsync() => _demo.LoadAsync(File, null, CancellationToken.None);

    private async Task<IEnumerable<CustomerRecord>> RecordsAsync()
    {
        var ids = _rig.Database.Read(connection => connection.Query<CustomerId>("select id from data_customers").AsList());
        return (await new CustomerRecords(new DataCustomersStore(_rig.Database)).ReadAsync(ids, CancellationToken.None)).Values;
    }

    private long Count(string from) => _rig.Database.Read(connection => connection.ExecuteScalar<long>($"select count(*) from {from}"));

    private static string Sums(ImportRig rig) => rig.Database.Read(connection => string.Join(' ', connection.Query<string>(
        """
        select count(*) || ' ' || sum(at % 1000003 * kind) || ' ' || sum(product_id * customer_id) from data_events
        union all select count(*) || ' ' || sum(at % 1000003 * granted) from data_consents
        union all select sum(id * cost) || ' ' || sum(id * stock) from data_products
        union all select group_concat(email) from (select email from data_customers order by id)
        """)));

    private static DemoShop Demo(ImportRig rig) => new(rig.Imports, rig.Shop, rig.Snapshots, new DataDemoStore(rig.Database), rig.System, rig.Options);

    // A year of orders, the last one in summer time.
    private static MemoryStream File()
    {
        var random = new Random(3);
        var text = new StringBuilder(ImportRig.Header);
        for (var i = 0; i < 6000; i++)
        {
            var at = new DateTime(2011, 6, 30, 18, 0, 0).AddMinutes(-80.0 * (6000 - i));
            text.Append(FormattableString.Invariant($"{i / 2},{20000 + random.Next(80)},LAMP,{random.Next(1, 9)},{at:yyyy-MM-dd HH:mm},{random.Next(100, 999) / 100m},{(random.Next(5) == 0 ? "" : random.Next(100, 600))},France\n"));
        }

        var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        packed.Position = 0;
        return packed;
    }

    private sealed class Cut(CancellationTokenSource stop, double at) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            if (value.Step == "simulate" && value.Share >= at)
            {
                stop.Cancel();
            }
        }
    }
}
