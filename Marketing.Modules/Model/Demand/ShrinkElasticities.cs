namespace Marketing.Model.Demand;

/// <summary>
/// Draws the elasticities of products towards that of the shop (parametric empirical Bayes: Morris 1983, sec. 5). With estimates b and variances s², <c>b ~ N(β, s²)</c> and <c>β ~ N(μ, τ²)</c>; τ² by moments
/// (DerSimonian and Laird 1986), μ weighted by <c>1 / (s² + τ²)</c>. Then <c>B = (k-3)/(k-1) · s²/(s²+τ²)</c>, the estimate is <c>(1-B) b + B μ</c> and its variance
/// <c>s² (1 - (k-1)/k · B) + 2/(k-3) · B² · (s̄²+τ²)/(s²+τ²) · (b-μ)²</c>, which holds that μ and τ² are estimates, too. Fewer than 5 products stay as they are. Pure.
/// </summary>
internal static class ShrinkElasticities
{
    private const int Fewest = 5;

    /// <summary>Estimate and standard error of each, in order.</summary>
    public static IReadOnlyList<(double Estimate, double Error)> Of(IReadOnlyList<(double Estimate, double Error)> own)
    {
        if (own.Count < Fewest)
        {
            return own;
        }

        double k = own.Count;
        var between = Between(own);
        var mean = Weighted(own, one => 1 / (Square(one.Error) + between));
        var spread = own.Average(one => Square(one.Error));
        return
        [
            .. own.Select(one =>
            {
                var variance = Square(one.Error);
                var share = (k - 3) / (k - 1) * variance / (variance + between);
                var shrunk = (variance * (1 - ((k - 1) / k * share))) + (2 / (k - 3) * share * share * (spread + between) / (variance + between) * Square(one.Estimate - mean));
                return (((1 - share) * one.Estimate) + (share * mean), Math.Sqrt(shrunk));
            }),
        ];
    }

    /// <summary>Mean of all, with how far one more product may lie from it: <c>τ² + 1 / Σ 1/(s² + τ²)</c>. Null of fewer than 5 products, or where the mean's own 95 % interval is not below 0.</summary>
    /// <param name="own">Estimates and standard errors.</param>
    /// <param name="deepest">Deepest cut that each has seen.</param>
    public static PooledElasticity? Together(IReadOnlyList<(double Estimate, double Error)> own, double[] deepest)
    {
        if (own.Count < Fewest)
        {
            return null;
        }

        var between = Between(own);
        var mean = Weighted(own, one => 1 / (Square(one.Error) + between));
        var ofMean = 1 / own.Sum(one => 1 / (Square(one.Error) + between));
        return mean + (PriceElasticity.Student(own.Count - 1) * Math.Sqrt(ofMean)) < 0 ? new PooledElasticity(mean, Math.Sqrt(between + ofMean), own.Count, PriceElasticity.Median(deepest)) : null;
    }

    private static double Between(IReadOnlyList<(double Estimate, double Error)> own)
    {
        var mean = Weighted(own, one => 1 / Square(one.Error));
        var (weights, squares, off) = (0.0, 0.0, 0.0);
        foreach (var (estimate, error) in own)
        {
            var weight = 1 / Square(error);
            (weights, squares, off) = (weights + weight, squares + (weight * weight), off + (weight * Square(estimate - mean)));
        }

        return Math.Max(0, (off - (own.Count - 1)) / (weights - (squares / weights)));
    }

    private static double Weighted(IReadOnlyList<(double Estimate, double Error)> own, Func<(double Estimate, double Error), double> weight) => own.Sum(one => weight(one) * one.Estimate) / own.Sum(weight);

    private static double Square(double value) => value * value;
}
