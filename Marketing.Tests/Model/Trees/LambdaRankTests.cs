using Marketing.Kernel.Numerics;
using Marketing.Model.Trees;

namespace Marketing.Tests.Model.Trees;

public sealed class LambdaRankTests
{
    [Fact]
    public void Trees_put_in_front_what_the_lists_have_in_front_and_the_same_rows_give_the_same_trees()
    {
        var lists = Lists(400, seed: 3);
        var growth = new TreeGrowth(30, 8, 0.2, 5, 1);
        var trees = LambdaRank.Fit(lists, growth, default);

        // A hit needs the first feature high and the second low; the third says nothing.
        Assert.True(trees.Score([0.9f, 0.1f, 0.5f]) > trees.Score([0.9f, 0.9f, 0.5f]));
        Assert.True(trees.Score([0.9f, 0.1f, 0.5f]) > trees.Score([0.1f, 0.1f, 0.5f]));
        Assert.True(trees.Splits()[2] < trees.Splits()[0]);
        Assert.InRange(Before(lists, trees), 0.95, 1);
        Assert.Equal(Written(trees), Written(LambdaRank.Fit(lists, growth, default)));
    }

    [Fact]
    public void Trees_read_back_score_alike_and_a_file_that_contradicts_itself_is_refused()
    {
        var trees = LambdaRank.Fit(Lists(200, seed: 5), new TreeGrowth(5, 6, 0.3, 5, 1), default);
        var bytes = Written(trees);
        var back = TreeEnsemble.Read(new BinaryReader(new MemoryStream(bytes)));
        Assert.Equal(trees.Score([0.3f, 0.6f, 0.1f]), back.Score([0.3f, 0.6f, 0.1f]));

        // The first byte is the number of features: fewer than the trees split on.
        bytes[0] = 1;
        Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(new BinaryReader(new MemoryStream(bytes))));
        Assert.Throws<InvalidDataException>(() => TreeEnsemble.Read(new BinaryReader(new MemoryStream(Written(trees)[..40]))));
    }

    [Fact]
    public void Lists_too_short_for_a_split_score_all_alike()
    {
        var trees = LambdaRank.Fit(Lists(1, seed: 5), new TreeGrowth(5, 6, 0.3, 20, 1), default);
        Assert.Equal(0, trees.Score([0.9f, 0.1f, 0.5f]));
        Assert.Equal(1, TreeEnsemble.Read(new BinaryReader(new MemoryStream(Written(trees)))).Trees);
    }

    [Fact]
    public void A_sum_of_trees_is_what_walking_each_by_hand_gives()
    {
        // x0 ≤ 1 → 10, else (x1 ≤ 2 → 20, else 30); and a tree of one leaf.
        var trees = new TreeEnsemble(2, [0, ~3], [0, 1], [1, 2], [~0, ~1], [1, ~2], [10, 20, 30, 0.5f]);
        Assert.Equal([10.5, 20.5, 30.5, 30.5], new float[][] { [1, 9], [2, 2], [2, 3], [2, float.NaN] }.Select(x => trees.Score(x)));
    }

    // Share of pairs of a hit and a miss in one list that stand the right way.
    private static double Before(RankedRows lists, TreeEnsemble trees)
    {
        var rows = Enumerable.Range(0, lists.Rows.Count).Select(i => (List: lists.List[i], Hit: lists.Hit[i], Score: trees.Score(lists.Rows[i]))).GroupBy(row => row.List);
        var pairs = rows.SelectMany(list => list.Where(row => row.Hit).SelectMany(hit => list.Where(row => !row.Hit).Select(miss => hit.Score > miss.Score))).ToList();
        return pairs.Count(right => right) / (double)pairs.Count;
    }

    private static RankedRows Lists(int lists, ulong seed)
    {
        var random = new SeededRandom(seed);
        var (rows, hits, list) = (new List<float[]>(), new List<bool>(), new List<uint>());
        for (var l = 0; l < lists; l++)
        {
            for (var i = 0; i < 12; i++)
            {
                rows.Add([random.NextInt(1000) / 1000f, random.NextInt(1000) / 1000f, random.NextInt(1000) / 1000f]);
                hits.Add(rows[^1][0] > 0.5f && rows[^1][1] < 0.5f);
                list.Add((uint)l + 1);
            }
        }

        return new RankedRows(3, rows, hits, list);
    }

    private static byte[] Written(TreeEnsemble trees)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        trees.Write(writer);
        writer.Flush();
        return memory.ToArray();
    }
}
