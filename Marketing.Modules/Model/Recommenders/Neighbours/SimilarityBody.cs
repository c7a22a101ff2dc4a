using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// Similarities in a model file: gaps between ascending columns, and what the similarity is. Cosines take about three bytes each, as the
/// number of common customers, from which they follow exactly; others are kept as they are.
/// </summary>
internal static class SimilarityBody
{
    public static void Write(BinaryWriter writer, SparseMatrix similar, int[] buyers, bool counts)
    {
        for (var row = 0; row < similar.Rows; row++)
        {
            var columns = similar.Row(row);
            var values = similar.Values(row);
            writer.Write7BitEncodedInt(columns.Length);
            for (var i = 0; i < columns.Length; i++)
            {
                writer.Write7BitEncodedInt(i == 0 ? columns[0] : columns[i] - columns[i - 1]);
                if (!counts)
                {
                    writer.Write(values[i]);
                    continue;
                }

                writer.Write7BitEncodedInt((int)Math.Round(values[i] * Math.Sqrt((double)buyers[row] * buyers[columns[i]])));
            }
        }
    }

    /// <exception cref="InvalidDataException">An entry lies outside the matrix.</exception>
    public static SparseMatrix Read(BinaryReader reader, int[] buyers, bool counts)
    {
        var n = buyers.Length;
        var start = new int[n + 1];
        var (columns, values) = (new List<int>(), new List<float>());
        for (var row = 0; row < n; row++)
        {
            var entries = reader.Read7BitEncodedInt();
            for (int i = 0, column = 0; i < entries; i++)
            {
                var gap = reader.Read7BitEncodedInt();
                column += gap;
                if (column >= n || column < 0 || (i > 0 && gap <= 0))
                {
                    throw Wrong(row, i);
                }

                columns.Add(column);
                values.Add(counts ? Cosine(reader, buyers[row], buyers[column]) ?? throw Wrong(row, i) : reader.ReadSingle());
                if (!(values[^1] > 0 && float.IsFinite(values[^1])))
                {
                    throw Wrong(row, i);
                }
            }

            start[row + 1] = columns.Count;
        }

        return new SparseMatrix(n, n, start, [.. columns], [.. values]);
    }

    private static float? Cosine(BinaryReader reader, int a, int b)
    {
        var common = reader.Read7BitEncodedInt();
        return common > 0 && common <= Math.Min(a, b) ? (float)(common / Math.Sqrt((double)a * b)) : null;
    }

    private static InvalidDataException Wrong(int row, int entry) => new($"Entry {entry} of row {row} does not fit.");
}
