using System.Diagnostics;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// One method fitted on a shop of a million customers, 100,000 products and twenty million lines, made up: popularity falls by Zipf's law,
/// and a customer buys within three of 500 groups of products. Time, processor time and the greatest memory of the process, the shop in it.
/// <c>dotnet run -c Release --project Marketing.Tests -- recommend-scale "als interest_half_life_days=180" [CUSTOMERS PRODUCTS LINES]</c>.
/// </summary>
internal static class RecommendScale
{
    public const string Name = "recommend-scale";
    private const int Groups = 500;
    private const int OfCustomer = 3;
    private const int LinesOfOrder = 5;
    private const double Zipf = 0.9;

    public static void Run(IReadOnlyList<string> arguments)
    {
        var size = arguments.Skip(1).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        var (customers, products, lines) = size is [var c, var p, var l] ? (c, p, l) : (1_000_000, 100_000, 20_000_000);
        var watch = Stopwatch.StartNew();
        var shop = Shop(customers, products, lines);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{customers:N0} customers, {products:N0} products, {lines:N0} lines made in {watch.Elapsed.TotalSeconds:0} s; {Peak()} so far"));
        var (kind, parameters) = arguments[0].Split(' ', 2) is [var name, var given] ? (name, given) : (arguments[0], "");
        var method = ModelRig.Methods().Single(method => method.Kind == kind);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        watch.Restart();
        var model = method.Fit(shop, parameters);
        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{method.Kind}: fit {watch.Elapsed.TotalSeconds:0.0} s, {(process.TotalProcessorTime - before).TotalSeconds:0.0} s of processor; {Peak()}; load average {File.ReadAllText("/proc/loadavg").Trim()}"));
        Everybody(model, shop, 10);
        var scores = new float[products];
        model.Score(shop, customers / 2, scores);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scores of one customer: {scores.Count(score => score > 0):N0} above 0"));
    }

    // The first places of everybody without what they have, as a measurement of a model asks for them.
    private static void Everybody(StoredRecommender model, ShopSnapshot shop, int take)
    {
        const int Together = 96;
        var (customers, bought) = (Enumerable.Range(0, shop.Customers.Count).ToArray(), Had(shop));
        var (scores, products, counts) = (new float[customers.Length * take], new int[customers.Length * take], new int[customers.Length]);
        for (var round = 0; round < 3; round++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            Parallel.For(0, (customers.Length + Together - 1) / Together, block =>
            {
                var (first, count) = (block * Together, Math.Min(Together, customers.Length - (block * Together)));
                model.Top(shop, customers.AsSpan(first, count), (list, product) => bought.Row(first + list).BinarySearch(product) < 0, scores.AsSpan(first * take, count * take), products.AsSpan(first * take, count * take), counts.AsSpan(first, count));
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"top {take} of everybody: {watch.Elapsed.TotalSeconds:0.00} s, {customers.Length / watch.Elapsed.TotalSeconds:N0} customers a second, {(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / customers.Length:0} µs of processor each; {counts.Average():0.0} places on average"));
        }
    }

    private static SparseMatrix Had(ShopSnapshot shop)
    {
        var who = new int[shop.Orders.LineProduct.Length];
        for (var o = 0; o < shop.Orders.Count; o++)
        {
            who.AsSpan(shop.Orders.LineStart[o]..shop.Orders.LineStart[o + 1]).Fill(shop.Orders.Customer[o]);
        }

        return SparseMatrix.FromPairs(shop.Customers.Count, shop.Products.Count, who, shop.Orders.LineProduct);
    }

    // The most that the process ever held, as the kernel counts it.
    private static string Peak() => string.Join(' ', File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1..]);

    private static ShopSnapshot Shop(int customers, int products, int lines)
    {
        var random = new SeededRandom(20_000_000);
        var ranks = Ranks(products / Groups);
        var groups = Enumerable.Range(0, customers * OfCustomer).Select(_ => (short)random.NextInt(Groups)).ToArray();
        var orders = lines / LinesOfOrder;
        var (customer, time, start, product) = (new int[orders], new long[orders], new int[orders + 1], new int[lines]);
        for (var o = 0; o < orders; o++)
        {
            (customer[o], time[o], start[o + 1]) = (random.NextInt(customers), o * 10_000L, (o + 1) * LinesOfOrder);
            for (var line = start[o]; line < start[o + 1]; line++)
            {
                var group = groups[(customer[o] * OfCustomer) + random.NextInt(OfCustomer)];
                product[line] = group + (Groups * ranks[random.NextInt(ranks.Length)]);
            }
        }

        return new ShopSnapshot
        {
            AsOf = DateTimeOffset.FromUnixTimeMilliseconds(orders * 10_000L),
            Currency = "EUR",
            TimeZone = "Etc/UTC",
            Customers = new CustomerColumns { Id = Ids(customers), Key = Names(customers), Country = Each(customers, ""), MailConsent = new bool[customers] },
            Products = new ProductColumns
            {
                Id = Ids(products),
                Code = Names(products),
                Name = Each(products, ""),
                Category = Each(products, ""),
                Brand = Each(products, ""),
                Price = Each(products, 100L),
                Cost = Each(products, -1L),
                Stock = Each(products, -1),
                Simulated = new bool[products],
                Active = Each(products, true),
            },
            Orders = new OrderColumns { Id = Ids(orders), Customer = customer, Time = time, LineStart = start, LineProduct = product, LineQuantity = Each(lines, 1), LinePrice = Each(lines, 100L) },
            Returns = new ReturnColumns { Customer = [], Product = [], Time = [], Quantity = [], Price = [] },
            Events = new EventColumns { Customer = [], Product = [], Time = [], Kind = [], Simulated = false },
        };
    }

    // Ranks of one group as often as Zipf's law has them, so that a uniform draw among the entries follows it.
    private static int[] Ranks(int count)
    {
        const int Draws = 1 << 16;
        var weights = Enumerable.Range(1, count).Select(rank => Math.Pow(rank, -Zipf)).ToArray();
        var sum = weights.Sum();
        return [.. weights.SelectMany((weight, rank) => Enumerable.Repeat(rank, Math.Max(1, (int)(Draws * weight / sum))))];
    }

    private static long[] Ids(int count)
    {
        var ids = new long[count];
        for (var i = 0; i < count; i++)
        {
            ids[i] = i + 1;
        }

        return ids;
    }

    private static string[] Names(int count) => Array.ConvertAll(Ids(count), id => id.ToString(CultureInfo.InvariantCulture));

    private static T[] Each<T>(int count, T value)
    {
        var all = new T[count];
        Array.Fill(all, value);
        return all;
    }
}
