using System.Diagnostics;
using Microsoft.ML.Trainers.FastTree;

namespace Marketing.Model.Trees;

/// <summary>Takes trees out of ML.NET's objects.</summary>
internal static class GrownTrees
{
    /// <summary>
    /// Grows trees, or one leaf where not one of them has a split: ML.NET then has a tree without arrays, and fails while it hands it out. Once a tree
    /// has a split, a later one without ends the growth and is left out by LightGBM itself.
    /// </summary>
    /// <param name="grow">Trains and flattens.</param>
    /// <param name="width">Number of features.</param>
    /// <param name="constant">What every row scores where nothing tells rows apart.</param>
    public static TreeEnsemble Grown(Func<TreeEnsemble> grow, int width, double constant)
    {
        try
        {
            return grow();
        }
        catch (ArgumentNullException e) when (IsOfTreeWithoutSplit(e))
        {
            return new TreeEnsemble(width, [~0], [], [], [], [], [(float)constant]);
        }
    }

    // It is met while the model is made, so that there is nothing to ask; what tells it from any other error is that a tree was being made.
    private static bool IsOfTreeWithoutSplit(ArgumentNullException e) =>
        new StackTrace(e).GetFrames().Any(frame => frame.GetMethod() is { IsConstructor: true, DeclaringType: { } made } && made == typeof(RegressionTreeBase));

    /// <summary>Trees in flat arrays.</summary>
    /// <param name="grown">Trees with numerical splits only.</param>
    /// <param name="width">Number of features.</param>
    /// <param name="scale">What every leaf is multiplied by.</param>
    /// <param name="offset">What is added to the sum.</param>
    public static TreeEnsemble Flatten(TreeEnsemble<RegressionTree> grown, int width, double scale = 1, double offset = 0)
    {
        var (roots, feature, threshold, left, right, leaf) = (new List<int>(), new List<int>(), new List<float>(), new List<int>(), new List<int>(), new List<float>());
        for (var t = 0; t < grown.Trees.Count; t++)
        {
            var (tree, weight) = (grown.Trees[t], grown.TreeWeights[t]);
            var (nodes, leaves) = (feature.Count, leaf.Count);
            roots.Add(tree.NumberOfNodes == 0 ? ~leaves : nodes);
            feature.AddRange(tree.NumericalSplitFeatureIndexes.Take(tree.NumberOfNodes));
            threshold.AddRange(tree.NumericalSplitThresholds.Take(tree.NumberOfNodes));
            left.AddRange(tree.LeftChild.Take(tree.NumberOfNodes).Select(child => child < 0 ? ~(~child + leaves) : child + nodes));
            right.AddRange(tree.RightChild.Take(tree.NumberOfNodes).Select(child => child < 0 ? ~(~child + leaves) : child + nodes));
            leaf.AddRange(tree.LeafValues.Take(tree.NumberOfLeaves).Select(value => (float)(value * weight * scale)));
        }

        if (offset != 0)
        {
            roots.Add(~leaf.Count);
            leaf.Add((float)offset);
        }

        return new TreeEnsemble(width, [.. roots], [.. feature], [.. threshold], [.. left], [.. right], [.. leaf]);
    }
}
