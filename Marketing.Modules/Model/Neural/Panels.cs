namespace Marketing.Model.Neural;

/// <summary>A matrix laid out for being the right side of many products: panels of columns, each row of a panel side by side, zeros behind the last column.</summary>
internal sealed unsafe class Panels
{
    private readonly FloatBlock _memory;

    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public Panels(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        _memory = new FloatBlock((long)rows * ((columns + Gemm.Panel - 1) / Gemm.Panel) * Gemm.Panel);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Bytes that it takes.</summary>
    public static long Bytes(int rows, int columns) => (long)rows * (columns + Gemm.Panel) * sizeof(float);

    /// <summary>Where a row of a panel begins.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">First column of the panel.</param>
    public float* At(int row, int column) => _memory.Data + ((long)column * Rows) + ((long)row * Gemm.Panel);

    /// <summary>Lays out panels from one to before another.</summary>
    /// <param name="from">The matrix, rows by columns, or columns by rows to lay out its transpose.</param>
    /// <param name="rowStep">Distance of two rows.</param>
    /// <param name="columnStep">Distance of two columns.</param>
    /// <param name="first">First panel.</param>
    /// <param name="end">Panel behind the last.</param>
    public void Fill(float* from, long rowStep, long columnStep, int first, int end)
    {
        for (var panel = first; panel < end; panel++)
        {
            var column = panel * Gemm.Panel;
            var taken = Math.Min(Gemm.Panel, Columns - column);
            for (var row = 0; row < Rows; row++)
            {
                float* source = from + (row * rowStep) + (column * columnStep), to = At(row, column);
                if (columnStep == 1)
                {
                    new ReadOnlySpan<float>(source, taken).CopyTo(new Span<float>(to, taken));
                }
                else
                {
                    for (var i = 0; i < taken; i++)
                    {
                        to[i] = source[i * columnStep];
                    }
                }
            }
        }
    }

    /// <summary>How many panels there are.</summary>
    public int Count => (Columns + Gemm.Panel - 1) / Gemm.Panel;
}
