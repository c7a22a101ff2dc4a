using Marketing.Kernel.Numerics;

namespace Marketing.Execution;

/// <summary>A share of shows with its 95 % interval (Wilson 1927).</summary>
/// <param name="Value">Share in [0, 1].</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct AdRate(double Value, double Low, double High)
{
    /// <summary>Share of shows that were clicked; null before the first show.</summary>
    /// <param name="clicks">Shows with a click, in [0, shows].</param>
    /// <param name="shows">Shows.</param>
    public static AdRate? Of(long clicks, long shows) => Interval.Wilson(Math.Min(clicks, shows), shows) is { } rate ? new AdRate(rate.Value, rate.Low, rate.High) : null;
}
