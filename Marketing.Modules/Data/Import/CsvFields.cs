using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <summary>Where the fields of one record lie. Positions count from the start of the record, so that they survive a move of the buffer.</summary>
internal sealed class CsvFields(byte quote)
{
    private byte[] _unescaped = new byte[256];
    private Field[] _fields = new Field[16];

    public int Count { get; private set; }

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsEmptyLine => Count == 1 && _fields[0].Length == 0;

    public void Clear() => Count = 0;

    /// <summary>Adds the next field.</summary>
    /// <param name="start">Where its text begins, behind an opening quote.</param>
    /// <param name="length">Bytes of its text.</param>
    /// <param name="escaped">Whether the text holds doubled quotes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int start, int length, bool escaped)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Count * 2);
        }

        _fields[Count++] = new Field(start, length, escaped);
    }

    /// <summary>A field without its quotes; valid until the next is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(int index, ReadOnlySpan<byte> record)
    {
        var field = _fields[index];
        var text = record.Slice(field.Start, field.Length);
        return field.Escaped ? Unescape(text) : text;
    }

    private Span<byte> Unescape(ReadOnlySpan<byte> field)
    {
        if (_unescaped.Length < field.Length)
        {
            _unescaped = new byte[field.Length * 2];
        }

        var written = 0;
        for (var i = 0; i < field.Length; i++)
        {
            _unescaped[written++] = field[i];
            if (field[i] == quote)
            {
                i++;
            }
        }

        return _unescaped.AsSpan(0, written);
    }

    private readonly record struct Field(int Start, int Length, bool Escaped);
}
