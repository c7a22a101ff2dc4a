using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Marketing.Data.Import.Files;

/// <summary>A sheet of a workbook as CSV, row by row while it is read: dates with the year first, numbers with the sign before their decimals that its texts have.</summary>
/// <param name="bytes">The workbook.</param>
/// <param name="sheet">One of its sheets, or null for the first.</param>
/// <param name="comma">Whether its texts have a comma before decimals.</param>
internal sealed class SheetText(Stream bytes, string? sheet, bool comma) : ForwardStream
{
    private readonly IExcelDataReader _reader = Workbook.Open(bytes, sheet);
    private readonly StringBuilder _row = new();
    private byte[] _text = [];
    private int _from;
    private int _end;

    public override int Read(Span<byte> buffer)
    {
        while (_from == _end)
        {
            if (buffer.IsEmpty || !NextRow())
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _end - _from);
        _text.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        bytes.Dispose();
        base.Dispose(disposing);
    }

    private bool NextRow()
    {
        if (!_reader.Read())
        {
            return false;
        }

        _row.Clear();
        for (var i = 0; i < _reader.FieldCount; i++)
        {
            if (i > 0)
            {
                _row.Append(',');
            }

            Append(_reader.GetValue(i) is double number ? Signed(Shown(number)) : Shown(_reader.GetValue(i)));
        }

        _row.Append('\n');
        var most = Encoding.UTF8.GetMaxByteCount(_row.Length);
        _text = _text.Length >= most ? _text : new byte[most];
        (_from, _end) = (0, 0);
        foreach (var chunk in _row.GetChunks())
        {
            _end += Encoding.UTF8.GetBytes(chunk.Span, _text.AsSpan(_end));
        }

        return true;
    }

    private void Append(string value)
    {
        if (value.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _row.Append(value);
            return;
        }

        _row.Append('"').Append(value.Replace("\"", "\"\"")).Append('"');
    }

    /// <summary>What stands in a cell, with a point before decimals.</summary>
    public static string Shown(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e15 => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private string Signed(string number) => comma ? number.Replace('.', ',') : number;
}
