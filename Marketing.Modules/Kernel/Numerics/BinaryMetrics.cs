using Marketing.Kernel.Processing;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// Figures of probabilities against what came of each row, also of rows that weigh whole numbers, as a resample has them.
/// </summary>
internal sealed class BinaryMetrics
{
    // Logarithms of probabilities are cut there, as scikit-learn cuts them for double precision.
    internal const double Least = 2.220446049250313e-16;

    private readonly bool[] _positive;
    private readonly int[] _ends;
    private readonly int[] _order;
    private readonly double[] _loss;
    private readonly double[] _square;

    /// <param name="probability">A probability a row, in [0, 1].</param>
    /// <param name="positive">What came of it.</param>
    public BinaryMetrics(ReadOnlySpan<double> probability, ReadOnlySpan<bool> positive)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positive.Length, probability.Length);
        var n = probability.Length;
        double[] falling = [.. probability];
        _order = [.. Enumerable.Range(0, n)];
        Array.Sort(falling, _order);
        Array.Reverse(falling);
        Array.Reverse(_order);
        _ends = [.. Enumerable.Range(1, n).Where(end => end == n || falling[end] != falling[end - 1])];
        (_positive, _loss, _square) = ([.. positive], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var (p, y) = (probability[i], positive[i] ? 1.0 : 0.0);
            _loss[i] = -Math.Log(Math.Clamp(positive[i] ? p : 1 - p, Least, 1 - Least));
            _square[i] = (p - y) * (p - y);
        }
    }

    /// <summary>Figures of all rows; null unless both outcomes occur.</summary>
    public BinaryFigures? Figures() => Figures(null);

    /// <summary>
    /// Percentile bootstrap intervals (Efron and Tibshirani 1993, sec. 13.3): rows are drawn with replacement; draws in which one of the
    /// outcomes does not occur are left out. The same seed gives the same intervals on any number of processors. Null unless both outcomes occur.
    /// </summary>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of draws, at least 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="level">Confidence, in (0, 1).</param>
    public BinaryIntervals? Bootstrap(ulong seed, int resamples, CancellationToken cancellation, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        if (Figures() is not { } all)
        {
            return null;
        }

        var seeds = new ulong[resamples];
        for (var b = 0; b < resamples; b++)
        {
            seeds[b] = SeededRandom.SplitMix(ref seed);
        }

        var drawn = new BinaryFigures?[resamples];
        Parallel.For(0, resamples, HeavyWork.Loop(cancellation), () => new int[_positive.Length], (b, _, weights) =>
        {
            var random = new SeededRandom(seeds[b]);
            Array.Clear(weights);
            for (var i = 0; i < weights.Length; i++)
            {
                weights[random.NextInt(weights.Length)]++;
            }

            drawn[b] = Figures(weights);
            return weights;
        }, _ => { });
        BinaryFigures[] some = [.. drawn.OfType<BinaryFigures>()];
        return new BinaryIntervals(Of(figures => figures.Auc), Of(figures => figures.AveragePrecision), Of(figures => figures.LogLoss), Of(figures => figures.Brier));

        Interval Of(Func<BinaryFigures, double> figure)
        {
            double[] values = [.. some.Select(figure).Order()];
            return values.Length == 0
                ? new Interval(figure(all), figure(all), figure(all))
                : new Interval(figure(all), Interval.Quantile(values, (1 - level) / 2), Interval.Quantile(values, (1 + level) / 2));
        }
    }

    // One pass from the highest probability down; rows of equal probability stand on one step.
    private BinaryFigures? Figures(int[]? weights)
    {
        var (above, hits, pairs, precision, loss, square, from) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0);
        foreach (var end in _ends)
        {
            var (stepHits, stepMisses) = (0.0, 0.0);
            for (var at = from; at < end; at++)
            {
                var row = _order[at];
                double weight = weights is null ? 1 : weights[row];
                (stepHits, stepMisses) = _positive[row] ? (stepHits + weight, stepMisses) : (stepHits, stepMisses + weight);
                (loss, square) = (loss + (weight * _loss[row]), square + (weight * _square[row]));
            }

            // A miss stands below all hits that came before, and half below those beside it.
            pairs += stepMisses * (hits + (stepHits / 2));
            hits += stepHits;
            above += stepHits + stepMisses;
            precision += stepHits == 0 ? 0 : stepHits * (hits / above);
            from = end;
        }

        var misses = above - hits;
        return hits == 0 || misses == 0 ? null : new BinaryFigures(pairs / (hits * misses), precision / hits, loss / above, square / above);
    }
}

/// <summary>Figures of probabilities.</summary>
/// <param name="Auc">Area under the ROC curve: the chance that a positive row has a higher probability than a negative one, equal ones counting half (Hanley and McNeil 1982; mid-ranks of Mann and Whitney 1947).</param>
/// <param name="AveragePrecision">Σ (Rₙ - Rₙ₋₁) Pₙ over the distinct probabilities from the highest down, without interpolation, as scikit-learn has it.</param>
/// <param name="LogLoss">Mean of -ln of the probability given to what came, in nats; cut at the distance of 1 to the next number.</param>
/// <param name="Brier">Mean squared distance of probability and outcome (Brier 1950, in the form of one outcome).</param>
internal readonly record struct BinaryFigures(double Auc, double AveragePrecision, double LogLoss, double Brier);

/// <summary>The same with intervals.</summary>
internal sealed record BinaryIntervals(Interval Auc, Interval AveragePrecision, Interval LogLoss, Interval Brier);
