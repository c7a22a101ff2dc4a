using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Demand;

public sealed class AddLiftsTests : IClassFixture<AddLiftsTests.Planted>
{
    private static readonly DateTimeOffset Now = new(2024, 12, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Tuesday = new(2024, 12, 3);
    private readonly Planted _shop;

    public AddLiftsTests(Planted shop) => _shop = shop;

    [Fact]
    public void A_planned_cut_raises_what_is_expected_by_the_planted_answer_and_leaves_the_rest_alone()
    {
        var (frame, with) = _shop.Under(Promotions.Draft(Tuesday, Tuesday.AddDays(2), 0.2, "p03"));
        var (plain, told) = (_shop.Of(_shop.Plain, "p03"), _shop.Of(with, "p03"));
        Assert.Equal(LiftBasis.Own, told.Lift.Basis);

        // An elasticity of -2 was planted: 0.8^-2 is 1.5625.
        var times = told.Lift.Promotions.Single().Times!.Value;
        Assert.InRange(times, 1.4, 1.75);
        Assert.Equal([1, times, times, times, 1], told.Lift.Times.Take(5).Select(one => Math.Round((double)one, 6)), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.InRange(told.Lift.Usual, 1.0, 1.15);
        for (var day = 0; day < told.Mean.Count; day++)
        {
            Assert.Equal(plain.Mean[day] / told.Lift.Usual * told.Lift.Times[day], told.Mean[day], 1e-3);
            Assert.Equal(plain.Mean[day] / told.Lift.Usual, told.Plain(day), 1e-3);
        }

        // The shop's total is the sum of the products, so that it rises by what the product does and by no more.
        Assert.All(with.Products.Where(one => one.Product != told.Product), one => Assert.Equal(_shop.Plain.Of(one.Product)!.Mean, one.Mean));
        Assert.Equal(_shop.Plain.Products.Sum(one => one.Sum(28)) + told.Sum(28) - plain.Sum(28), with.Products.Sum(one => one.Sum(28)), 1e-3);
        Assert.Equal(told.Beyond, told.Mean.Skip(49).Average(mean => (double)mean), 1e-6);
        Assert.False(frame.PlannedCuts(frame.Snapshot.Products.IndexOf("p03"), 28).IsEmpty);
    }

    [Fact]
    public void What_the_answer_is_unsure_of_widens_the_intervals_by_the_delta_method()
    {
        var told = _shop.Of(_shop.Under(Promotions.Draft(Tuesday, Tuesday.AddDays(2), 0.2, "p03")).Book, "p03");
        var error = told.Lift.Error * Math.Log(told.Lift.Promotions.Single().Times!.Value) / Math.Abs(Math.Log(0.8));
        var (mean, by) = (told.Mean.Skip(1).Take(3).Sum(one => (double)one), Math.Abs(Math.Log(0.8)) * error);
        Assert.Equal(mean * by, told.Lift.Doubt(told.Mean, 0, 28), 1e-3);
        Assert.Equal(0, told.Lift.Doubt(told.Mean, 4, 24));
        Assert.Equal(told.Mean[1] * by / 2, told.Lift.Doubt(told.Mean, 1, 0.5), 1e-4);
        Assert.Equal(Math.Pow(mean * by, 2), told.More(28), 1e-2);
        var unsure = told with { Lift = told.Lift with { Error = 0.5 } };
        Assert.True(_shop.Plain.Turn.Spread.Quantile(0.975, told.Sum(4), 4, unsure.More(4)) > 1.02 * _shop.Plain.Turn.Spread.Quantile(0.975, told.Sum(4), 4));

        // Errors of two products are apart where each has its own answer, and one where both have the shop's.
        var pooled = told with { Lift = told.Lift with { Basis = LiftBasis.Pooled } };
        Assert.Equal(2 * told.More(28), DemandLift.Variance([told, told], 0, 28), 1e-2);
        Assert.Equal(4 * told.More(28), DemandLift.Variance([pooled, pooled], 0, 28), 1e-2);
    }

    [Fact]
    public void A_product_whose_price_never_moved_takes_what_the_shop_tells_and_is_less_sure()
    {
        var book = _shop.Under(Promotions.Draft(Tuesday, Tuesday.AddDays(2), 0.2)).Book;
        var (own, flat) = (_shop.Of(book, "p03"), _shop.Of(book, "flat"));
        Assert.Equal((LiftBasis.Pooled, ElasticityReasons.PriceHardlyMoved), (flat.Lift.Basis, flat.Lift.Reason));
        Assert.InRange(flat.Lift.Promotions.Single().Times!.Value, 1.45, 1.7);
        Assert.Equal(LiftBasis.Own, own.Lift.Basis);
        Assert.Equal(1, flat.Lift.Usual);
    }

    [Fact]
    public void Where_nothing_tells_the_answer_no_lift_is_added_and_the_reason_stands()
    {
        var builder = new SnapshotBuilder(Now);
        for (var day = 60; day >= 1; day--)
        {
            builder.Order(Now.AddDays(-day).AddHours(9), "ann", ("x", 10, 100));
        }

        var snapshot = builder.Build();
        var plan = Promotions.Plan(Promotions.One(Now.AddDays(-9), Tuesday, Tuesday.AddDays(6), 0.2));
        var (plain, with) = (ForecastDemand.Foretell(BuildDemand.Of(snapshot), new RunId(1), 28, neural: false, null, default), ForecastDemand.Foretell(BuildDemand.Of(snapshot, plan), new RunId(1), 28, neural: false, null, default));
        Assert.Equal(plain.Products[0].Mean, with.Products[0].Mean);
        var lift = with.Products[0].Lift;
        Assert.Equal((LiftBasis.None, ElasticityReasons.TooFewWeeks, null), (lift.Basis, lift.Reason, lift.Promotions.Single().Times));
        Assert.Equal(0, with.Products[0].More(28));
    }

    [Fact]
    public void A_product_of_which_more_was_sold_at_higher_prices_is_not_given_the_shops_answer()
    {
        var elasticity = new ProductElasticity(new ProductId(1), null, null, null, ElasticityReasons.RoseWithPrice, 40, 9, 0.8, 1, 0.8) { Shop = new PooledElasticity(-1.5, 0.4, 9, 0.3) };
        Assert.Equal(LiftBasis.None, PriceLift.Of(elasticity).Basis);
        Assert.Null(PriceLift.Of(elasticity).Range(0.2));
        var pooled = PriceLift.Of(elasticity with { Reason = ElasticityReasons.CannotTell });
        var (expected, low, high) = pooled.Range(0.2)!.Value;
        Assert.Equal((Math.Pow(0.8, -1.5), true, true), (expected, low < expected, expected < high));

        // A deeper cut than any that was seen counts as the deepest.
        Assert.Equal(Math.Pow(0.7, -1.5), pooled.At(0.8), 1e-12);
        Assert.Equal(0.2, PriceLift.Of(elasticity with { Reason = null, Estimate = -1, Low = -2, High = -0.5 }).Counted(0.6), 1e-12);
    }

    [Fact]
    public void The_shop_tells_an_answer_from_five_products_on_and_only_where_its_mean_is_below_zero_for_sure()
    {
        (double, double)[] own = [(-2, 0.2), (-1.5, 0.2), (-1, 0.2), (-2.5, 0.2), (-1.8, 0.2)];
        var together = ShrinkElasticities.Together(own, [0.1, 0.2, 0.3, 0.4, 0.5])!;
        Assert.Equal(-1.76, together.Estimate, 0.02);
        Assert.InRange(together.Error, 0.4, 0.8);
        Assert.Equal((5, 0.3), (together.Products, together.Deepest));
        Assert.Null(ShrinkElasticities.Together(own[..4], [0.1, 0.2, 0.3, 0.4]));
        Assert.Null(ShrinkElasticities.Together([.. own.Select((one, i) => (i % 2 == 0 ? one.Item1 : -one.Item1, one.Item2))], [0.1, 0.2, 0.3, 0.4, 0.5]));
    }

    [Fact]
    public void Promotions_of_the_weeks_before_are_taken_out_of_what_is_usual()
    {
        var lift = new PriceLift(LiftBasis.Own, -1, 0.1, -1.2, -0.8, 0.5, null);
        Assert.Equal(1.5, AddLifts.Usual([10, 20, 10, 20], [0, 0.5f, 0, 0.5f], lift), 1e-9);
        Assert.Equal(1, AddLifts.Usual([10, 20, 10, 20], [0, 0, 0, 0], lift));
        Assert.Equal(1, AddLifts.Usual([0, 0], [0, 0.5f], lift));
    }

    [Fact]
    public async Task Lifts_are_kept_with_the_forecasts()
    {
        using var rig = new ShopRig();
        var (frame, book) = _shop.Under(Promotions.Draft(Tuesday, Tuesday.AddDays(2), 0.2, "p03"));
        await rig.Get<IDemandForecasts>().ForecastAsync(frame, new RunId(1), null, default);
        await rig.RestartAsync();
        var (told, kept) = (_shop.Of(book, "p03"), _shop.Of((await rig.Get<IDemandForecasts>().CurrentAsync(default))!, "p03"));
        Assert.Equal(told.Mean, kept.Mean);
        Assert.Equal((told.Lift.Basis, told.Lift.Error, told.Lift.Usual), (kept.Lift.Basis, kept.Lift.Error, kept.Lift.Usual));
        Assert.Equal(told.Lift.Times, kept.Lift.Times);
        Assert.Equal(told.Lift.Promotions, kept.Lift.Promotions);
        Assert.Same(DemandLift.None, _shop.Of((await rig.Get<IDemandForecasts>().CurrentAsync(default))!, "p02").Lift);
    }

    /// <summary>Sixty weeks of products whose price is cut by a fifth in a week of six, at an elasticity of -2, and of one whose price stands.</summary>
    public sealed class Planted
    {
        private readonly ShopSnapshot _snapshot = Build();

        public Planted() => Plain = ForecastDemand.Foretell(BuildDemand.Of(_snapshot), new RunId(1), 56, neural: false, null, default);

        internal DemandBook Plain { get; }

        internal (DemandFrame Frame, DemandBook Book) Under(PromotionDraft draft)
        {
            var frame = BuildDemand.Of(_snapshot, Promotions.Plan(Promotions.One(1, Now.AddDays(-5), draft)));
            return (frame, ForecastDemand.Foretell(frame, new RunId(1), 56, neural: false, null, default));
        }

        internal ProductDemand Of(DemandBook book, string code) => book.Of(new ProductId(_snapshot.Products.Id[_snapshot.Products.IndexOf(code)]))!;

        private static ShopSnapshot Build()
        {
            var (builder, random) = (new SnapshotBuilder(Now), new SeededRandom(4));
            for (var day = 420; day >= 1; day--)
            {
                var week = (420 - day) / 7;
                var lines = Enumerable.Range(1, 9).Select(k =>
                {
                    var isCheap = week >= 10 && (week + k) % 6 == 0;
                    return ($"p{k:00}", (int)Math.Round((20 + (5 * k)) * (isCheap ? 1.5625 : 1) * (0.85 + (0.3 * random.NextDouble()))), isCheap ? 80L : 100L);
                }).Append(("flat", 30 + (int)(8 * random.NextDouble()), 100L)).ToArray();
                builder.Order(Now.AddDays(-day).AddHours(10), "ann", lines);
            }

            return builder.Build();
        }
    }
}
