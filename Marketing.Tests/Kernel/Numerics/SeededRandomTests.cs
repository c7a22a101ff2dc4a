using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class SeededRandomTests
{
    [Fact]
    public void SplitMix64_gives_the_published_first_outputs()
    {
        var state = 1234567UL;
        ulong[] outputs = [SeededRandom.SplitMix(ref state), SeededRandom.SplitMix(ref state), SeededRandom.SplitMix(ref state)];
        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], outputs);
    }

    [Fact]
    public void Xoshiro256_starstar_gives_the_published_first_outputs()
    {
        var random = new SeededRandom(1, 2, 3, 4);
        ulong[] outputs = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL], outputs);
    }

    [Fact]
    public void Integers_are_uniform_over_a_range_that_is_no_power_of_two()
    {
        var (random, counts) = (new SeededRandom(3), new int[7]);
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        // Chi-square with 6 degrees of freedom exceeds 22.5 once in a thousand seeds.
        Assert.InRange(counts.Sum(count => (count - 10_000.0) * (count - 10_000) / 10_000), 0, 22.5);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextDouble(), 0, 1 - 1e-16));
    }
}
