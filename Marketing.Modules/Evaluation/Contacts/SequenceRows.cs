namespace Marketing.Evaluation.Contacts;

/// <summary>Logged sequences beside another policy, in columns: the steps of which it is known what came.</summary>
/// <param name="starts">First row of each customer, and the end of the last.</param>
/// <param name="ratios">Product of the policy's probabilities over the propensities, from the first step of the customer to this one.</param>
/// <param name="discounts">What a reward of the row is worth at the customer's first step.</param>
/// <param name="rewards">Reward.</param>
/// <param name="chosen">What the value model expects from the row and its action on.</param>
/// <param name="values">What it expects from the row on, where the policy chooses.</param>
/// <param name="behind">For each customer, discount and value of the state behind the last row; 0 where nothing follows.</param>
internal sealed class SequenceRows(int[] starts, double[] ratios, double[] discounts, double[] rewards, double[] chosen, double[] values, (double Discount, double Value)[] behind)
{
    /// <summary>Customers.</summary>
    public int Customers => behind.Length;

    /// <summary>Steps of the longest sequence.</summary>
    public int Steps { get; } = Enumerable.Range(0, behind.Length).Max(i => starts[i + 1] - starts[i]);

    /// <summary>Product of ratios of every row.</summary>
    public ReadOnlySpan<double> Ratios => ratios;

    /// <summary>First row of each customer, and the end of the last.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>Effective sample size of each step (Kong 1992), and the mean weight with its standard error; customers whose sequence is over keep their last weight.</summary>
    public (double Effective, double Mean, double Error)[] Weights()
    {
        var (sums, squares) = (new double[Steps], new double[Steps]);
        for (var i = 0; i < Customers; i++)
        {
            for (var t = 0; t < Steps; t++)
            {
                var weight = ratios[Math.Min(starts[i] + t, starts[i + 1] - 1)];
                (sums[t], squares[t]) = (sums[t] + weight, squares[t] + (weight * weight));
            }
        }

        double n = Customers;
        return [.. Enumerable.Range(0, Steps).Select(t => (
            squares[t] > 0 ? sums[t] * sums[t] / squares[t] : 0,
            sums[t] / n,
            Math.Sqrt(Math.Max(0, squares[t] - (sums[t] * sums[t] / n)) / Math.Max(1, n - 1) / n)))];
    }

    /// <summary>Share of the discounted steps that lie before a step.</summary>
    public double Covered(int weighted)
    {
        var (before, all) = (0.0, 0.0);
        for (var i = 0; i < Customers; i++)
        {
            for (var row = starts[i]; row < starts[i + 1]; row++)
            {
                before += row - starts[i] < weighted ? discounts[row] : 0;
                all += discounts[row];
            }
        }

        return before / all;
    }

    /// <summary>Mean discounted reward of the log itself, and what the value model expects behind it.</summary>
    /// <param name="times">How often each customer counts.</param>
    public double OnPolicy(ReadOnlySpan<int> times)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < Customers; i++)
        {
            var own = behind[i].Discount * behind[i].Value;
            for (var row = starts[i]; row < starts[i + 1]; row++)
            {
                own += discounts[row] * rewards[row];
            }

            (sum, count) = (sum + (times[i] * own), count + times[i]);
        }

        return sum / count;
    }

    /// <summary>
    /// The estimators. With ρ_t the product of ratios up to step t, w_t that over its mean at that step, q and v the value model:
    /// per-decision importance sampling <c>mean Σ γᵗ ρ_t r_t</c> and its weighted form with w_t (Precup, Sutton and Singh 2000, sec. 3); doubly robust
    /// <c>mean Σ γᵗ (ρ_t (r_t - q_t) + ρ_{t-1} v_t)</c> (Jiang and Li 2016, eq. 10, unrolled) and its weighted form (Thomas and Brunskill 2016, eq. 3), both with <c>v</c> in place of
    /// what lies behind the weighted steps (the j-step return of sec. 5 there) and behind the end of a log that was cut off; and the mean of v at the first step.
    /// </summary>
    /// <param name="times">How often each customer counts.</param>
    /// <param name="weighted">Steps that doubly robust estimators weigh.</param>
    public SequenceEstimates Estimate(ReadOnlySpan<int> times, int weighted)
    {
        var (totals, count) = Totals(times);
        var (pdis, wpdis, dr, wdr, fqe) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < Customers; i++)
        {
            if (times[i] == 0)
            {
                continue;
            }

            double n = times[i], plain = 1 / (double)count, own = plain, before = plain, weightedBefore = plain;
            for (var row = starts[i]; row < starts[i + 1]; row++)
            {
                var step = row - starts[i];
                var (ratio, share) = (ratios[row] * plain, totals[step] > 0 ? ratios[row] / totals[step] : 0);
                pdis += n * discounts[row] * ratio * rewards[row];
                wpdis += n * discounts[row] * share * rewards[row];
                if (step < weighted)
                {
                    dr += n * discounts[row] * ((ratio * (rewards[row] - chosen[row])) + (before * values[row]));
                    wdr += n * discounts[row] * ((share * (rewards[row] - chosen[row])) + (weightedBefore * values[row]));
                    (before, weightedBefore) = (ratio, share);
                }
                else if (step == weighted)
                {
                    dr += n * discounts[row] * before * values[row];
                    wdr += n * discounts[row] * weightedBefore * values[row];
                }
            }

            if (starts[i + 1] - starts[i] <= weighted)
            {
                dr += n * behind[i].Discount * before * behind[i].Value;
                wdr += n * behind[i].Discount * weightedBefore * behind[i].Value;
            }

            fqe += n * own * values[starts[i]];
        }

        return new SequenceEstimates(wdr, dr, wpdis, pdis, fqe);
    }

    // Sum of the weights at each step; who is over keeps the last.
    private (double[] Totals, long Count) Totals(ReadOnlySpan<int> times)
    {
        var (totals, over, count) = (new double[Steps], new double[Steps + 1], 0L);
        for (var i = 0; i < Customers; i++)
        {
            for (var row = starts[i]; row < starts[i + 1]; row++)
            {
                totals[row - starts[i]] += times[i] * ratios[row];
            }

            over[starts[i + 1] - starts[i]] += times[i] * ratios[starts[i + 1] - 1];
            count += times[i];
        }

        for (var (t, kept) = (0, 0.0); t < Steps; t++)
        {
            kept += over[t];
            totals[t] += kept;
        }

        return (totals, count);
    }
}

/// <summary>What the estimators say.</summary>
/// <param name="Wdr">Weighted doubly robust.</param>
/// <param name="Dr">Doubly robust.</param>
/// <param name="Wpdis">Weighted per-decision importance sampling.</param>
/// <param name="Pdis">Per-decision importance sampling.</param>
/// <param name="Fqe">Fitted Q evaluation.</param>
internal readonly record struct SequenceEstimates(double Wdr, double Dr, double Wpdis, double Pdis, double Fqe)
{
    public static IReadOnlyList<(string Name, Func<SequenceEstimates, double> Of)> All { get; } =
        [("wdr", one => one.Wdr), ("dr", one => one.Dr), ("wpdis", one => one.Wpdis), ("pdis", one => one.Pdis), ("fqe", one => one.Fqe)];
}
