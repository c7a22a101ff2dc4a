using Marketing.Kernel.Numerics;
using Marketing.Model.Trees;

namespace Marketing.Tests.Model.Trees;

public sealed class NativeTreesTests
{
    private static readonly BoostGrowth Growth = new(Trees: 60, Leaves: 8, LearningRate: 0.1, LeastRows: 20, Ridge: 0, Features: 1, Rows: 1, Seed: 1);

    [Fact]
    public void Planted_means_are_found_by_the_sum_of_the_trees()
    {
        // Amounts that are mostly 0, with means of 1, 4 and 16 by what the first feature says.
        var random = new SeededRandom(5);
        const int rows = 6000;
        var (features, amounts, weights) = (new float[2 * rows], new float[rows], new float[rows]);
        for (var i = 0; i < rows; i++)
        {
            (features[2 * i], features[(2 * i) + 1], weights[i]) = (i % 3, (float)random.NextDouble(), 1);
            amounts[i] = random.NextDouble() < 0.25 ? (float)(Math.Pow(4, i % 3) * 4) : 0;
        }

        var trees = TweedieTrees.Fit(new AmountRows(2, features, amounts, weights), 1.5, Growth, default);
        for (var group = 0; group < 3; group++)
        {
            var own = Enumerable.Range(0, rows).Where(i => i % 3 == group).ToList();
            var mean = own.Average(i => amounts[i]);
            Assert.InRange(own.Average(i => Math.Exp(trees.Score(features.AsSpan(2 * i, 2)))), 0.95 * mean, 1.05 * mean);
        }

        Assert.Equal(2, trees.Width);
        Assert.All(trees.Splits(), splits => Assert.True(splits > 0));
    }

    [Fact]
    public void Weights_count_and_nothing_but_zeros_scores_far_below_anything()
    {
        float[] features = [.. Enumerable.Repeat(1f, 200)];
        float[] amounts = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 1f : 9f)];
        float[] weights = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 3f : 1f)];
        Assert.Equal(3, Math.Exp(TweedieTrees.Fit(new AmountRows(1, features, amounts, weights), 1.5, Growth, default).Score([1f])), 0.05);
        Assert.Equal(0, Math.Exp(TweedieTrees.Fit(new AmountRows(1, features, new float[200], weights), 1.5, Growth, default).Score([1f])), 1e-9);
    }

    [Fact]
    public void A_threshold_between_two_floats_parts_them_as_LightGBM_does()
    {
        // A threshold of 0.1 in double precision lies between two floats: the one above it must go right.
        const string text = "tree\nversion=v4\n\nTree=0\nnum_leaves=2\nsplit_feature=0\nthreshold=0.10000000000000001\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=5 7\n\nTree=1\nnum_leaves=1\nleaf_value=1\n\nend of trees\n";
        var trees = NativeTrees.Parse(text, 1);
        Assert.Equal(2, trees.Trees);
        Assert.Equal(0.1f > 0.1 ? 8 : 6, trees.Score([0.1f]));
        Assert.Equal(6, trees.Score([MathF.BitDecrement(0.1f)]));
        Assert.Equal(8, trees.Score([MathF.BitIncrement(0.1f)]));
    }

    [Fact]
    public void A_cancelled_growth_ends()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => TweedieTrees.Fit(new AmountRows(1, [1, 2, 3], [1, 2, 3], [1, 1, 1]), 1.5, Growth, new CancellationToken(true)));
    }
}
