using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Marketing.Model.Trees;

/// <summary>
/// Gradient boosting of squared error (Friedman 2001, alg. 2) by LightGBM (Ke et al. 2017) on one processor, so that the trees are the same on every machine's number of them; fits that
/// do not depend on one another run side by side. Where LightGBM's library cannot be loaded, ML.NET's FastTree grows them.
/// </summary>
internal static class RegressionTrees
{
    /// <summary>Grows trees; the same rows and growth give the same trees.</summary>
    /// <param name="rows">The rows, at least one; amounts may be any finite numbers.</param>
    /// <param name="growth">How they are grown.</param>
    /// <param name="cancellation">Stops between two trees.</param>
    public static TreeEnsemble Fit(AmountRows rows, BoostGrowth growth, CancellationToken cancellation) =>

        // Of nothing to tell rows apart by, and of no room for two leaves, there is the mean.
        rows.Width == 0 || rows.Amounts.Length < 2 * growth.LeastRows || rows.Amounts.AsSpan().IndexOfAnyExcept(rows.Amounts[0]) < 0
            ? new TreeEnsemble(rows.Width, [~0], [], [], [], [], [(float)Mean(rows)])
            : TreeLibrary.IsThere ? NativeTrees.Grow(rows.Width, rows.Features, rows.Amounts, rows.Weights, Parameters(growth), growth.Trees, cancellation)
            : ByFastTree(rows, growth);

    private static double Mean(AmountRows rows)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < rows.Amounts.Length; i++)
        {
            (sum, weight) = (sum + ((double)rows.Weights[i] * rows.Amounts[i]), weight + rows.Weights[i]);
        }

        return sum / weight;
    }

    private static string Parameters(BoostGrowth growth) => string.Create(CultureInfo.InvariantCulture,
        $"objective=regression learning_rate={growth.LearningRate} num_leaves={growth.Leaves} min_data_in_leaf={growth.LeastRows} lambda_l2={growth.Ridge} feature_fraction={growth.Features} bagging_fraction={growth.Rows} bagging_freq={(growth.Rows < 1 ? 1 : 0)} seed={growth.Seed} num_threads=1 deterministic=true force_row_wise=true verbosity=-1");

    private static TreeEnsemble ByFastTree(AmountRows rows, BoostGrowth growth)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        var context = new MLContext(growth.Seed);
        var data = context.Data.LoadFromEnumerable(rows.Amounts.Select((amount, i) => new Row { Features = rows.Features.AsSpan(i * rows.Width, rows.Width).ToArray(), Label = amount, Weight = rows.Weights[i] }), schema);
        var trainer = context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            ExampleWeightColumnName = nameof(Row.Weight),
            NumberOfTrees = growth.Trees,
            NumberOfLeaves = growth.Leaves,
            LearningRate = growth.LearningRate,
            MinimumExampleCountPerLeaf = growth.LeastRows,
            NumberOfThreads = 1,
            FeatureFraction = growth.Features,
            BaggingSize = growth.Rows < 1 ? 1 : 0,
            BaggingExampleFraction = growth.Rows,
            Seed = growth.Seed,
            FeatureSelectionSeed = growth.Seed,
        });
        return GrownTrees.Grown(() => GrownTrees.Flatten(trainer.Fit(data).Model.TrainedTreeEnsemble, rows.Width), rows.Width, Mean(rows));
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; }
    }
}
