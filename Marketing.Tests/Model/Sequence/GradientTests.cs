using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;
using Marketing.Model.Sequence;

namespace Marketing.Tests.Model.Sequence;

/// <summary>Every backward pass against differences of the forward pass, on a network that has everything: signs, questions, heads, own products, several targets, dropout, a sequence longer than a panel.</summary>
public sealed unsafe class GradientTests
{
    private const int Products = 37;
    private const int Length = 70;

    [Theory]
    [InlineData(0f, false, false, false)]
    [InlineData(0.3f, false, true, false)]
    [InlineData(0.3f, true, false, false)]
    [InlineData(0.3f, false, false, true)]
    public void The_gradient_of_every_array_is_that_of_differences(float rate, bool sampled, bool content, bool rotary)
    {
        var (network, shard, dropout) = (Network(content, rotary), Shard(), new Dropout(rate, 99));
        int[] drawn = sampled ? [1, 4, 5, 9, 14, 20, 21, 30, 36] : [];
        var (gradients, arena) = (new FloatBlock(network.Layout.Length), new Arena());
        var scales = new LossScales(0.1f, 0.2f, 0.3f);
        double Loss() => network.Learn(shard, scales, null, dropout, arena, drawn).Total;
        network.Learn(shard, scales, gradients, dropout, arena, drawn);
        for (var part = 0; part < 3; part++)
        {
            network.SpreadContent(gradients, part, 3);
        }

        foreach (var one in network.Layout.All)
        {
            var own = gradients.Span.Slice(one.Offset, one.Count);
            var values = network.Values.Span.Slice(one.Offset, one.Count);
            var length = Math.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares((ReadOnlySpan<float>)own));
            Assert.True(length > 1e-4, $"{one.Name} has no gradient");

            // Along the gradient, the loss grows by its length; along a direction at random, by their product.
            var random = new SeededRandom((ulong)one.Offset + 1);
            var (before, along, chance, product) = (values.ToArray(), own.ToArray(), new float[one.Count], 0.0);
            for (var i = 0; i < chance.Length; i++)
            {
                chance[i] = (random.NextInt(2) == 0 ? 1 : -1) * Math.Abs(along[i]);
                product += chance[i] * along[i] / length;
            }

            Check(one.Name, length, Difference(network, one, before, along, length, Loss), length);
            Check(one.Name, product, Difference(network, one, before, chance, length, Loss), length);
        }
    }

    [Fact]
    public void A_sample_of_all_products_is_the_catalogue()
    {
        var (network, shard, arena) = (Network(), Shard(), new Arena());
        shard.Targets.Clear();
        for (var i = 0; i < shard.Asked.Count; i++)
        {
            shard.Targets.Add(i % Products);
        }

        var (full, sampled) = (new FloatBlock(network.Layout.Length), new FloatBlock(network.Layout.Length));
        var scales = new LossScales(0.1f, 0, 0);
        var loss = network.Learn(shard, scales, full, default, arena);
        Assert.Equal(loss.Product, network.Learn(shard, scales, sampled, default, arena, Enumerable.Range(0, Products).ToArray()).Product, 1e-5);
        for (var i = 0; i < full.Length; i++)
        {
            Assert.Equal(full.Data[i], sampled.Data[i], 2e-5);
        }
    }

    [Fact]
    public void A_token_that_is_no_key_changes_nothing_but_its_own_answer()
    {
        var network = Network();
        var (with, without) = (new TokenShard { Signs = Lists() }, new TokenShard { Signs = Lists() });
        for (var i = 0; i < 9; i++)
        {
            Token(with, i, i, isKey: true);
            Token(without, i, i, isKey: true);
            if (i % 3 == 1)
            {
                Token(with, TokenShard.NoProduct, i, isKey: false);
            }
        }

        with.Start.Add(with.Count);
        without.Start.Add(without.Count);
        var (a, b) = (new float[with.Count * 24], new float[without.Count * 24]);
        network.Hidden(with, a, new Arena());
        network.Hidden(without, b, new Arena());
        for (int i = 0, j = 0; i < with.Count; i++)
        {
            if (with.IsKey[i])
            {
                Assert.Equal(b.AsSpan(24 * j++, 24).ToArray(), a.AsSpan(24 * i, 24).ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
            }
        }
    }

    [Fact]
    public void A_network_of_distances_does_not_know_where_a_history_stands()
    {
        var (network, early, late) = (Network(rotary: true), new TokenShard { Signs = Lists() }, new TokenShard { Signs = Lists() });
        for (var i = 0; i < 9; i++)
        {
            Token(early, i, i, isKey: true);
            Token(late, i, i, isKey: true);
            late.Position[i] += Length - 9;
        }

        early.Start.Add(early.Count);
        late.Start.Add(late.Count);
        var (a, b) = (new float[early.Count * 24], new float[late.Count * 24]);
        network.Hidden(early, a, new Arena());
        network.Hidden(late, b, new Arena());
        Assert.Equal(a, b, (x, y) => Math.Abs(x - y) < 1e-4);

        // Yet it knows how far apart events are: in another order they tell something else.
        late.Position.Reverse();
        network.Hidden(late, b, new Arena());
        Assert.Contains(a.Zip(b), pair => Math.Abs(pair.First - pair.Second) > 1e-2);
    }

    private static void Check(string name, double wanted, double found, double length) =>
        Assert.True(Math.Abs(wanted - found) <= 0.01 * length + 2e-4, $"{name}: {found} by differences, {wanted} by the way back (length {length})");

    private static double Difference(SequenceNetwork network, Parameter one, float[] before, float[] direction, double length, Func<double> loss)
    {
        const double Step = 4e-3;
        double At(double step)
        {
            var values = network.Values.Span.Slice(one.Offset, one.Count);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)(before[i] + (step * direction[i] / length));
            }

            network.Pack();
            return loss();
        }

        var difference = (At(Step) - At(-Step)) / (2 * Step);
        At(0);
        return difference;
    }

    private static ProductContent Content() => new(11, [.. Enumerable.Range(0, Products + 1).Select(p => 2 * p)], [.. Enumerable.Range(0, Products).SelectMany(p => (int[])[p % 4, 4 + (p % 7)])]);

    private static SequenceNetwork Network(bool content = false, bool rotary = false)
    {
        var network = new SequenceNetwork(new SequenceShape(Products, Width: 24, Heads: 3, Layers: 2, Inner: 40, Length) { Signs = [5, 3], Rotary = rotary, Content = content ? 11 : 0, Trends = 2, Weeks = 6, Spend = true }, content ? Content() : null);
        network.Layout.Initialise(network.Values, 0.3f, new SeededRandom(8));
        network.Pack();
        return network;
    }

    private static TokenShard Shard()
    {
        var (shard, random) = (new TokenShard { Signs = Lists(), Moves = new LogitMoves { Trends = Sold() } }, new SeededRandom(6));
        foreach (var length in (int[])[Length, 1, 8])
        {
            for (var i = 0; i < length; i++)
            {
                Token(shard, random.NextInt(Products), Length - length + i, isKey: true);
                if (i % 4 == 3 || i + 1 == length)
                {
                    Token(shard, TokenShard.NoProduct, Length - length + i, isKey: false);
                    shard.Asked.Add(shard.Count - 1);
                    shard.Targets.Add(i % 8 == 3 ? [random.NextInt(Products)] : (ReadOnlySpan<int>)[3, 7, 30]);
                    shard.Moves.Own.Add(random.NextInt(9), random.NextInt(OwnProducts.Classes));
                    shard.Moves.Own.Add(9 + random.NextInt(9), random.NextInt(OwnProducts.Classes));
                    shard.Moves.Own.EndRow();
                    shard.Moves.Step.Add(i % 2);
                    shard.Outlooks.Add(new Outlook(shard.Count - 1, random.NextInt(8), random.NextInt(2) == 0, i % 3 == 0 ? float.NaN : i % 3 == 1 ? 0 : 20 + i, 0.5f + (i % 4)));
                }
            }

            shard.Start.Add(shard.Count);
        }

        return shard;
    }

    private static TrendTable Sold() => new(Products, [[.. Enumerable.Range(0, 2 * Products).Select(i => i % 7 * 0.3f)], [.. Enumerable.Range(0, 2 * Products).Select(i => i % 5 * 0.2f)]]);

    private static List<int>[] Lists() => [[], []];

    private static void Token(TokenShard shard, int product, int position, bool isKey)
    {
        shard.Product.Add(product);
        shard.Position.Add(position);
        shard.IsKey.Add(isKey);
        shard.Signs[0].Add(position % 5);
        shard.Signs[1].Add(position % 3);
    }
}
