using Marketing.Kernel.Numerics;
using Marketing.Model.Rules;

namespace Marketing.Tests.Model.Rules;

public class FpGrowthTests
{
    [Fact]
    public void The_papers_example_has_its_frequent_sets()
    {
        // Han, Pei and Yin 2000, table 1, with the letters a to p as 0 to 15 and a support of 3.
        int[][] baskets = [Letters("facdgimp"), Letters("abcflmo"), Letters("bfhjo"), Letters("bcksp"), Letters("afcelpmn")];
        var found = FpGrowth.Mine(baskets, 26, 3, 9, default).ToDictionary(set => string.Concat(set.Items.Select(item => (char)('a' + item))), set => set.Count);

        // Table 2: of p only cp; of m the sets over f, c and a; of b none; of a those over f and c; of c cf.
        Assert.Equal(3, found["cp"]);
        Assert.Equal(["am", "acm", "afm", "acfm", "cm", "cfm", "fm"], found.Keys.Where(set => set.Contains('m') && set.Length > 1).OrderBy(set => set[0]).ThenBy(set => set.Length).ThenBy(set => set));
        Assert.Equal(3, found["acfm"]);
        Assert.Equal((4, 4, 3, 3), (found["f"], found["c"], found["cf"], found["b"]));
        Assert.DoesNotContain(found.Keys, set => set.Contains('b') && set.Length > 1);
        Assert.Equal(18, found.Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 9)]
    [InlineData(7, 2)]
    public void All_sets_are_those_that_counting_finds(int support, int longest)
    {
        var random = new SeededRandom((ulong)support);
        int[][] baskets = [.. Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 9).Where(_ => random.NextInt(3) == 0).ToArray())];
        var expected = new Dictionary<string, int>();
        for (var set = 1; set < 1 << 9; set++)
        {
            int[] items = [.. Enumerable.Range(0, 9).Where(item => (set >> item & 1) == 1)];
            var count = baskets.Count(basket => items.All(basket.Contains));
            if (items.Length <= longest && count >= support)
            {
                expected[string.Join(' ', items)] = count;
            }
        }

        Assert.Equal(expected.OrderBy(pair => pair.Key), FpGrowth.Mine(baskets, 9, support, longest, default).ToDictionary(set => string.Join(' ', set.Items), set => set.Count).OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Without_baskets_or_with_a_support_that_nothing_reaches_there_is_no_set()
    {
        Assert.Empty(FpGrowth.Mine([], 5, 1, 3, default));
        Assert.Empty(FpGrowth.Mine([[0], [1]], 2, 2, 3, default));
    }

    private static int[] Letters(string text) => [.. text.Select(letter => letter - 'a')];
}
