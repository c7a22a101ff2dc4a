using Marketing.Kernel.Numerics;
using Marketing.Model.Forecasting.Pooled;
using Marketing.Model.Neural;

namespace Marketing.Tests.Model.Forecasting;

public sealed class SeriesNetworkTests
{
    private const int Past = 7;
    private const int Known = 3;
    private const int Steps = 4;
    private const int Count = 5;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    public void Gradients_of_every_array_are_those_of_differences(float leftOut)
    {
        var (network, rows, dropout) = (Network(), Rows(), new Dropout(leftOut, 77));
        var gradients = new FloatBlock(network.Layout.Length);
        network.Learn(rows, 1f / Count, gradients, dropout, new Arena());
        foreach (var one in network.Layout.All)
        {
            // Along a direction of chance, and the whole gradient's own: a share that is left out would not show in single numbers.
            var random = new SeededRandom(5);
            var direction = Enumerable.Range(0, one.Count).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            var own = gradients.Span.Slice(one.Offset, one.Count).ToArray();
            Assert.Contains(own, value => value != 0);
            foreach (var along in (float[][])[direction, Unit(own)])
            {
                const float step = 5e-3f;
                var wanted = (Loss(network, rows, dropout, one, along, step) - Loss(network, rows, dropout, one, along, -step)) / (2 * (double)step);
                var told = own.Zip(along, (a, b) => (double)a * b).Sum();
                Assert.True(Math.Abs(wanted - told) < 2e-3 + (0.02 * Math.Abs(wanted)), $"{one.Name}: {told} is not {wanted}");
            }
        }
    }

    [Fact]
    public void At_the_start_it_foretells_next_to_the_offset_and_steps_without_weight_teach_nothing()
    {
        var network = new SeriesNetwork(Past, Known, 7, Steps);
        network.Initialise(new SeededRandom(1));
        var (rows, told) = (Rows(), new float[Count * Steps]);
        network.Forward(rows, new Arena(), told);
        Assert.All(told.Zip(rows.Offset), pair => Assert.Equal(pair.Second, pair.First, 0.5f));

        Array.Clear(rows.Weight);
        var gradients = new FloatBlock(network.Layout.Length);
        Assert.Equal(0, network.Learn(rows, 1, gradients, default, new Arena()));
        Assert.Equal(0, gradients.Span.IndexOfAnyExcept(0f) + 1);
    }

    private static double Loss(SeriesNetwork network, NetworkRows rows, Dropout dropout, Parameter one, float[] along, float step)
    {
        var kept = network.Values.Span.ToArray();
        for (var i = 0; i < one.Count; i++)
        {
            network.Values.Span[one.Offset + i] += step * along[i];
        }

        network.Pack();
        var loss = network.Learn(rows, 1f / Count, new FloatBlock(network.Layout.Length), dropout, new Arena());
        kept.CopyTo(network.Values.Span);
        network.Pack();
        return loss;
    }

    private static float[] Unit(float[] values)
    {
        var norm = (float)Math.Sqrt(values.Sum(value => (double)value * value));
        return Array.ConvertAll(values, value => value / norm);
    }

    // With weights of an ordinary size everywhere, so that no path is next to 0.
    private static SeriesNetwork Network()
    {
        var network = new SeriesNetwork(Past, Known, 7, Steps);
        network.Initialise(new SeededRandom(1));
        var random = new SeededRandom(2);
        foreach (var one in network.Layout.All.Where(one => one.Columns == 1 || one.Rows == 1 || one.Name is "places" or "ahead"))
        {
            ParameterLayout.Initialise(one, network.Values, 0.2f, random);
        }

        network.Pack();
        return network;
    }

    private static NetworkRows Rows()
    {
        var (rows, random) = (new NetworkRows(Count, Past, Known, Steps) { Count = Count }, new SeededRandom(3));
        for (var row = 0; row < Count; row++)
        {
            rows.Place[row] = (3 * row) % 7;
            Fill(rows.PastOf(row));
            for (var step = 0; step < Steps; step++)
            {
                Fill(rows.KnownOf(row, step));
                var at = (row * Steps) + step;
                (rows.Offset[at], rows.Wanted[at], rows.Weight[at]) = ((float)random.NextDouble() - 0.5f, at % 3 == 0 ? 0 : (float)(3 * random.NextDouble()), at == 6 ? 0 : (float)(0.5 + random.NextDouble()));
            }
        }

        return rows;

        void Fill(Span<float> values)
        {
            foreach (ref var value in values)
            {
                value = (float)((2 * random.NextDouble()) - 1);
            }
        }
    }
}
