using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>Replays the policy and a naive one on the demand of many products. No review knows of a later day: what is expected is the mean of the days before.</summary>
internal static class ReplayHistory
{
    /// <summary>Days before a review whose mean the policy expects to go on.</summary>
    public const int KnownDays = 56;

    private const int NaiveDays = 28;
    private const int Fewest = 28;

    /// <summary>Replays the products of greatest revenue with a history long enough; null where there is none.</summary>
    public static StockSimulation? Of(StockBoard board, SimulationQuery query, CancellationToken cancellation)
    {
        var frame = board.Frame;
        var days = Math.Min(query.Days, frame.Days - KnownDays);
        if (days < Fewest)
        {
            return null;
        }

        var from = frame.Days - days;
        int[] chosen = [.. Enumerable.Range(0, frame.Products)
            .Where(product => frame.StartOf(product) <= from - KnownDays && frame.Snapshot.Products.Active[product])
            .OrderByDescending(product => board.Lines[product].Revenue).ThenBy(product => product)
            .Take(query.Products)];
        if (chosen.Length == 0)
        {
            return null;
        }

        var replays = new Replay[chosen.Length];
        Parallel.For(0, chosen.Length, HeavyWork.Loop(cancellation), i => replays[i] = One(board, chosen[i], days, query.Seed));
        return new StockSimulation(
            frame.DateOf(from),
            days,
            chosen.Length,
            Sum(replays, replay => replay.Policy, days),
            Sum(replays, replay => replay.Naive, days),
            Known(replays, days),
            ByDay(replays, replay => replay.Policy, days),
            ByDay(replays, replay => replay.Naive, days));
    }

    private static Replay One(StockBoard board, int product, int days, int seed)
    {
        var (line, options, spread) = (board.Lines[product], board.Options, board.Book.Turn.Spread);
        var demand = board.Frame.Demand(product).ToArray();
        var leads = Leads(line.LeadDays, options.LeadDeviationDays, days, new SeededRandom(unchecked(((ulong)seed * 0x9E3779B97F4A7C15) ^ (ulong)line.Product.Value)));
        var (policy, naive) = (new double[days], new double[days]);
        var from = demand.Length - days;
        var run = SimulatePolicy.Run(demand, from, options.ReviewDays, leads, before => Levels(spread, before, line, options), null, policy);

        // Both begin with the same stock, meet the same demand, and wait equally long for an order of the same day.
        var other = SimulatePolicy.Run(demand, from, options.ReviewDays, leads, before => NaiveLevels(before), run.Start, naive);
        var cost = line.UnitCost ?? 0;
        return new Replay(new Outcome(run.Sold, run.Lost, run.DaysOut, run.Orders, policy, cost), new Outcome(other.Sold, other.Lost, other.DaysOut, other.Orders, naive, cost), RealOutcome.Of(board.Frame, product, days) is { } real ? new Outcome(real.Sold, real.Lost, real.DaysOut, null, real.Stock, cost) : null);
    }

    private static PolicyLevels Levels(DemandSpread spread, ReadOnlySpan<float> before, StockLine line, InventoryOptions options)
    {
        var perDay = Mean(before, KnownDays);
        var (more, until) = (StockFormulas.OfLead(perDay, options.LeadDeviationDays), line.LeadDays + options.ReviewDays);
        var reorder = StockFormulas.Covering(spread, options.ServiceLevel, perDay * line.LeadDays, line.LeadDays, more);
        var upTo = Math.Max(reorder, StockFormulas.Covering(spread, options.ServiceLevel, perDay * until, until, more));
        return new PolicyLevels(reorder, upTo, StockFormulas.EconomicOrderQuantity(perDay * 365, options.OrderCost, line.UnitCost, options.HoldingRate) ?? 0);
    }

    private static PolicyLevels NaiveLevels(ReadOnlySpan<float> before)
    {
        var upTo = NaiveDays * Mean(before, NaiveDays);
        return new PolicyLevels(upTo, upTo);
    }

    private static double Mean(ReadOnlySpan<float> before, int days)
    {
        var (sum, from) = (0.0, Math.Max(0, before.Length - days));
        foreach (var units in before[from..])
        {
            sum += units;
        }

        return before.Length == 0 ? 0 : sum / (before.Length - from);
    }

    // Normal with the deviation of the settings (Box and Muller 1958), whole days, at least one.
    private static int[] Leads(double mean, double deviation, int days, SeededRandom random)
    {
        var leads = new int[days];
        for (var day = 0; day < days; day++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            leads[day] = (int)Math.Max(1, Math.Round(mean + (deviation * normal)));
        }

        return leads;
    }

    private static RealComparison? Known(Replay[] replays, int days)
    {
        Replay[] known = [.. replays.Where(replay => replay.Real is not null)];
        return known.Length == 0 ? null : new RealComparison(known.Length, Sum(known, replay => replay.Real!, days), Sum(known, replay => replay.Policy, days));
    }

    private static PolicyOutcome Sum(Replay[] replays, Func<Replay, Outcome> of, int days)
    {
        var all = Array.ConvertAll(replays, replay => of(replay));
        var (sold, lost) = (all.Sum(one => one.Sold), all.Sum(one => one.Lost));
        return new PolicyOutcome(
            sold + lost > 0 ? sold / (sold + lost) : null,
            all.Sum(one => (double)one.DaysOut) / ((double)days * all.Length),
            lost,
            all.Sum(one => one.Stock.Average()),
            (long)Math.Round(all.Sum(one => one.Stock.Average() * one.Cost)),
            all[0].Orders is null ? null : all.Sum(one => one.Orders));
    }

    private static double[] ByDay(Replay[] replays, Func<Replay, Outcome> of, int days)
    {
        var sums = new double[days];
        foreach (var replay in replays)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(sums, of(replay).Stock, sums);
        }

        return sums;
    }

    private sealed record Outcome(double Sold, double Lost, int DaysOut, int? Orders, double[] Stock, long Cost);

    private sealed record Replay(Outcome Policy, Outcome Naive, Outcome? Real);
}
