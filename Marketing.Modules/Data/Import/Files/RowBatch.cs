namespace Marketing.Data.Import.Files;

/// <summary>What stands in a cell once it is read.</summary>
internal enum CellKind : byte
{
    Empty,
    Whole,
    Real,
    Text,
}

/// <summary>One value; a text lies in its batch.</summary>
internal readonly record struct CellValue(CellKind Kind, long Whole, double Real, int Start, int Length);

/// <summary>Accepted rows on their way to the writer. Its memory is used again for the next rows.</summary>
internal sealed class RowBatch(int fields)
{
    public const int Rows = 4096;

    private readonly CellValue[] _cells = new CellValue[Rows * fields];
    private byte[] _text = new byte[64 * 1024];
    private int _used;

    /// <summary>Accepted rows in it.</summary>
    public int Count { get; private set; }

    public List<NewIssue> Issues { get; } = [];

    /// <summary>Number of each accepted row in the file.</summary>
    public long[] Row { get; } = new long[Rows];

    /// <summary>Last row of the file that is behind it.</summary>
    public long Done { get; set; }

    /// <summary>Share of the file that was read.</summary>
    public double Share { get; set; }

    /// <summary>Rows rejected and changed since the batch was cleared.</summary>
    public (long Read, long Rejected, long Changed) Tally { get; set; }

    public ReadOnlySpan<CellValue> this[int row] => _cells.AsSpan(row * fields, fields);

    public ReadOnlySpan<byte> Text(in CellValue cell) => _text.AsSpan(cell.Start, cell.Length);

    public void Clear()
    {
        (Count, _used, Tally) = (0, 0, default);
        Issues.Clear();
    }

    /// <summary>Room for the cells of the next row.</summary>
    public Span<CellValue> Next() => _cells.AsSpan(Count * fields, fields);

    /// <summary>Keeps the cells that were written into <see cref="Next"/>.</summary>
    public void Keep(long row) => Row[Count++] = row;

    /// <summary>Keeps a text and returns its cell.</summary>
    public CellValue Add(ReadOnlySpan<byte> text)
    {
        if (_used + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + text.Length));
        }

        text.CopyTo(_text.AsSpan(_used));
        var cell = new CellValue(CellKind.Text, 0, 0, _used, text.Length);
        _used += text.Length;
        return cell;
    }
}
