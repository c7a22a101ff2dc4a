using System.Globalization;
using Marketing.Kernel.Processing;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Marketing.Model.Trees;

/// <summary>Rows to learn an amount from that is often 0.</summary>
/// <param name="Width">Number of features.</param>
/// <param name="Features">Features, row after row; without NaN.</param>
/// <param name="Amounts">Amount of each row, 0 or more.</param>
/// <param name="Weights">Weight of each row, above 0.</param>
internal sealed record AmountRows(int Width, float[] Features, float[] Amounts, float[] Weights);

/// <summary>
/// Gradient boosting of the Tweedie deviance (Jørgensen 1997, sec. 4.1; boosting: Yang, Qian and Zou 2018, alg. 1) by LightGBM (Ke et al. 2017); the sum of the trees is the logarithm of the mean.
/// Where LightGBM's library cannot be loaded, ML.NET's FastTree grows them.
/// </summary>
internal static class TweedieTrees
{
    /// <summary>Grows trees; the same rows and growth give the same trees on as many processors.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="power">Power of the variance function, in (1, 2).</param>
    /// <param name="growth">How they are grown.</param>
    /// <param name="cancellation">Stops between two trees.</param>
    public static TreeEnsemble Fit(AmountRows rows, double power, BoostGrowth growth, CancellationToken cancellation)
    {
        var mean = 0.0;
        var sum = 0.0;
        for (var i = 0; i < rows.Amounts.Length; i++)
        {
            (mean, sum) = (mean + ((double)rows.Weights[i] * rows.Amounts[i]), sum + rows.Weights[i]);
        }

        // Of nothing but zeros no logarithm can be learned: they score far below anything sold.
        return mean <= 0 ? new TreeEnsemble(rows.Width, [~0], [], [], [], [], [-30])
            : TreeLibrary.IsThere ? NativeTrees.Grow(rows.Width, rows.Features, rows.Amounts, rows.Weights, Parameters(power, growth), growth.Trees, cancellation)
            : ByFastTree(rows, power, growth, Math.Log(mean / sum));
    }

    private static string Parameters(double power, BoostGrowth growth) => string.Create(CultureInfo.InvariantCulture,
        $"objective=tweedie tweedie_variance_power={power} learning_rate={growth.LearningRate} num_leaves={growth.Leaves} min_data_in_leaf={growth.LeastRows} lambda_l2={growth.Ridge} feature_fraction={growth.Features} bagging_fraction={growth.Rows} bagging_freq={(growth.Rows < 1 ? 1 : 0)} seed={growth.Seed} num_threads={HeavyWork.Processors} deterministic=true force_row_wise=true verbosity=-1");

    private static TreeEnsemble ByFastTree(AmountRows rows, double power, BoostGrowth growth, double constant)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);
        var context = new MLContext(growth.Seed);
        var data = context.Data.LoadFromEnumerable(rows.Amounts.Select((amount, i) => new Row { Features = rows.Features.AsSpan(i * rows.Width, rows.Width).ToArray(), Label = amount, Weight = rows.Weights[i] }), schema);
        var trainer = context.Regression.Trainers.FastTreeTweedie(new FastTreeTweedieTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            ExampleWeightColumnName = nameof(Row.Weight),
            Index = power,
            NumberOfTrees = growth.Trees,
            NumberOfLeaves = growth.Leaves,
            LearningRate = growth.LearningRate,
            MinimumExampleCountPerLeaf = growth.LeastRows,
            NumberOfThreads = HeavyWork.Processors,
            FeatureFraction = growth.Features,
            BaggingSize = growth.Rows < 1 ? 1 : 0,
            BaggingExampleFraction = growth.Rows,
            Seed = growth.Seed,
            FeatureSelectionSeed = growth.Seed,
        });
        return GrownTrees.Grown(() => GrownTrees.Flatten(trainer.Fit(data).Model.TrainedTreeEnsemble, rows.Width), rows.Width, constant);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; }
    }
}
