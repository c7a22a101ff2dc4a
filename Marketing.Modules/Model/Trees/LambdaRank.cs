using Marketing.Kernel.Processing;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Marketing.Model.Trees;

/// <summary>Lists to learn an order from.</summary>
/// <param name="Width">Number of features.</param>
/// <param name="Rows">Features of each row, <see cref="Width"/> long; rows of a list stand together.</param>
/// <param name="Hit">Whether a row is one that should stand in front.</param>
/// <param name="List">Number of the list of each row, from 1, ascending.</param>
internal sealed record RankedRows(int Width, IReadOnlyList<float[]> Rows, IReadOnlyList<bool> Hit, IReadOnlyList<uint> List);

/// <summary>How trees are grown.</summary>
/// <param name="Trees">How many.</param>
/// <param name="Leaves">Most leaves of one.</param>
/// <param name="LearningRate">Share of each tree that is taken.</param>
/// <param name="LeastRows">Least rows of a leaf.</param>
/// <param name="Seed">Seed of everything random.</param>
internal sealed record TreeGrowth(int Trees, int Leaves, double LearningRate, int LeastRows, int Seed);

/// <summary>
/// LambdaMART (Burges 2010, "From RankNet to LambdaRank to LambdaMART: an overview", sec. 7) by LightGBM (Ke et al. 2017); the trees
/// are taken out and scored by <see cref="TreeEnsemble"/>. Where LightGBM's library cannot be loaded, ML.NET's FastTree grows them.
/// </summary>
internal static class LambdaRank
{
    /// <summary>Grows trees; the same rows and growth give the same trees. Where no tree can be split, all rows score 0.</summary>
    public static TreeEnsemble Fit(RankedRows lists, TreeGrowth growth, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var context = new MLContext(growth.Seed);
        var data = context.Data.LoadFromEnumerable(Rows(lists), Schema(lists.Width));
        return GrownTrees.Grown(() => GrownTrees.Flatten(TreeLibrary.IsThere ? ByLightGbm(context, data, growth) : ByFastTree(context, data, growth), lists.Width), lists.Width, 0);
    }

    private static TreeEnsemble<RegressionTree> ByLightGbm(MLContext context, IDataView data, TreeGrowth growth)
    {
        var trained = context.Ranking.Trainers.LightGbm(new LightGbmRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.List),
            NumberOfIterations = growth.Trees,
            NumberOfLeaves = growth.Leaves,
            LearningRate = growth.LearningRate,
            MinimumExampleCountPerLeaf = growth.LeastRows,
            NumberOfThreads = HeavyWork.Processors,
            CustomGains = [0, 1],
            Seed = growth.Seed,
            Deterministic = true,
        }).Fit(data);
        return trained.Model.TrainedTreeEnsemble;
    }

    private static TreeEnsemble<RegressionTree> ByFastTree(MLContext context, IDataView data, TreeGrowth growth)
    {
        var trained = context.Ranking.Trainers.FastTree(new FastTreeRankingTrainer.Options
        {
            LabelColumnName = nameof(Row.Label),
            FeatureColumnName = nameof(Row.Features),
            RowGroupColumnName = nameof(Row.List),
            NumberOfTrees = growth.Trees,
            NumberOfLeaves = growth.Leaves,
            LearningRate = growth.LearningRate,
            MinimumExampleCountPerLeaf = growth.LeastRows,
            NumberOfThreads = HeavyWork.Processors,
            CustomGains = [0, 1],
            Seed = growth.Seed,
        }).Fit(data);
        return trained.Model.TrainedTreeEnsemble;
    }

    private static IEnumerable<Row> Rows(RankedRows lists)
    {
        for (var i = 0; i < lists.Rows.Count; i++)
        {
            yield return new Row { Features = lists.Rows[i], Label = lists.Hit[i] ? 1 : 0, List = lists.List[i] };
        }
    }

    private static SchemaDefinition Schema(int width)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        schema[nameof(Row.List)].ColumnType = new KeyDataViewType(typeof(uint), int.MaxValue);
        return schema;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public uint List { get; set; }
    }
}
