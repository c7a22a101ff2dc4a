using System.Text.RegularExpressions;
using Dapper;
using Marketing.Data;
using Marketing.Data.Demo;
using Marketing.Data.Quality;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Data.Import;

namespace Marketing.Tests.Data.Demo;

/// <summary>The shop that the program carries, whole.</summary>
[Trait("Category", "Slow")]
public sealed partial class CarriedShopTests
{
    [Fact]
    public async Task The_carried_file_arrives_as_independent_counts_say()
    {
        using var rig = new ImportRig();
        using var demo = new DemoShop(rig.Imports, rig.Shop, rig.Snapshots, new DataDemoStore(rig.Database), rig.System, rig.Options);
        var import = (await demo.LoadAsync(null, CancellationToken.None))!;
        Assert.Equal((1_044_847, 0), (import.Rows, import.Unchanged));
        Assert.Equal(import.Rows, import.Lines + import.Returns + import.Rejected);
        Assert.Equal(new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero), rig.Clock.GetUtcNow());
        await IssuesAddUpAsync(rig, import);
        await ProtocolHoldsAsync(rig);
        await NothingFailsAsync(rig);
        Assert.InRange(rig.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_events")), 150_000, 300_000);
    }

    // Counted over the file by SQL: `InvoiceNo like 'a%'`, codes that are not products, and so on, in the order of the rules.
    private static async Task IssuesAddUpAsync(ImportRig rig, ImportSummary import)
    {
        var rules = await rig.RulesAsync(import.Id);
        Assert.Equal(6, rules["bad-debt"]);
        Assert.Equal(import.Rejected, rules["bad-debt"] + rules["non-product-code"] + rules["price-not-positive"] + rules["duplicate-line"]);
        Assert.Equal(import.Returns, rules["cancellation"]);
        Assert.Equal(import.Anonymous, rules["no-customer"]);
        var kept = (await rig.Imports.IssuesAsync(import.Id, null, new TableQuery(Take: 1), CancellationToken.None)).Total;
        Assert.Equal(import.Rejected + import.Changed, kept);
    }

    // Counts of the reference protocol (Online Retail II, train before 2011-09-01), which keeps known customers and codes of five
    // digits and letters: what is left of it must not depend on who cleaned.
    private static async Task ProtocolHoldsAsync(ImportRig rig)
    {
        var shop = await rig.Snapshots.TakeAsync(rig.Shop.StartOf(new DateOnly(2011, 9, 1)), CancellationToken.None);
        var inCatalogue = Array.ConvertAll(shop.Products.Code, code => ProductCode().IsMatch(code));
        var (customers, items, pairs) = (new HashSet<int>(), new HashSet<int>(), new HashSet<(int, int)>());
        for (var o = 0; o < shop.Orders.Count; o++)
        {
            for (var l = shop.Orders.LineStart[o]; shop.Orders.Customer[o] >= 0 && l < shop.Orders.LineStart[o + 1]; l++)
            {
                if (inCatalogue[shop.Orders.LineProduct[l]])
                {
                    customers.Add(shop.Orders.Customer[o]);
                    items.Add(shop.Orders.LineProduct[l]);
                    pairs.Add((shop.Orders.Customer[o], shop.Orders.LineProduct[l]));
                }
            }
        }

        Assert.Equal((5224, 4403, 387_122), (customers.Count, items.Count, pairs.Count));
    }

    private static async Task NothingFailsAsync(ImportRig rig)
    {
        var quality = new CheckQuality(new DataQualityStore(rig.Database), rig.Clock, rig.Options);
        var report = await quality.CheckAsync(await rig.Snapshots.CurrentAsync(CancellationToken.None), null, CancellationToken.None);
        Assert.DoesNotContain(report.Checks, check => check.Status == "fail");
    }

    [GeneratedRegex("^[0-9]{5}[A-Z]*$")]
    private static partial Regex ProductCode();
}
