using System.Runtime.CompilerServices;

namespace Marketing.Kernel.Numerics;

/// <summary>
/// A matrix in compressed sparse rows: the entries of row r are <c>[RowStart[r], RowStart[r + 1])</c>, columns ascending and
/// distinct within a row. Without <see cref="Value"/> every entry is 1.
/// </summary>
internal sealed class SparseMatrix(int rows, int columns, int[] rowStart, int[] column, float[]? value = null)
{
    public int Rows => rows;

    public int Columns => columns;

    public int[] RowStart => rowStart;

    public int[] Column => column;

    public float[]? Value => value;

    /// <summary>Number of stored entries.</summary>
    public int Entries => column.Length;

    /// <summary>Columns of a row, ascending.</summary>
    public ReadOnlySpan<int> Row(int row) => column.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row]);

    /// <summary>Values of a row, in the order of <see cref="Row"/>; empty for a binary matrix.</summary>
    public ReadOnlySpan<float> Values(int row) => value is null ? [] : value.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row]);

    /// <summary>Value of a stored entry by its place in <see cref="Column"/>.</summary>
    public float ValueAt(int entry) => value is null ? 1 : value[entry];

    /// <summary>Whether the matrix holds an entry.</summary>
    public bool Contains(int row, int columnIndex) => Row(row).BinarySearch(columnIndex) >= 0;

    /// <summary>Builds a binary matrix of the distinct pairs; two counting sorts, no comparison.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="row">Row of each pair, in [0, rows).</param>
    /// <param name="column">Column of each pair, in [0, columns).</param>
    public static SparseMatrix FromPairs(int rows, int columns, ReadOnlySpan<int> row, ReadOnlySpan<int> column)
    {
        if (row.Length != column.Length)
        {
            throw new ArgumentException($"{row.Length} rows do not pair with {column.Length} columns.", nameof(column));
        }

        // Grouping by column first and by row second leaves the columns of a row in ascending order, repeats side by side.
        var starts = new int[columns + 1];
        foreach (var c in column)
        {
            starts[c + 1]++;
        }

        Accumulate(starts);
        var byColumn = new int[row.Length];
        var next = starts.AsSpan(0, columns).ToArray();
        for (var i = 0; i < row.Length; i++)
        {
            byColumn[next[column[i]]++] = row[i];
        }

        return new SparseMatrix(columns, rows, starts, byColumn).Transpose().Distinct();
    }

    /// <summary>The transposed matrix; within a row, entries keep ascending columns.</summary>
    // Optimised at once, as every fit begins with it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SparseMatrix Transpose()
    {
        var starts = new int[columns + 1];
        foreach (var c in column)
        {
            starts[c + 1]++;
        }

        Accumulate(starts);
        var next = starts.AsSpan(0, columns).ToArray();
        var transposed = new int[column.Length];
        var values = value is null ? null : new float[column.Length];
        for (var r = 0; r < rows; r++)
        {
            for (var i = rowStart[r]; i < rowStart[r + 1]; i++)
            {
                var to = next[column[i]]++;
                transposed[to] = r;
                if (values is not null)
                {
                    values[to] = value![i];
                }
            }
        }

        return new SparseMatrix(columns, rows, starts, transposed, values);
    }

    // Drops repeats that stand side by side, in place.
    private SparseMatrix Distinct()
    {
        var kept = 0;
        for (var r = 0; r < rows; r++)
        {
            var from = rowStart[r];
            var to = rowStart[r + 1];
            rowStart[r] = kept;
            for (var i = from; i < to; i++)
            {
                if (i == from || column[i] != column[i - 1])
                {
                    column[kept++] = column[i];
                }
            }
        }

        rowStart[rows] = kept;
        return kept == column.Length ? this : new SparseMatrix(rows, columns, rowStart, column[..kept]);
    }

    private static void Accumulate(int[] counts)
    {
        for (var i = 1; i < counts.Length; i++)
        {
            counts[i] += counts[i - 1];
        }
    }
}
