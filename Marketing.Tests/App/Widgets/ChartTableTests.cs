using Marketing.App.Components.Widgets;

namespace Marketing.Tests.App.Widgets;

public sealed class ChartTableTests
{
    [Fact]
    public void A_file_holds_plain_values_and_not_what_is_shown()
    {
        var table = new ChartTable(
            [new("Month"), new("Revenue", value => $"£{value}", value => (long)value! / 100m), new("Share", value => $"{value} %")],
            [["Dec 2011", 123_450L, 0.25], ["Nov 2011", 100L, double.NaN], ["Oct 2011", null, null]]);
        Assert.Equal("Month,Revenue,Share\r\nDec 2011,1234.5,0.25\r\nNov 2011,1,\r\nOct 2011,,\r\n", table.ToCsv());
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-red-", "'-red-")]
    [InlineData("CANDLE, SET \"5\"", "\"CANDLE, SET \"\"5\"\"\"")]
    public void A_text_cannot_become_a_formula_or_break_its_row(string text, string expected) =>
        Assert.Equal($"Product\r\n{expected}\r\n", new ChartTable([new("Product")], [[text]]).ToCsv());

    [Fact]
    public void A_negative_number_stays_a_number() =>
        Assert.Equal("Gain\r\n-0.5\r\n", new ChartTable([new("Gain", value => $"{value}")], [[-0.5]]).ToCsv());

    [Fact]
    public void What_is_not_known_is_shown_as_a_dash() => Assert.Equal("–", new ChartColumn("Gain", value => $"{value}").Show(null));
}
