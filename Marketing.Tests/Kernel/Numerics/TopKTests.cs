using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class TopKTests
{
    [Fact]
    public void Equal_scores_go_to_the_lower_index()
    {
        var (best, items) = (new float[3], new int[3]);
        Assert.Equal(3, TopK.Select([1, 2, 2, 0, 2, 2], best, items));
        Assert.Equal([1, 2, 4], items);
    }

    [Fact]
    public void Excluded_and_undefined_scores_are_never_chosen()
    {
        var (best, items) = (new float[4], new int[4]);
        Assert.Equal(2, TopK.Select([float.NegativeInfinity, 0, float.NaN, -5], best, items));
        Assert.Equal([1, 3], items[..2]);
    }

    [Fact]
    public void A_heap_agrees_with_sorting_everything()
    {
        var random = new SeededRandom(11);
        for (var round = 0; round < 200; round++)
        {
            // Few distinct values, so that ties are the rule.
            var scores = Enumerable.Range(0, random.NextInt(60)).Select(_ => (float)random.NextInt(6)).ToArray();
            var k = random.NextInt(20);
            var (best, items) = (new float[k], new int[k]);
            var count = TopK.Select(scores, best, items);
            var expected = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(k).ToArray();
            Assert.Equal(expected, items[..count]);
            Assert.Equal(expected.Select(i => scores[i]), best[..count]);
        }
    }
}
