using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Support;

/// <summary>Random numbers of other shapes.</summary>
internal static class Drawn
{
    /// <summary>Of mean 0 and variance 1 (Box and Muller 1958).</summary>
    public static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
