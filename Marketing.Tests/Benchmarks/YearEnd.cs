using System.Globalization;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model.Demand;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// What the demo shop is foretold after its last Christmas: <c>dotnet run -c Release --project Marketing.Tests -- year-end</c>. From 10 December 2011, the products named for Christmas and the whole shop in the weeks of
/// 8 January to 3 February 2012, beside what the same weeks of 2011 brought.
/// </summary>
internal static class YearEnd
{
    public const string Name = "year-end";

    private static readonly DateOnly First = new(2012, 1, 8);
    private const int Days = 27;
    private const int Year = 364;

    public static async Task RunAsync()
    {
        using var shop = new MeasuredShop();
        await shop.Get<IDemoShop>().LoadAsync(null, CancellationToken.None);
        var frame = await shop.Get<IDemandFrames>().CurrentAsync(CancellationToken.None);
        var book = ForecastDemand.Foretell(frame, new RunId(1), 56, neural: false, null, default);
        var from = First.DayNumber - book.Turn.From.DayNumber;
        foreach (var (what, isMeant) in new (string, Func<string, bool>)[] { ("Christmas", IsOfChristmas), ("all", _ => true), ("not Christmas", name => !IsOfChristmas(name)) })
        {
            var (products, told, last, recent, high) = (0, 0.0, 0.0, 0.0, 0.0);
            foreach (var one in book.Products)
            {
                var product = frame.Snapshot.Products.IndexOf(one.Product);
                if (isMeant(frame.Snapshot.Products.Name[product]))
                {
                    var then = frame.Days + from - Year - frame.StartOf(product);
                    var sold = frame.Sold(product).ToArray();
                    var mean = one.Mean.Skip(from).Take(Days).Sum();
                    (products, told, last) = (products + 1, told + mean, last + sold.Where((_, day) => day >= then && day < then + Days).Sum(units => (double)units));
                    recent += sold[Math.Max(0, sold.Length - Days)..].Sum(units => (double)units);
                    high += book.Turn.Spread.Quantile(0.9, mean, Days);
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-14} {products,5} products: {told:0} units foretold for 27 days from {First:yyyy-MM-dd} on, {last:0} a year before, {recent:0} in the last 27 days; sum of the upper ends of 80 % intervals {high:0}"));
        }

        foreach (var one in book.Products.Where(one => one.Mean.Count > 0).GroupBy(one => one.Method).OrderByDescending(group => group.Count()))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Key,-15} {one.Count(),5} products, {one.Sum(product => product.Mean.Skip(from).Take(Days).Sum()):0} units"));
        }
    }

    private static bool IsOfChristmas(string name) => name.Contains("CHRISTMAS", StringComparison.OrdinalIgnoreCase) || name.Contains("XMAS", StringComparison.OrdinalIgnoreCase);
}
