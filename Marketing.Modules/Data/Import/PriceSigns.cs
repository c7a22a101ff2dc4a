using System.Text;

namespace Marketing.Data.Import;

/// <summary>Counts which sign the prices of a file have before their decimals, where that was taken and not said.</summary>
internal sealed class PriceSigns
{
    private long _points;
    private long _others;
    private (long Row, string Value) _first;

    /// <summary>Counts a price.</summary>
    /// <param name="text">As it stands in the file.</param>
    /// <param name="contradicts">Whether it shows another sign than the file has.</param>
    /// <param name="row">Its row.</param>
    public void Add(ReadOnlySpan<byte> text, bool contradicts, long row)
    {
        if (!contradicts)
        {
            _points += text.Contains((byte)'.') ? 1 : 0;
            return;
        }

        if (_others++ == 0)
        {
            _first = (row, Encoding.UTF8.GetString(text));
        }
    }

    /// <summary>Refuses a file whose prices mostly have a comma: <c>1.012</c> was read as a little more than one.</summary>
    /// <param name="column">Column of the prices.</param>
    /// <exception cref="FileRefusedException">They have.</exception>
    public void RefuseComma(string column)
    {
        if (_others > _points)
        {
            throw FileFault.DecimalComma.At(_first.Row, column, _first.Value, FileFault.Number(_others));
        }
    }
}
