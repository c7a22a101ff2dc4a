using System.Numerics.Tensors;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>What a fitted sequence network is made of, in figures that people can read.</summary>
internal static class NetworkStructure
{
    /// <summary>Sizes, arrays, and the numbers that stand for themselves.</summary>
    public static SequenceStructure Of(TransformerRecommender model)
    {
        var (network, asked) = (model.Network, model.Asked);
        var (shape, own) = (network.Shape, network.OwnNumbers);
        return new SequenceStructure(
            model.IsTrained, shape.Products, shape.Width, shape.Layers, shape.Heads, shape.Inner, shape.Length, asked.Tokens.Events, asked.Questions, asked.Weeks, asked.HorizonDays,
            [.. shape.Signs.Select((classes, sign) => KeyValuePair.Create(Signs.Names[sign], classes))],
            network.Layout.Learned,
            network.Layout.Learned * sizeof(float),
            [.. network.Layout.All.Select(one => Array(network, one))],
            [.. Enumerable.Range(1, OwnProducts.Classes - 1).Select(one => Had(own, one))],
            own[0],
            [.. network.TrendNumbers.Select((weight, measure) => new TrendPart(Trends.HalfLifeOf(measure), weight, null))]);
    }

    /// <summary>A class of what was had, with its number.</summary>
    /// <param name="numbers">Numbers of all classes.</param>
    /// <param name="one">Class, from 1.</param>
    public static HadBefore Had(IReadOnlyList<float> numbers, int one)
    {
        var (times, orMore, from, to) = OwnProducts.Describe(one);
        return new HadBefore(times, orMore, from, to, numbers[one]);
    }

    private static ParameterArray Array(SequenceNetwork network, Parameter one)
    {
        var values = (ReadOnlySpan<float>)network.Values.Span.Slice(one.Offset, one.Count);
        return new ParameterArray(one.Name, one.Rows, one.Columns, one.Count, TensorPrimitives.Average(values), TensorPrimitives.StdDev(values), (double)one.Count / network.Layout.Learned);
    }
}
