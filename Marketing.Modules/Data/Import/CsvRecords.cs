using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Marketing.Data.Import;

/// <summary>
/// Splits a stream of UTF-8 CSV into records without turning it into text: fields are spans of the buffer. Quotes as in RFC 4180;
/// a quote in the middle of an unquoted field is an ordinary character, and text behind a closing quote breaks its line only. A row
/// longer than the limit is refused before it is read.
/// </summary>
internal sealed partial class CsvRecords
{
    private readonly Stream _stream;
    private readonly int _limit;
    private byte[] _buffer = new byte[512 * 1024];
    private readonly CsvFields _fields;
    private readonly byte _quote;
    private int _start;
    private int _next;
    private int _filled;
    private bool _ended;

    /// <param name="stream">UTF-8 text.</param>
    /// <param name="longestRow">Longest row in bytes.</param>
    /// <param name="delimiter">Sign between two fields, or null to find it in the header.</param>
    /// <param name="quote">Sign around fields that hold delimiters or line breaks.</param>
    public CsvRecords(Stream stream, int longestRow, byte? delimiter = null, byte quote = (byte)'"')
    {
        _stream = stream;
        _limit = longestRow;
        _quote = quote;
        _fields = new CsvFields(quote);
        Fill();
        _start = _next = CsvStart.SkipMark(_buffer.AsSpan(0, _filled));
        Delimiter = delimiter ?? CsvStart.Delimiter(_buffer.AsSpan(_start, _filled - _start));
    }

    /// <summary>Number of the current record, the first being 1.</summary>
    public long Row { get; private set; }

    public int FieldCount => _fields.Count;

    /// <summary>Sign between two fields.</summary>
    public byte Delimiter { get; }

    /// <summary>Whether an apostrophe before what a spreadsheet would take for a formula is taken off, as in files of our own.</summary>
    public bool Unguards { get; set; }

    /// <summary>Whether the file ends in the current record, without a line end behind it.</summary>
    public bool IsCut => _ended && _next == _filled && _next > _start && _buffer[_next - 1] is not ((byte)'\n' or (byte)'\r');

    /// <summary>
    /// Whether text stands behind a closing quote of the current record, so that its cells cannot be told apart: it has none, and ends
    /// with the line in which that quote was opened.
    /// </summary>
    public bool IsStray { get; private set; }

    /// <summary>The current record as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_start, _next - _start).TrimEnd("\r\n"u8);

    /// <summary>Header names for messages; set once the header was read.</summary>
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>One field of the current record without its quotes; valid until the next field or record is asked for.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var text = _fields.Text(index, _buffer.AsSpan(_start));
            return Unguards ? Cell.Unguarded(text) : text;
        }
    }

    /// <summary>Goes to the next record that is not an empty line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        do
        {
            if (!Step())
            {
                return false;
            }
        }
        while (_fields.IsEmptyLine);

        CheckEncoding();
        return true;
    }

    /// <summary>Goes on until so many rows are behind, empty lines counted.</summary>
    public void Skip(long rows)
    {
        while (Row < rows && Step())
        {
        }
    }

    /// <summary>Gives the current record empty cells at its end, until it has so many.</summary>
    public void Complete(int cells)
    {
        while (FieldCount < cells)
        {
            _fields.Add(0, 0, escaped: false);
        }
    }

    // False at the end of the file.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Step()
    {
        _start = _next;
        Row++;
        while (!Split())
        {
            Fill();
        }

        return _next != _start;
    }

    private void Fill()
    {
        var kept = _filled - _start;
        if (kept > _limit)
        {
            throw FileFault.LongRow.At(Row, Column(Math.Max(0, FieldCount)), FileFault.Number(_limit));
        }

        if (kept == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
            _start = 0;
            _filled = kept;
        }

        var read = _stream.ReadAtLeast(_buffer.AsSpan(_filled), Math.Min(64 * 1024, _buffer.Length - _filled), throwOnEndOfStream: false);

        // Single ones are slips of old programs; no database reads on behind one.
        _buffer.AsSpan(_filled, read).Replace((byte)0, (byte)' ');
        _filled += read;
        _ended = read == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CheckEncoding()
    {
        var text = Text;
        if (Utf8.IsValid(text))
        {
            return;
        }

        var field = 0;
        while (field < FieldCount && Utf8.IsValid(this[field]))
        {
            field++;
        }

        throw FileFault.NotUtf8.At(Row, Column(field));
    }

    private string? Column(int index) => index < Columns.Count ? Columns[index] : null;
}
