using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Tests.Model.Tables;

/// <summary>Small tables.</summary>
internal static class Tables
{
    public static TableData Of(params (string Name, float[] Values)[] numbers) => new(numbers[0].Values.Length, [.. numbers.Select(column => new NumberColumn(column.Name, column.Values))], []);

    public static CategoryColumn Category(string name, string[] levels, params int[] codes) => new(name, codes, levels);

    /// <summary>Two numbers that matter, one of them with gaps, one that does not, and a category that does; with the chance that was drawn by.</summary>
    public static (TableData Rows, bool[] Positive, double[] Chance) Drawn(int rows, ulong seed)
    {
        var random = new SeededRandom(seed);
        float[] a = new float[rows], b = new float[rows], c = new float[rows];
        var (colour, positive, chance) = (new int[rows], new bool[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (a[i], b[i], c[i], colour[i]) = ((float)random.NextDouble() * 10, (float)random.NextDouble() * 200, (float)random.NextDouble(), random.NextInt(3));
            var margin = (0.6 * (a[i] - 5)) - (0.02 * (b[i] - 100)) + (colour[i] == 2 ? 1.5 : -0.5);
            chance[i] = 1 / (1 + Math.Exp(-margin));
            positive[i] = random.NextDouble() < chance[i];
            b[i] = random.NextInt(10) == 0 ? float.NaN : b[i];
        }

        return (new TableData(rows, [new NumberColumn("a", a), new NumberColumn("b", b), new NumberColumn("c", c)], [Category("colour", ["red", "green", "blue"], colour)]), positive, chance);
    }
}
