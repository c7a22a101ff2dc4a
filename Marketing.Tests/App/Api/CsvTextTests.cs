using Marketing.App.Api;

namespace Marketing.Tests.App.Api;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 20", "'+44 20")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void A_text_that_a_spreadsheet_would_run_is_guarded(string text, string expected) =>
        Assert.Equal(expected + "\r\n", CsvText.Row(text));

    [Fact]
    public void Numbers_stay_numbers_and_the_unknown_is_empty() =>
        Assert.Equal("-5,1.5,,,yes,12345.67\r\n", CsvText.Row(-5, 1.5, null, double.NaN, true, 12345.67m));
}
