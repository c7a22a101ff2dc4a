using System.Text;

namespace Marketing.Data.Import;

/// <summary>Counts which sign the prices of a file have before their decimals, where that was found and not said.</summary>
/// <param name="comma">Whether a comma was found.</param>
internal sealed class PriceSigns(bool comma)
{
    private long _same;
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
            _same += IsClear(text) ? 1 : 0;
            return;
        }

        if (_others++ == 0)
        {
            _first = (row, Encoding.UTF8.GetString(text));
        }
    }

    /// <summary>The refusal of a file whose clear prices mostly have the other sign; null where they have not. <c>1.012</c>, which is clear in neither way, was read as a little more than one.</summary>
    /// <param name="column">Column of the prices.</param>
    public FileRefusedException? Refusal(string column) =>
        _others > _same ? (comma ? FileFault.DecimalPoint : FileFault.DecimalComma).At(_first.Row, column, _first.Value, FileFault.Number(_others)) : null;

    // Only what could not be meant in the other way says something for this one.
    private bool IsClear(ReadOnlySpan<byte> text)
    {
        Span<byte> plain = stackalloc byte[GroupedNumber.Room];
        return text.IndexOfAny((byte)'.', (byte)',') >= 0 && GroupedNumber.Write(text, !comma, plain, out var contradicts) > 0 && contradicts;
    }
}
