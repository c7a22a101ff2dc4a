namespace Marketing.Model.Choices;

/// <summary>What was out of stock on which day; what nobody noted was in stock.</summary>
internal sealed class StockLog(int products)
{
    private readonly Dictionary<int, ulong[]> _out = [];

    public void Note(int day, ReadOnlySpan<int> stock)
    {
        var bits = new ulong[(products + 63) / 64];
        for (var product = 0; product < products; product++)
        {
            bits[product / 64] |= stock[product] > 0 ? 0 : 1UL << (product % 64);
        }

        _out[day] = bits;
    }

    /// <summary>Puts 0 in the places of what was out of stock.</summary>
    public void TakeOut(int day, Span<double> values)
    {
        if (!_out.TryGetValue(day, out var bits))
        {
            return;
        }

        for (var product = 0; product < values.Length; product++)
        {
            values[product] = (bits[product / 64] >> (product % 64) & 1) == 0 ? values[product] : 0;
        }
    }
}
