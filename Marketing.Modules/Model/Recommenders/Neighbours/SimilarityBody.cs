using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// Similarities in a model file, about three bytes each: gaps between ascending columns, and the number of common customers, from
/// which the cosine follows exactly.
/// </summary>
internal static class SimilarityBody
{
    public static void Write(BinaryWriter writer, SparseMatrix similar, int[] buyers)
    {
        for (var row = 0; row < similar.Rows; row++)
        {
            var columns = similar.Row(row);
            var values = similar.Values(row);
            writer.Write7BitEncodedInt(columns.Length);
            for (var i = 0; i < columns.Length; i++)
            {
                writer.Write7BitEncodedInt(i == 0 ? columns[0] : columns[i] - columns[i - 1]);
                writer.Write7BitEncodedInt((int)Math.Round(values[i] * Math.Sqrt((double)buyers[row] * buyers[columns[i]])));
            }
        }
    }

    /// <exception cref="InvalidDataException">An entry lies outside the matrix.</exception>
    public static SparseMatrix Read(BinaryReader reader, int[] buyers)
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
                var common = reader.Read7BitEncodedInt();
                if (column >= n || column < 0 || (i > 0 && gap <= 0) || common <= 0 || common > Math.Min(buyers[row], buyers[column]))
                {
                    throw new InvalidDataException($"Entry {i} of row {row} does not fit.");
                }

                columns.Add(column);
                values.Add((float)(common / Math.Sqrt((double)buyers[row] * buyers[column])));
            }

            start[row + 1] = columns.Count;
        }

        return new SparseMatrix(n, n, start, [.. columns], [.. values]);
    }
}
