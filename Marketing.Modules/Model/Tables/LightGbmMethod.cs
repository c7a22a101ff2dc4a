using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Trees;

namespace Marketing.Model.Tables;

/// <summary>Boosted trees on numbers as they are and categories one-hot; a missing number stands below all others, where one split sets it apart.</summary>
internal sealed class LightGbmMethod : ITableMethod
{
    private const string Trees = "num_iterations";
    private const string Leaves = "num_leaves";
    private const string LearningRate = "learning_rate";
    private const string LeastRows = "min_data_in_leaf";
    private const string Ridge = "lambda_l2";
    private const string Features = "feature_fraction";
    private const string Rows = "bagging_fraction";
    private const string Seed = "seed";

    public string Kind => "lightgbm";

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Trees, 100, 1, 100_000),
        MethodParameter.Whole(Leaves, 15, 2, 10_000),
        MethodParameter.Real(LearningRate, 0.05, 1e-6, 1),
        MethodParameter.Whole(LeastRows, 20, 1, 1_000_000),
        MethodParameter.Real(Ridge, 0, 0, 1e9),
        MethodParameter.Real(Features, 0.7, 0.01, 1),
        MethodParameter.Real(Rows, 0.8, 0.01, 1),
        MethodParameter.Whole(Seed, 1, 0, int.MaxValue),
    ];

    public TableModel Fit(TableData rows, ReadOnlyMemory<bool> positive, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new Progress("fit", 0));
        var plan = new Plan(rows);
        var growth = new BoostGrowth(values.Whole(Trees), values.Whole(Leaves), values.Real(LearningRate), values.Whole(LeastRows), values.Real(Ridge), values.Real(Features), values.Real(Rows), values.Whole(Seed));
        var trees = BoostedTrees.Fit(plan.Width, Enumerable.Range(0, rows.Rows).Select(row => plan.Write(rows, row, new float[plan.Width])), positive, growth, cancellation);
        progress?.Report(new Progress("fit", 1, TreeLibrary.IsThere ? $"{trees.Trees:N0} trees" : $"{trees.Trees:N0} trees by FastTree, since LightGBM's library is not there"));
        return new Fitted(values.Shown, rows, plan, trees);
    }

    /// <summary>Which feature holds what.</summary>
    private sealed class Plan(TableData rows)
    {
        private readonly OneHot[] _categories = [.. rows.Categories.Select(OneHot.Learn)];

        private readonly float[] _missing = [.. rows.Numbers.Select(column => Below(column.Values.Span))];

        // A table without any column is of one feature that says nothing.
        public int Width => Math.Max(1, _missing.Length + _categories.Sum(category => category.Width));

        public float[] Write(TableData table, int row, float[] x)
        {
            Array.Clear(x);
            for (var i = 0; i < _missing.Length; i++)
            {
                var value = table.Numbers[i].Values.Span[row];
                x[i] = float.IsNaN(value) ? _missing[i] : value;
            }

            var first = _missing.Length;
            for (var i = 0; i < _categories.Length; first += _categories[i++].Width)
            {
                if (_categories[i].Place(table.Categories[i].Codes.Span[row]) is >= 0 and var place)
                {
                    x[first + place] = 1;
                }
            }

            return x;
        }

        // One below the smallest, or a tenth of it where one is lost in rounding.
        private static float Below(ReadOnlySpan<float> values)
        {
            var least = float.PositiveInfinity;
            foreach (var value in values)
            {
                least = value < least ? value : least;
            }

            return float.IsFinite(least) ? Math.Max(float.MinValue, least - Math.Max(1, Math.Abs(least) / 10)) : 0;
        }
    }

    private sealed class Fitted(IReadOnlyDictionary<string, string> parameters, TableData learned, Plan plan, TreeEnsemble trees) : TableModel("lightgbm", parameters, learned)
    {
        protected override void ScoreRows(TableData rows, Span<double> probability)
        {
            var scored = new double[rows.Rows];
            Parallel.For(0, rows.Rows, HeavyWork.Loop(default), () => new float[plan.Width], (row, _, x) =>
            {
                scored[row] = Logistic(trees.Score(plan.Write(rows, row, x)));
                return x;
            }, _ => { });
            scored.CopyTo(probability);
        }
    }
}
