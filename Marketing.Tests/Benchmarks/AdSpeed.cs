using System.Diagnostics;
using System.Globalization;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Benchmarks;

/// <summary>
/// Questions for advertisements that are answered once their decision is on disk: <c>dotnet run -c Release --project Marketing.Tests -- ad-speed</c>. 100 advertisements of 20 campaigns with caps, budgets and prices,
/// one place, 2,000 customers and visitors, Thompson sampling; 8 callers and 64.
/// </summary>
internal static class AdSpeed
{
    public const string Name = "ad-speed";

    private const int Campaigns = 20;
    private const int AdsEach = 5;
    private const int Customers = 2000;
    private const int Questions = 20_000;

    public static async Task RunAsync()
    {
        using var rig = new ShopRig();
        rig.AddRegulars(Customers);
        for (var i = 0; i < Campaigns; i++)
        {
            await rig.RunAdsAsync(AdShop.Draft with { Name = $"Campaign {i}", Pricing = AdPricing.Thousand, Price = 200, DailyBudget = 100_000_000, CapShows = 500 }, AdsEach);
        }

        await AskAsync(rig, 64, Questions / 10);
        foreach (var callers in (int[])[8, 64])
        {
            var started = Stopwatch.GetTimestamp();
            var taken = await AskAsync(rig, callers, Questions);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Array.Sort(taken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers} callers: {taken.Length / seconds:N0} decisions a second, p50 {taken[taken.Length / 2]:0.0} ms, p99 {taken[taken.Length * 99 / 100]:0.0} ms"));
        }

        var counting = Stopwatch.GetTimestamp();
        await rig.TendAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"counting {(2 * Questions) + (Questions / 10):N0} decisions: {Stopwatch.GetElapsedTime(counting).TotalSeconds:0.00} s"));
        counting = Stopwatch.GetTimestamp();
        await rig.RestartAsync();
        await rig.ShownAsync(1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start until the first answer: {Stopwatch.GetElapsedTime(counting).TotalSeconds:0.00} s"));
    }

    private static async Task<double[]> AskAsync(ShopRig rig, int callers, int questions)
    {
        var serving = rig.Get<IAdServing>();
        var taken = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var times = new double[questions / callers];
            for (var i = 0; i < times.Length; i++)
            {
                var number = (caller * 7919) + (i * 31);
                var started = Stopwatch.GetTimestamp();
                var answer = await serving.ServeAsync(new AdQuestion("home", number % 4 == 0 ? null : new CustomerId(1 + (number % Customers))), default);
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (answer is not AdsServed.Shown)
                {
                    throw new InvalidOperationException($"The answer is {answer}.");
                }
            }

            return times;
        })));
        return [.. taken.SelectMany(times => times)];
    }
}
