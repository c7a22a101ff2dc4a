using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Tables;

/// <summary>
/// Logistic regression with a ridge (Hoerl and Kennard 1970; le Cessie and van Houwelingen 1992): the least of
/// <c>Σ ln(1 + exp(-s (w·x + b))) + l2/2 |w|²</c>, s being 1 or -1 and b without a penalty, by <see cref="Lbfgs"/>.
/// </summary>
internal sealed class LogisticMethod : ITableMethod
{
    // Gradient that counts as 0, a row.
    private const double Tolerance = 1e-8;

    // Sums over rows are taken in parts whose number does not depend on the machine, so that neither do their roundings.
    private const int Parts = 64;

    public string Kind => "logistic";

    public IReadOnlyList<MethodParameter> Parameters { get; } = [MethodParameter.Real("l2", 1, 0, 1e9), MethodParameter.Whole("max_iter", 1000, 1, 1_000_000)];

    public TableModel Fit(TableData rows, ReadOnlyMemory<bool> positive, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var encoder = TableEncoder.Learn(rows);
        var objective = new Objective(rows, encoder, positive, values.Real("l2"), cancellation);
        var (most, share) = (values.Whole("max_iter"), rows.Rows);
        progress?.Report(new Progress("fit", 0));
        var found = Lbfgs.Minimise(objective.At, new double[encoder.Width + 1], Tolerance * share, most);
        progress?.Report(new Progress("fit", 1, found.Converged ? $"{found.Iterations:N0} iterations" : $"stopped after {found.Iterations:N0} iterations, before the minimum"));
        return new Fitted(values.Shown, rows, encoder, found.X);
    }

    /// <summary>The sum that is minimised, and its gradient.</summary>
    private sealed class Objective(TableData rows, TableEncoder encoder, ReadOnlyMemory<bool> positive, double l2, CancellationToken cancellation)
    {
        private readonly float[] _dense = Dense(rows, encoder);
        private readonly double[][] _gradients = [.. Enumerable.Range(0, Parts).Select(_ => new double[encoder.Width + 1])];
        private readonly double[] _losses = new double[Parts];

        public double At(double[] w, double[] gradient)
        {
            Parallel.For(0, Parts, HeavyWork.Loop(cancellation), part => Sum(part, w));
            var (loss, bias) = (0.0, encoder.Width);
            gradient.AsSpan().Clear();
            for (var part = 0; part < Parts; part++)
            {
                loss += _losses[part];
                for (var i = 0; i <= bias; i++)
                {
                    gradient[i] += _gradients[part][i];
                }
            }

            for (var i = 0; i < bias; i++)
            {
                loss += l2 / 2 * w[i] * w[i];
                gradient[i] += l2 * w[i];
            }

            return loss;
        }

        private void Sum(int part, double[] w)
        {
            var (sum, loss, bias) = (_gradients[part], 0.0, encoder.Width);
            sum.AsSpan().Clear();
            var (first, last) = ((int)((long)rows.Rows * part / Parts), (int)((long)rows.Rows * (part + 1) / Parts));
            for (var row = first; row < last; row++)
            {
                var x = _dense.AsSpan(row * encoder.Dense, encoder.Dense);
                var margin = Margin(encoder, rows, row, x, w);
                var hit = positive.Span[row];
                loss += Softplus(hit ? -margin : margin);
                var slope = (margin >= 0 ? 1 / (1 + Math.Exp(-margin)) : Math.Exp(margin) / (1 + Math.Exp(margin))) - (hit ? 1 : 0);
                for (var i = 0; i < x.Length; i++)
                {
                    sum[i] += slope * x[i];
                }

                for (var category = 0; category < encoder.Categories; category++)
                {
                    if (encoder.Place(rows, row, category) is >= 0 and var place)
                    {
                        sum[place] += slope;
                    }
                }

                sum[bias] += slope;
            }

            _losses[part] = loss;
        }

        // ln(1 + e^m), without an overflow.
        private static double Softplus(double m) => Math.Max(m, 0) + Math.Log(1 + Math.Exp(-Math.Abs(m)));

        private static float[] Dense(TableData rows, TableEncoder encoder)
        {
            var dense = new float[checked(rows.Rows * encoder.Dense)];
            for (var row = 0; row < rows.Rows; row++)
            {
                encoder.WriteDense(rows, row, dense.AsSpan(row * encoder.Dense, encoder.Dense));
            }

            return dense;
        }
    }

    private static double Margin(TableEncoder encoder, TableData rows, int row, ReadOnlySpan<float> x, ReadOnlySpan<double> w)
    {
        var margin = w[encoder.Width];
        for (var i = 0; i < x.Length; i++)
        {
            margin += w[i] * x[i];
        }

        for (var category = 0; category < encoder.Categories; category++)
        {
            if (encoder.Place(rows, row, category) is >= 0 and var place)
            {
                margin += w[place];
            }
        }

        return margin;
    }

    private sealed class Fitted(IReadOnlyDictionary<string, string> parameters, TableData learned, TableEncoder encoder, double[] w) : TableModel("logistic", parameters, learned)
    {
        protected override void ScoreRows(TableData rows, Span<double> probability)
        {
            var x = new float[encoder.Dense];
            for (var row = 0; row < rows.Rows; row++)
            {
                encoder.WriteDense(rows, row, x);
                probability[row] = Logistic(Margin(encoder, rows, row, x, w));
            }
        }
    }
}
