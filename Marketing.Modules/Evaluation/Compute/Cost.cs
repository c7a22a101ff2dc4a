using Marketing.Model;

namespace Marketing.Evaluation.Compute;

/// <summary>Processor time in money.</summary>
internal static class Cost
{
    private const decimal SecondsOfHour = 3600;
    private const decimal Points = 100;

    /// <summary>Processor seconds at a price an hour.</summary>
    public static decimal Of(double cpuSeconds, decimal pricePerHour) => (decimal)cpuSeconds / SecondsOfHour * pricePerHour;

    /// <summary>Cost a hundredth gained; null where the gain is not above 0 with its whole interval, since nothing was bought then.</summary>
    public static decimal? OfPoint(decimal cost, Metric? gain) => gain is { Low: > 0 } ? cost / ((decimal)gain.Value * Points) : null;
}
