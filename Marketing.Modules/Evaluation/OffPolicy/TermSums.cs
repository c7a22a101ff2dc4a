using System.Numerics.Tensors;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Evaluation.OffPolicy;

/// <summary>The terms of one estimator over all rows, summed up in bins.</summary>
/// <param name="Sure">Sums of what needs no weight, a bin.</param>
/// <param name="Weighted">Sums of what is weighted.</param>
/// <param name="Mass">Sums of what those are divided by.</param>
/// <param name="Variance">Sample variance of a row's whole term; null with fewer than two rows.</param>
internal sealed record TermSums(double[] Sure, double[] Weighted, double[] Mass, double? Variance)
{
    /// <summary>
    /// Bins of a long log; a shorter one has a bin a row. Rows are dealt out in turn, so that bins are independent and alike as rows are, and resampling
    /// bins gives the sums the spread that resampling rows would.
    /// </summary>
    private const int MostBins = 100_000;

    /// <summary>Rows in each bin.</summary>
    public static double[] Sizes(int rows)
    {
        var sizes = new double[Math.Min(rows, MostBins)];
        for (var bin = 0; bin < sizes.Length; bin++)
        {
            sizes[bin] = ((rows - bin - 1) / sizes.Length) + 1;
        }

        return sizes;
    }

    /// <summary>Adds up the terms of an estimator.</summary>
    /// <param name="choices">Rows, at least one, with a model where the estimator needs one.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="clip">Largest weight, or infinite.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static TermSums Of(LoggedChoices choices, IEstimator estimator, double clip, CancellationToken cancellation)
    {
        var bins = Math.Min(choices.Rows, MostBins);
        double[] sure = new double[bins], weighted = new double[bins], mass = new double[bins];
        ReadOnlySpan<double> rewards = choices.Rewards.Span, propensities = choices.Propensities.Span, policy = choices.PolicyProbabilities.Span;
        ReadOnlySpan<double> chosen = choices.ModelOfChosen.Span, expected = choices.ModelOfPolicy.Span;
        var (mean, squares, row) = (0.0, 0.0, 0);
        while (row < choices.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var bin = 0; bin < bins && row < choices.Rows; bin++, row++)
            {
                var weight = policy[row] / propensities[row];
                weight = estimator.IsClipped ? Math.Min(weight, clip) : weight;
                var term = estimator.Of(estimator.NeedsModel
                    ? new Choice(rewards[row], weight, chosen[row], expected[row])
                    : new Choice(rewards[row], weight, 0, 0));
                sure[bin] += term.Sure;
                weighted[bin] += term.Weighted;
                mass[bin] += term.Mass;
                var (whole, before) = (term.Sure + term.Weighted, mean);
                mean += (whole - before) / (row + 1);
                squares += (whole - before) * (whole - mean);
            }
        }

        return new TermSums(sure, weighted, mass, choices.Rows < 2 ? null : squares / (choices.Rows - 1));
    }

    /// <summary>The estimate; null where nothing has a weight.</summary>
    public double? Value(long rows)
    {
        var mass = TensorPrimitives.Sum<double>(Mass);
        return mass == 0 ? null : (TensorPrimitives.Sum<double>(Sure) / rows) + (TensorPrimitives.Sum<double>(Weighted) / mass);
    }

    /// <summary>
    /// Percentile bootstrap intervals of several estimators over the same resamples (Efron and Tibshirani 1993, sec. 13.3); null where no two resamples differ.
    /// </summary>
    /// <param name="estimators">Sums over the same bins.</param>
    /// <param name="sizes">Rows in each bin.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of resamples, at least 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    public static (double Low, double High)?[] Bootstrap(IReadOnlyList<TermSums> estimators, double[] sizes, ulong seed, int resamples, CancellationToken cancellation, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        var seeds = new ulong[resamples];
        for (var b = 0; b < resamples; b++)
        {
            seeds[b] = SeededRandom.SplitMix(ref seed);
        }

        double[][] drawn = [.. estimators.Select(_ => new double[resamples])];
        Parallel.For(0, resamples, HeavyWork.Loop(cancellation), () => new double[sizes.Length], (b, _, times) =>
        {
            var random = new SeededRandom(seeds[b]);
            Array.Clear(times);
            for (var i = 0; i < times.Length; i++)
            {
                times[random.NextInt(times.Length)]++;
            }

            var rows = TensorPrimitives.Dot<double>(times, sizes);
            for (var e = 0; e < drawn.Length; e++)
            {
                var mass = TensorPrimitives.Dot<double>(times, estimators[e].Mass);
                drawn[e][b] = mass == 0 ? double.NaN : (TensorPrimitives.Dot<double>(times, estimators[e].Sure) / rows) + (TensorPrimitives.Dot<double>(times, estimators[e].Weighted) / mass);
            }

            return times;
        }, _ => { });
        return [.. drawn.Select(values => Ends(values, level))];
    }

    // A resample without anything to divide by tells nothing.
    private static (double Low, double High)? Ends(double[] values, double level)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0 || sorted[0] == sorted[^1] ? null : (Interval.Quantile(sorted, (1 - level) / 2), Interval.Quantile(sorted, (1 + level) / 2));
    }
}
