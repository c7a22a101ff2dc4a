using System.Text.Json;
using Marketing.Model.Neural;
using Marketing.Model.Sequence;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Neural;

/// <summary>A small transformer whose every number PyTorch has told in 64 bits (transformer.json).</summary>
public sealed unsafe class TransformerGoldenTests
{
    private const int Width = 8;
    private static readonly JsonElement Told = Golden.Read("transformer.json");

    [Fact]
    public void Loss_and_logits_are_those_of_PyTorch()
    {
        var network = Network();
        Assert.Equal(Told.GetProperty("loss").GetDouble(), Learn(network, null), 1e-5);
        AssertNear(Told.GetProperty("logits"), Logits(network), 1e-5);
    }

    [Fact]
    public void Every_gradient_is_that_of_PyTorch()
    {
        var network = Network();
        var gradients = new FloatBlock(network.Layout.Length);
        Learn(network, gradients);
        foreach (var name in Names())
        {
            var told = Flat(Told.GetProperty("grads").GetProperty(name));
            var own = Read(network, gradients, name);
            for (var i = 0; i < told.Length; i++)
            {
                Assert.True(Math.Abs(told[i] - own[i]) <= 1e-4 * Math.Max(0.01, Math.Abs(told[i])), $"{name}[{i}] is {own[i]}, not {told[i]}");
            }
        }
    }

    [Theory]
    [InlineData("adam", 0)]
    [InlineData("adamw", 0.01)]
    public void Three_steps_lead_where_those_of_PyTorch_do(string optimiser, float decay)
    {
        var (network, told) = (Network(), Told.GetProperty(optimiser));
        var (first, second, gradients) = (new FloatBlock(network.Layout.Length), new FloatBlock(network.Layout.Length), new FloatBlock(network.Layout.Length));
        var adam = new AdamW(new AdamTerms(0.9f, 0.98f, 1e-8f, decay));
        var losses = Flat(told.GetProperty("losses_before_each_step_then_final"));
        for (var step = 1; step <= 3; step++)
        {
            gradients.Span.Clear();
            Assert.Equal(losses[step - 1], Learn(network, gradients), 1e-5);
            adam.Update(network.Values.Data, gradients.Data, first.Data, second.Data, network.Layout.Length, step, 0.001f, 1, decays: true);
            network.Pack();
        }

        Assert.Equal(losses[3], Learn(network, null), 1e-5);
        AssertNear(told.GetProperty("final_logits"), Logits(network), 1e-5);
        foreach (var name in Names())
        {
            var (wanted, own) = (Flat(told.GetProperty("params").GetProperty(name)), Read(network, network.Values, name));
            for (var i = 0; i < wanted.Length; i++)
            {
                Assert.True(Math.Abs(wanted[i] - own[i]) <= 1e-5 * Math.Max(0.1, Math.Abs(wanted[i])), $"{name}[{i}] is {own[i]}, not {wanted[i]}");
            }
        }
    }

    private static SequenceNetwork Network()
    {
        var network = new SequenceNetwork(new SequenceShape(Products: 11, Width, Heads: 2, Layers: 2, Inner: 32, Length: 6));
        foreach (var name in Names())
        {
            var told = Flat(Told.GetProperty("params").GetProperty(name));
            for (var i = 0; i < told.Length; i++)
            {
                network.Values.Data[Place(network, name, i)] = (float)told[i];
            }
        }

        network.Pack();
        return network;
    }

    // A row of padding is a token that looks at nothing but itself, as any token that is no key.
    private static TokenShard Shard()
    {
        var shard = new TokenShard();
        foreach (var (inputs, targets) in Told.GetProperty("inputs").EnumerateArray().Zip(Told.GetProperty("targets").EnumerateArray()))
        {
            for (var position = 0; position < 6; position++)
            {
                if (targets[position].GetInt32() is > 0 and var target)
                {
                    shard.Asked.Add(shard.Count);
                    shard.Targets.Add(target);
                    shard.Moves.Own.EndRow();
                }

                shard.Product.Add(inputs[position].GetInt32());
                shard.Position.Add(position);
                shard.IsKey.Add(inputs[position].GetInt32() != 0);
            }

            shard.Start.Add(shard.Count);
        }

        return shard;
    }

    private static double Learn(SequenceNetwork network, FloatBlock? gradients)
    {
        var shard = Shard();
        return network.Learn(shard, new LossScales(1f / shard.Asked.Count, 1, 1), gradients, default, new Arena()).Product;
    }

    private static float[] Logits(SequenceNetwork network)
    {
        var shard = Shard();
        var (hidden, logits) = (new float[shard.Count * Width], new float[shard.Count * 11]);
        network.Hidden(shard, hidden, new Arena());
        network.Logits(hidden, new LogitMoves(), logits);
        return logits;
    }

    private static IEnumerable<string> Names() => Told.GetProperty("fill").GetProperty("order").EnumerateArray().Select(one => one.GetProperty("name").GetString()!);

    private static double[] Read(SequenceNetwork network, FloatBlock block, string name) =>
        [.. Enumerable.Range(0, Flat(Told.GetProperty("params").GetProperty(name)).Length).Select(i => (double)block.Data[Place(network, name, i)])];

    // Queries, keys and values stand side by side here.
    private static int Place(SequenceNetwork network, string name, int i)
    {
        var part = name.Split('.');
        Parameter Own(string own) => network.Layout.All.Single(one => one.Name == own);
        var block = part[0].Replace("b", "block", StringComparison.Ordinal);
        return part switch
        {
            ["emb"] => Own("product").Offset + i,
            ["pos"] => Own("position").Offset + i,
            ["lnf", var what] => Own($"last.{what}").Offset + i,
            [_, var norm, var what] => Own($"{block}.{norm}.{what}").Offset + i,
            [_, ['w', 'q' or 'k' or 'v'] matrix] => Own($"{block}.qkv.w").Offset + (i / Width * 3 * Width) + ("qkv".IndexOf(matrix[1]) * Width) + (i % Width),
            [_, ['b', 'q' or 'k' or 'v'] vector] => Own($"{block}.qkv.b").Offset + ("qkv".IndexOf(vector[1]) * Width) + i,
            [_, ['w' or 'b', 'o'] layer] => Own($"{block}.o.{layer[0]}").Offset + i,
            [_, ['w' or 'b', '1'] layer] => Own($"{block}.up.{layer[0]}").Offset + i,
            [_, var layer] => Own($"{block}.down.{layer[0]}").Offset + i,
            _ => throw new InvalidOperationException(name),
        };
    }

    private static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flat)] : [element.GetDouble()];

    private static void AssertNear(JsonElement told, float[] own, double tolerance)
    {
        var wanted = Flat(told);
        Assert.Equal(wanted.Length, own.Length);
        for (var i = 0; i < wanted.Length; i++)
        {
            Assert.True(Math.Abs(wanted[i] - own[i]) <= tolerance * Math.Max(1, Math.Abs(wanted[i])), $"[{i}] is {own[i]}, not {wanted[i]}");
        }
    }
}
