using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>States as cells of a grid: each feature cut at its quantiles among the rows that are learned from, and never again.</summary>
internal sealed class QuantileBins
{
    private readonly float[][] _cuts;

    private QuantileBins(float[][] cuts) => _cuts = cuts;

    /// <summary>Cells of the whole grid; beyond 2^62 they cannot be numbered.</summary>
    public double Cells => _cuts.Aggregate(1.0, (cells, cuts) => cells * (cuts.Length + 1));

    /// <summary>Cuts at quantiles; equal ones are one cut.</summary>
    public static QuantileBins Learn(ContactLog log, int bins)
    {
        var width = log.Features.Count;
        return new QuantileBins([.. Enumerable.Range(0, width).Select(feature =>
        {
            var sorted = Enumerable.Range(0, log.Rows).Select(row => (double)log.States[(row * width) + feature]).Order().ToArray();
            return Enumerable.Range(1, bins - 1).Select(bin => (float)Interval.Quantile(sorted, bin / (double)bins)).Distinct().Where(cut => cut < sorted[^1]).ToArray();
        })]);
    }

    /// <summary>Number of the cell of a state.</summary>
    public long Cell(ReadOnlySpan<float> state)
    {
        var cell = 0L;
        for (var feature = 0; feature < _cuts.Length; feature++)
        {
            var (bin, cuts) = (0, _cuts[feature]);
            while (bin < cuts.Length && state[feature] > cuts[bin])
            {
                bin++;
            }

            cell = (cell * (cuts.Length + 1)) + bin;
        }

        return cell;
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var cuts in _cuts)
        {
            writer.Write(cuts.Length);
            ModelBody.Write(writer, cuts);
        }
    }

    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    public static QuantileBins Read(BinaryReader reader, int features) => new([.. Enumerable.Range(0, features).Select(_ => ModelBody.ReadFloats(reader, reader.ReadInt32()))]);
}
