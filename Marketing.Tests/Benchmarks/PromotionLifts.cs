using System.Globalization;
using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Demand;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// What lifts do to forecasts of Online Retail II: <c>dotnet run -c Release --project Marketing.Tests -- lifts</c>. From three days before the origins of the test, the days on which prices then were 10 % or more below
/// the usual one stand in the calendar as if they had been planned, and the 28 days that came are compared with the forecasts with and without their lifts.
/// </summary>
internal static class PromotionLifts
{
    public const string Name = "lifts";

    private const int Days = 28;
    private const double DeepestPlanned = 0.9;
    private static readonly DateTimeOffset[] Origins = [new(2010, 12, 6, 0, 0, 0, TimeSpan.Zero), new(2011, 3, 7, 0, 0, 0, TimeSpan.Zero), new(2011, 5, 30, 0, 0, 0, TimeSpan.Zero)];

    public static void Run()
    {
        foreach (var origin in Origins)
        {
            var (snapshot, later) = (RetailProtocol.Shop.Snapshot(origin), BuildDemand.Of(RetailProtocol.Shop.Snapshot(origin.AddDays(Days))));
            var plain = BuildDemand.Of(snapshot);
            var planned = BuildDemand.Of(snapshot, Plan(plain, later, origin));
            var book = ForecastDemand.Foretell(plain, new RunId(1), Days, neural: false, null, default);
            var elasticities = new Lazy<IReadOnlyList<ProductElasticity>>(() => EstimateElasticities.Of(plain));
            var tallies = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
            var pool = DemandPool.Of(planned, Days, default);
            var at = Enumerable.Range(0, pool.Products.Count).ToDictionary(i => pool.Products[i]);
            foreach (var told in book.Products)
            {
                var product = plain.Snapshot.Products.IndexOf(told.Product);
                var with = AddLifts.To(planned, product, told, at.TryGetValue(product, out var i) ? pool.Series.Values[i] : [], elasticities);
                if (with.Lift.Promotions.Count > 0)
                {
                    var cuts = planned.PlannedCuts(product, Days).ToArray();
                    var came = Came(plain, later, product);
                    Of(tallies, $"{with.Lift.Basis}, all days").Add(told, with, came, book.Turn.Spread, Enumerable.Range(0, Days));
                    Of(tallies, $"{with.Lift.Basis}, promoted days").Add(told, with, came, book.Turn.Spread, Enumerable.Range(0, Days).Where(day => cuts[day] > 0));
                }
            }

            Console.WriteLine($"{origin:yyyy-MM-dd}: {elasticities.Value.Count(one => one.Estimate is not null)} products tell an elasticity, the shop {elasticities.Value[0].Shop}");
            foreach (var (what, tally) in tallies)
            {
                Console.WriteLine($"  {what,-22} {tally}");
            }
        }
    }

    private static Tally Of(SortedDictionary<string, Tally> tallies, string what) => tallies.TryGetValue(what, out var tally) ? tally : tallies[what] = new Tally();

    private static PromotionPlan Plan(DemandFrame plain, DemandFrame later, DateTimeOffset origin)
    {
        var promotions = new List<PlannedPromotion>();
        for (var product = 0; product < plain.Products; product++)
        {
            var (code, at) = (plain.Snapshot.Products.Code[product], later.Snapshot.Products.IndexOf(plain.Snapshot.Products.Code[product]));
            var cuts = later.Cuts(at).ToArray();
            for (var day = Math.Max(0, plain.Days - later.StartOf(at)); day < cuts.Length; day++)
            {
                if (cuts[day] is > 0 and < (float)DeepestPlanned)
                {
                    var date = later.DateOf(day + later.StartOf(at));
                    promotions.Add(Promotions.One(promotions.Count + 1, origin.AddDays(-1), Promotions.Draft(date, date, cuts[day], code)));
                }
            }
        }

        return new PromotionPlan(promotions);
    }

    private static double[] Came(DemandFrame plain, DemandFrame later, int product)
    {
        var at = later.Snapshot.Products.IndexOf(plain.Snapshot.Products.Code[product]);
        var sold = later.Sold(at).ToArray();
        return [.. Enumerable.Range(0, Days).Select(day => (double)sold[plain.Days + day - later.StartOf(at)])];
    }

    // Sums of the days of each product.
    private sealed class Tally
    {
        private int _products;
        private double _came;
        private (double Off, double Inside) _without;
        private (double Off, double Inside) _with;

        public void Add(ProductDemand told, ProductDemand lifted, double[] came, DemandSpread spread, IEnumerable<int> days)
        {
            int[] all = [.. days];
            var (sum, more) = (all.Sum(day => came[day]), Math.Pow(all.Sum(day => lifted.Lift.Times.Count > 0 ? lifted.Lift.Doubt(lifted.Mean, day, 1) : 0), 2));
            (_products, _came) = (_products + 1, _came + sum);
            _without = Added(_without, all.Sum(day => (double)told.Mean[day]), 0);
            _with = Added(_with, all.Sum(day => (double)lifted.Mean[day]), more);

            (double Off, double Inside) Added((double Off, double Inside) before, double mean, double variance) =>
                (before.Off + Math.Abs(mean - sum), before.Inside + (sum >= spread.Quantile(0.1, mean, all.Length, variance) && sum <= spread.Quantile(0.9, mean, all.Length, variance) ? 1 : 0));
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{_products} products, {_came:0} units; WAPE {_without.Off / _came:0.000} without, {_with.Off / _came:0.000} with; in the 80 % interval {_without.Inside / _products:0.000} without, {_with.Inside / _products:0.000} with");
    }
}
