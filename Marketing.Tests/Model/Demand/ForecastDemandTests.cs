using Marketing.Features.Demand;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Demand;

public sealed class ForecastDemandTests
{
    private static readonly DateTimeOffset Now = new(2024, 12, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_product_is_foretold_with_the_reason_and_the_figures_are_those_of_earlier_days()
    {
        var book = Book(Shop(40, 240), neural: true);
        Assert.Equal((new DateOnly(2024, 12, 2), 56, 3), (book.Turn.From, book.Turn.HorizonDays, book.Turn.Origins));
        var usual = book.Products.Where(one => one.Basis == DemandBasis.Backtest).ToList();
        Assert.True(usual.Count >= 38);
        Assert.All(usual, one => Assert.Equal(56, one.Mean.Count));
        Assert.All(usual, one => Assert.NotEmpty(one.Errors));
        Assert.All(usual, one => Assert.Contains(one.Method, DemandMethods.All));

        // Product k sells about k a day on weekdays, twice that on Saturdays, nothing on Sundays.
        var tenth = book.Products[9];
        Assert.InRange(tenth.Sum(28), 0.8 * 28 * 10, 1.2 * 28 * 10);
        Assert.True(tenth.Mean[5] > 1.4 * tenth.Mean[1]);
        Assert.True(tenth.Mean[6] < 0.4 * tenth.Mean[1]);

        var chosen = book.Turn.Accuracy.Where(one => one is { Group: "all", Method: "chosen" }).ToDictionary(one => one.Span);
        Assert.Equal([1, 7, 28], chosen.Keys.Order());
        Assert.InRange(chosen[28].Wape!.Value, 0, 0.2);
        Assert.InRange(chosen[28].Bias!.Value, -0.1, 0.1);
        Assert.InRange(chosen[7].Coverage80!.Value, 0.65, 0.95);
        Assert.Null(chosen[28].Rmsse);
        Assert.All(DemandMethods.All, method => Assert.Contains(book.Turn.Accuracy, one => one.Method == method && one.Coverage80 is null));
    }

    [Fact]
    public void Without_the_network_no_product_is_foretold_or_measured_by_it()
    {
        var book = Book(Shop(12, 200));
        Assert.DoesNotContain(book.Products, one => one.Method == "neural" || one.Errors.Any(error => error.Method == "neural"));
        Assert.DoesNotContain(book.Turn.Accuracy, one => one.Method == "neural");
        Assert.Contains(book.Turn.Accuracy, one => one.Method == "global");
    }

    [Fact]
    public void New_ended_and_unsold_products_are_told_apart()
    {
        var builder = Shop(12, 240).Ended("gone").Product("never");
        builder.Order(Now.AddDays(-200), "ann", ("gone", 5, 100));
        for (var day = 5; day >= 1; day--)
        {
            builder.Order(Now.AddDays(-day).AddHours(9), "ann", ("fresh", 8, 100));
        }

        var frame = BuildDemand.Of(builder.Build());
        var book = ForecastDemand.Foretell(frame, new RunId(1), 28, neural: false, null, default);
        ProductDemand? Of(string code) => book.Of(new ProductId(frame.Snapshot.Products.Id[frame.Snapshot.Products.IndexOf(code)]));
        Assert.Equal(("none", DemandBasis.Ended, 0.0), (Of("gone")!.Method, Of("gone")!.Basis, Of("gone")!.Sum(28)));
        Assert.Null(Of("never"));
        Assert.Equal(("analogy", DemandBasis.Analogy), (Of("fresh")!.Method, Of("fresh")!.Basis));
        Assert.InRange(Of("fresh")!.Sum(28), 28 * 7, 28 * 9);
        Assert.Empty(Of("fresh")!.Errors);
    }

    [Fact]
    public void A_new_product_is_believed_by_its_days_and_one_wild_day_does_not_decide()
    {
        // Twelve earlier new products sold 4 a day each; the new one had a lorry's order on its second day.
        var builder = Shop(4, 240);
        for (var day = 200; day >= 100; day--)
        {
            builder.Order(Now.AddDays(-day).AddHours(9), "ann", [.. Enumerable.Range(0, 12).Select(k => ($"old{k}", 4, 100L))]);
        }

        builder.Order(Now.AddDays(-2).AddHours(9), "ann", ("fresh", 4, 100)).Order(Now.AddDays(-1).AddHours(9), "bob", ("fresh", 90_000, 100));
        var frame = BuildDemand.Of(builder.Build());
        var told = ForecastDemand.Foretell(frame, new RunId(1), 28, neural: false, null, default).Of(new ProductId(frame.Snapshot.Products.Id[frame.Snapshot.Products.IndexOf("fresh")]))!;
        Assert.Equal(DemandBasis.Analogy, told.Basis);
        Assert.InRange(told.Sum(28), 28 * 3.5, 28 * 4.5);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(70)]
    [InlineData(100)]
    public void A_short_history_is_foretold_by_the_usual_method_from_as_many_days_as_there_are(int days)
    {
        var book = Book(Shop(8, days));
        Assert.Equal(days < 112 ? 0 : 1, book.Turn.Origins);
        Assert.Equal(8, book.Products.Count);
        Assert.All(book.Products, one => Assert.True(one.Mean.All(float.IsFinite) && one.Mean.All(mean => mean >= 0)));
        Assert.True(double.IsFinite(book.Turn.Spread.Quantile(0.95, 10, 14)));
    }

    [Fact]
    public void A_sum_counts_parts_of_days_and_goes_on_as_the_last_week()
    {
        var one = new ProductDemand(new ProductId(1), "theta", DemandBasis.Usual, [1, 2, 3, 4, 5, 6, 7, 8], []);
        Assert.Equal(0, one.Sum(0));
        Assert.Equal(1 + 1, one.Sum(1.5), 1e-9);
        Assert.Equal(36, one.Sum(8), 1e-9);
        Assert.Equal(36 + (2 * 5), one.Sum(10), 1e-9);
    }

    [Fact]
    public void One_order_by_the_lorry_changes_little_of_what_is_expected()
    {
        var wild = Shop(8, 240).Order(Now.AddDays(-9).AddHours(12), "bob", ("p05", 74_215, 100));
        var (plain, told) = (Book(Shop(8, 240)).Products[4].Sum(28), Book(wild).Products[4].Sum(28));
        Assert.InRange(told, 0.8 * plain, 1.5 * plain);
    }

    [Fact]
    public void A_product_is_foretold_no_lower_for_having_been_out_of_stock()
    {
        static SnapshotBuilder Sold(bool runsOut)
        {
            var builder = Shop(12, 200);
            for (var day = 200; day >= 1; day--)
            {
                if (!runsOut || day > 30)
                {
                    builder.Order(Now.AddDays(-day).AddHours(9), "ann", ("x", 10, 100));
                }
            }

            return runsOut ? builder.Level(Now.AddDays(-31).AddHours(20), "x", 0) : builder;
        }

        double Month(SnapshotBuilder shop)
        {
            var frame = BuildDemand.Of(shop.Build());
            return ForecastDemand.Foretell(frame, new RunId(1), 28, neural: false, null, default).Of(new ProductId(frame.Snapshot.Products.Id[frame.Snapshot.Products.IndexOf("x")]))!.Sum(28);
        }

        Assert.InRange(Month(Sold(runsOut: true)), 0.85 * Month(Sold(runsOut: false)), 1.15 * Month(Sold(runsOut: false)));
    }

    [Fact]
    public async Task What_falls_every_year_is_foretold_to_fall_and_new_products_are_not_touched()
    {
        // Lanterns are sold in the eight weeks before 2 December and in no other; cups all year.
        var (builder, random) = (new SnapshotBuilder(Now), new SeededRandom(6));
        for (var k = 0; k < 12; k++)
        {
            builder.Product($"l{k}", $"Winter lantern {k}").Product($"c{k}", $"Tea cup {k}");
        }

        for (var day = 800; day >= 1; day--)
        {
            var isSeason = day % 364 is >= 1 and <= 56;
            var lines = Enumerable.Range(0, 12).Select(k => ($"c{k}", 6 + random.NextInt(5), 100L)).Concat(isSeason ? Enumerable.Range(0, 12).Select(k => ($"l{k}", 16 + random.NextInt(9), 100L)) : []);
            builder.Order(Now.AddDays(-day).AddHours(9), "ann", [.. lines, .. day < 13 ? [("fresh", 5, 100L)] : Array.Empty<(string, int, long)>()]);
        }

        var frame = BuildDemand.Of(builder.Build());
        using var rig = new ShopRig();
        await rig.Get<IDemandForecasts>().ForecastAsync(frame, new RunId(1), null, default);
        await rig.RestartAsync();
        var book = (await rig.Get<IDemandForecasts>().CurrentAsync(default))!;
        ProductDemand Of(string code) => book.Of(new ProductId(frame.Snapshot.Products.Id[frame.Snapshot.Products.IndexOf(code)]))!;
        foreach (var k in Enumerable.Range(0, 12))
        {
            var (lantern, cup) = (Of($"l{k}"), Of($"c{k}"));
            Assert.InRange(lantern.Sum(28), 0, 0.3 * 28 * 20);
            Assert.InRange(lantern.Year!.Value, 0.01, 0.3);
            Assert.InRange(cup.Sum(28), 0.8 * 28 * 8, 1.2 * 28 * 8);
            Assert.InRange(cup.Year!.Value, 0.85, 1.15);
        }

        Assert.Equal((DemandBasis.Analogy, null), (Of("fresh").Basis, Of("fresh").Year));

        // By analogy alone: twelve days of 5 a day of its own and fourteen of the 20 of the lanterns, the earlier new products.
        Assert.Equal(28 * ((12 * 5) + (14 * 20)) / 26.0, Of("fresh").Sum(28), 5.0);
        Assert.All(Book(Shop(8, 240)).Products, one => Assert.Null(one.Year));
    }

    private static DemandBook Book(SnapshotBuilder shop, bool neural = false) => ForecastDemand.Foretell(BuildDemand.Of(shop.Build()), new RunId(1), 56, neural, null, default);

    // 2 December 2024 is a Monday.
    private static SnapshotBuilder Shop(int products, int days)
    {
        var (builder, random) = (new SnapshotBuilder(Now), new SeededRandom(6));
        for (var day = days; day >= 1; day--)
        {
            var weekday = (7000 - day) % 7;
            var lines = Enumerable.Range(1, products).Select(k => ($"p{k:00}", (int)Math.Round(k * (weekday == 5 ? 2 : weekday == 6 ? 0 : 1) * (0.7 + (0.6 * random.NextDouble()))), 100L)).Where(line => line.Item2 > 0).ToArray();
            if (lines.Length > 0)
            {
                builder.Order(Now.AddDays(-day).AddHours(10), "ann", lines);
            }
        }

        return builder;
    }
}
