using System.Globalization;
using System.Text;
using CsCheck;
using Marketing.Data.Import;

namespace Marketing.Tests.Data.Import;

public sealed class NumberTextTests
{
    [Fact]
    public void A_price_is_what_decimal_arithmetic_makes_of_it() => Gen.Select(Gen.Long[-10_000_000, 10_000_000], Gen.Int[0, 6], Gen.Int[0, 3]).Sample((digits, scale, decimals) =>
    {
        var value = new decimal(Math.Abs(digits) % int.MaxValue > 0 ? (int)Math.Abs(digits) : 0, 0, 0, digits < 0, (byte)scale);
        var unit = (decimal)Math.Pow(10, decimals);
        var text = Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture));
        Assert.True(NumberText.TryMinor(text, decimals, out var minor, out var rounded));
        Assert.Equal((long)Math.Round(value * unit, MidpointRounding.ToEven), minor);
        Assert.Equal(value * unit != minor, rounded);
    });

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-3", -3)]
    [InlineData("+7", 7)]
    [InlineData("12.0", 12)]
    [InlineData("12.00", 12)]
    public void Quantities_are_whole(string text, int units)
    {
        Assert.True(NumberText.TryQuantity(Encoding.UTF8.GetBytes(text), out var quantity));
        Assert.Equal(units, quantity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("1-")]
    [InlineData("99999999999")]
    [InlineData("99999999999999999999999999")]
    public void What_is_not_whole_is_no_quantity(string text) => Assert.False(NumberText.TryQuantity(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("12.300000000000000711", 1230, true)]
    [InlineData("0.125000000000000000", 12, true)]
    [InlineData("0.125000000000000001", 13, true)]
    [InlineData("2.50000000000000000000", 250, false)]
    public void Decimals_that_a_spreadsheet_wrote_out_are_rounded(string text, long pence, bool lost)
    {
        Assert.True(NumberText.TryMinor(Encoding.UTF8.GetBytes(text), 2, out var minor, out var rounded));
        Assert.Equal((pence, lost), (minor, rounded));
    }
}
