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
    [InlineData("1,50", true)]
    [InlineData("-1234,5", true)]
    [InlineData("1,000", false)]
    [InlineData("1,000.00", false)]
    [InlineData("1.50", false)]
    [InlineData("a,50", false)]
    public void A_decimal_comma_is_told_from_a_thousands_separator(string text, bool comma) => Assert.Equal(comma, NumberText.HasDecimalComma(Encoding.UTF8.GetBytes(text)));
}
