using Marketing.Model.Recommenders;

namespace Marketing.Model.Trees;

/// <summary>
/// A sum of binary regression trees in flat arrays, for scoring without allocation. Node n splits on <c>x[Feature[n]] ≤ Threshold[n]</c>
/// (left) or not (right, and for NaN); a child below 0 is the leaf <c>~child</c>.
/// </summary>
/// <param name="width">Number of features.</param>
/// <param name="roots">First child of each tree: a node, or a leaf of a tree that never splits.</param>
/// <param name="feature">Feature of each node.</param>
/// <param name="threshold">Threshold of each node.</param>
/// <param name="left">Left child of each node.</param>
/// <param name="right">Right child of each node.</param>
/// <param name="leaf">Value of each leaf.</param>
internal sealed class TreeEnsemble(int width, int[] roots, int[] feature, float[] threshold, int[] left, int[] right, float[] leaf)
{
    private const int MostNodes = 10_000_000;

    /// <summary>Number of features.</summary>
    public int Width => width;

    /// <summary>Number of trees.</summary>
    public int Trees => roots.Length;

    /// <summary>The sum over all trees.</summary>
    /// <param name="x">One value a feature.</param>
    public double Score(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var root in roots)
        {
            var at = root;
            while (at >= 0)
            {
                at = x[feature[at]] <= threshold[at] ? left[at] : right[at];
            }

            sum += leaf[~at];
        }

        return sum;
    }

    /// <summary>How often each feature is split on.</summary>
    public int[] Splits()
    {
        var splits = new int[width];
        foreach (var one in feature)
        {
            splits[one]++;
        }

        return splits;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(width);
        foreach (var numbers in (int[][])[roots, feature, left, right])
        {
            writer.Write7BitEncodedInt(numbers.Length);
            foreach (var number in numbers)
            {
                writer.Write(number);
            }
        }

        ModelBody.Write(writer, threshold);
        ModelBody.Write(writer, leaf);
    }

    /// <exception cref="InvalidDataException">The trees contradict themselves.</exception>
    public static TreeEnsemble Read(BinaryReader reader)
    {
        var width = reader.Read7BitEncodedInt();
        var (roots, feature, left, right) = (Numbers(reader), Numbers(reader), Numbers(reader), Numbers(reader));
        var nodes = feature.Length;
        var threshold = ModelBody.ReadFloats(reader, nodes);

        // Every node and every tree leads to one leaf more than it has splits.
        var leaf = ModelBody.ReadFloats(reader, nodes + roots.Length);
        var sound = left.Length == nodes && right.Length == nodes && feature.All(one => one >= 0 && one < width) && roots.All(Leads)
            && Enumerable.Range(0, nodes).All(node => Leads(left[node]) && Leads(right[node]) && (left[node] < 0 || left[node] > node) && (right[node] < 0 || right[node] > node));
        return sound ? new TreeEnsemble(width, roots, feature, threshold, left, right, leaf) : throw new InvalidDataException("The trees do not hold together.");

        bool Leads(int child) => child < 0 ? ~child < leaf.Length : child < nodes;
    }

    private static int[] Numbers(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length is < 0 or > MostNodes || (long)length * sizeof(int) > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new InvalidDataException($"{length} nodes do not fit into the file.");
        }

        return [.. Enumerable.Range(0, length).Select(_ => reader.ReadInt32())];
    }
}
