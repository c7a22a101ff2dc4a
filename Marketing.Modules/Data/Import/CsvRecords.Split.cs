using System.Runtime.CompilerServices;

namespace Marketing.Data.Import;

/// <content>Where a record ends, and its fields.</content>
internal sealed partial class CsvRecords
{
    // True when a whole record stands between _start and _next, or the file is at its end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Split()
    {
        _fields.Clear();
        IsStray = false;
        var record = _buffer.AsSpan(_start, _filled - _start);
        if (record.IsEmpty && _ended)
        {
            _next = _start;
            return true;
        }

        var p = 0;
        while (true)
        {
            if (p < record.Length && record[p] == _quote)
            {
                if (!Quoted(record, ref p))
                {
                    return IsStray && EndStray(record, p);
                }
            }
            else
            {
                var length = record[p..].IndexOfAny(Delimiter, (byte)'\n', (byte)'\r');
                if (length < 0)
                {
                    if (!_ended)
                    {
                        return false;
                    }

                    length = record.Length - p;
                }

                _fields.Add(p, length, escaped: false);
                p += length;
            }

            if (p == record.Length)
            {
                _next = _start + p;
                return _ended;
            }

            if (record[p] != Delimiter)
            {
                return LineEnd(record, p);
            }

            p++;
        }
    }

    private bool LineEnd(ReadOnlySpan<byte> record, int p)
    {
        var end = p + 1;
        if (record[p] == '\r')
        {
            if (end == record.Length && !_ended)
            {
                return false;
            }

            if (end < record.Length && record[end] == '\n')
            {
                end++;
            }
        }

        _next = _start + end;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Quoted(ReadOnlySpan<byte> record, ref int p)
    {
        var opening = p;
        var escaped = false;
        var from = p + 1;
        while (true)
        {
            var length = record[from..].IndexOf(_quote);
            if (length < 0)
            {
                return _ended ? throw FileFault.OpenQuote.At(Row, Column(FieldCount)) : false;
            }

            var after = from + length + 1;
            if (after == record.Length && !_ended)
            {
                return false;
            }

            if (after < record.Length && record[after] == _quote)
            {
                escaped = true;
                from = after + 1;
                continue;
            }

            if (after < record.Length && record[after] != Delimiter && record[after] is not ((byte)'\n' or (byte)'\r'))
            {
                IsStray = true;
                return false;
            }

            _fields.Add(opening + 1, after - opening - 2, escaped);
            p = after;
            return true;
        }
    }

    private bool EndStray(ReadOnlySpan<byte> record, int opening)
    {
        _fields.Clear();
        var length = record[opening..].IndexOfAny((byte)'\n', (byte)'\r');
        if (length >= 0)
        {
            return LineEnd(record, opening + length);
        }

        _next = _start + record.Length;
        return _ended;
    }
}
