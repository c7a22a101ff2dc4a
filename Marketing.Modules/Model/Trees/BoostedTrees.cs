using Marketing.Kernel.Processing;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Marketing.Model.Trees;

/// <summary>How trees are grown for a probability.</summary>
/// <param name="Trees">How many.</param>
/// <param name="Leaves">Most leaves of one.</param>
/// <param name="LearningRate">Share of each tree that is taken.</param>
/// <param name="LeastRows">Least rows of a leaf.</param>
/// <param name="Ridge">L2 penalty of leaf values; FastTree has none.</param>
/// <param name="Features">Share of the features that each tree may use.</param>
/// <param name="Rows">Share of the rows that each tree sees.</param>
/// <param name="Seed">Seed of everything random.</param>
internal sealed record BoostGrowth(int Trees, int Leaves, double LearningRate, int LeastRows, double Ridge, double Features, double Rows, int Seed);

/// <summary>
/// Gradient boosting of the log-likelihood (Friedman 2001, alg. 5) by LightGBM (Ke et al. 2017); the trees are taken out, and their sum is the
/// log-odds. Where LightGBM's library cannot be loaded, ML.NET's FastTree grows them.
/// </summary>
internal static class BoostedTrees
{
    /// <summary>Grows trees; the same rows and growth give the same trees. Where no tree can be split, the log-odds of the share of positive rows stand for all.</summary>
    /// <param name="width">Number of features.</param>
    /// <param name="rows">Features of each row without NaN, in order; an array may not be used again for the next.</param>
    /// <param name="positive">Label of each row.</param>
    /// <param name="growth">How they are grown.</param>
    /// <param name="cancellation">Stops the work before it begins.</param>
    public static TreeEnsemble Fit(int width, IEnumerable<float[]> rows, ReadOnlyMemory<bool> positive, BoostGrowth growth, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var context = new MLContext(growth.Seed);
        var data = context.Data.LoadFromEnumerable(rows.Select((features, i) => new Row { Features = features, Label = positive.Span[i] }), schema);
        return GrownTrees.Grown(() => TreeLibrary.IsThere ? ByLightGbm(context, data, growth, width) : ByFastTree(context, data, growth, width), width, LogOdds(positive.Span));
    }

    // Of one outcome alone, half a row had the other.
    private static double LogOdds(ReadOnlySpan<bool> positive)
    {
        var yes = Math.Clamp(positive.Count(true), 0.5, positive.Length - 0.5);
        return Math.Log(yes / (positive.Length - yes));
    }

    private static TreeEnsemble ByLightGbm(MLContext context, IDataView data, BoostGrowth growth, int width)
    {
        var trained = context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            NumberOfIterations = growth.Trees,
            NumberOfLeaves = growth.Leaves,
            LearningRate = growth.LearningRate,
            MinimumExampleCountPerLeaf = growth.LeastRows,
            NumberOfThreads = HeavyWork.Processors,
            Booster = new GradientBooster.Options
            {
                L2Regularization = growth.Ridge,
                FeatureFraction = growth.Features,
                SubsampleFraction = growth.Rows,
                SubsampleFrequency = growth.Rows < 1 ? 1 : 0,
            },
            Sigmoid = 1,
            Seed = growth.Seed,
            Deterministic = true,
        }).Fit(data);
        return Flatten(trained.Model.SubModel.TrainedTreeEnsemble, trained.Model.Calibrator.Slope, trained.Model.Calibrator.Offset, width);
    }

    private static TreeEnsemble ByFastTree(MLContext context, IDataView data, BoostGrowth growth, int width)
    {
        var trained = context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
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
        }).Fit(data);
        return Flatten(trained.Model.SubModel.TrainedTreeEnsemble, trained.Model.Calibrator.Slope, trained.Model.Calibrator.Offset, width);
    }

    // ML.NET's probability is 1 / (1 + exp(slope · sum + offset)).
    private static TreeEnsemble Flatten(TreeEnsemble<RegressionTree> grown, double slope, double offset, int width) =>
        GrownTrees.Flatten(grown, width, -slope, -offset);

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
