using System.Text;

namespace Marketing.Data.Import;

/// <summary>
/// Counts which sign the numbers of a column have before their decimals, where that was found and not said. Each is read in its only way
/// where there is one; where some can be read in both, the others have to agree.
/// </summary>
/// <param name="comma">Whether a comma was found.</param>
internal sealed class PriceSigns(bool comma)
{
    private long _same;
    private long _others;
    private long _open;
    private (long Row, string Value) _first;

    /// <summary>Counts a number.</summary>
    /// <param name="text">As it stands in the file, without a currency's sign.</param>
    /// <param name="row">Its row.</param>
    public void Add(ReadOnlySpan<byte> text, long row)
    {
        Span<byte> plain = stackalloc byte[GroupedNumber.Room];
        if (text.IndexOfAny((byte)'.', (byte)',') >= 0 && GroupedNumber.Write(text, comma, plain, out var contradicts) > 0)
        {
            Add(text, contradicts, row);
        }
    }

    /// <summary>Counts a number that has been read.</summary>
    /// <param name="text">As it stands in the file, without a currency's sign.</param>
    /// <param name="contradicts">Whether it shows another sign than the file has.</param>
    /// <param name="row">Its row.</param>
    public void Add(ReadOnlySpan<byte> text, bool contradicts, long row)
    {
        if (contradicts)
        {
            if (_others++ == 0)
            {
                _first = (row, Encoding.UTF8.GetString(text));
            }
        }
        else if (text.IndexOfAny((byte)'.', (byte)',') >= 0)
        {
            // Only what could not be meant in the other way says something for this one.
            Span<byte> plain = stackalloc byte[GroupedNumber.Room];
            var isClear = GroupedNumber.Write(text, !comma, plain, out var otherwise) > 0 && otherwise;
            (_same, _open) = isClear ? (_same + 1, _open) : (_same, _open + 1);
        }
    }

    /// <summary>The refusal of a column of which more than slips show the other sign while some could be meant in both ways, as <c>1.012</c>; else null.</summary>
    /// <param name="column">Its header.</param>
    public FileRefusedException? Refusal(string column) => _open > 0 && _others > 0 && !Slips.Are(_others, _same + _others)
        ? (comma ? FileFault.DecimalPoint : FileFault.DecimalComma).At(_first.Row, column, _first.Value, FileFault.Number(_others))
        : null;
}
