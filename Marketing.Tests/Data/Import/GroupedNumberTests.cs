using System.Text;
using Marketing.Data.Import;
using Marketing.Data.Import.Kinds;

namespace Marketing.Tests.Data.Import;

public sealed class GroupedNumberTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("1,012.50", "1012.50", "1012.50")]
    [InlineData("1.012,50", "1012.50", "1012.50")]
    [InlineData("1 012,50", "1012.50", "1012.50")]
    [InlineData("1\u00A0012,50", "1012.50", "1012.50")]
    [InlineData("1\u202F012.50", "1012.50", "1012.50")]
    [InlineData("1'012.50", "1012.50", "1012.50")]
    [InlineData("1\u2019012.5", "1012.5", "1012.5")]
    [InlineData("-1,234,567.5", "-1234567.5", "-1234567.5")]
    [InlineData("1.234.567", "1234567", "1234567")]
    [InlineData("12 345 678", "12345678", "12345678")]
    [InlineData("1,012", "1012", "1.012")]
    [InlineData("1.012", "1.012", "1012")]
    [InlineData("0,125", "0.125", "0.125")]
    [InlineData("0.125", "0.125", "0.125")]
    [InlineData("12,5", "12.5", "12.5")]
    [InlineData("12.50", "12.50", "12.50")]
    [InlineData("1 012,500", "1012.500", "1012.500")]
    [InlineData("7", "7", "7")]
    [InlineData("+7.", "+7.", "+7.")]
    public void A_number_is_read_with_a_point_or_a_comma_before_its_decimals(string text, string withPoint, string withComma)
    {
        Assert.Equal(withPoint, Plain(text, comma: false));
        Assert.Equal(withComma, Plain(text, comma: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1,00,000")]
    [InlineData("1.0123.456")]
    [InlineData("1,012,5")]
    [InlineData("1.012,345.678")]
    [InlineData("1 012'345")]
    [InlineData("1 2")]
    [InlineData("0,123,456")]
    [InlineData("1012,345,678")]
    [InlineData("1,012.5 kg")]
    [InlineData("12.05.2010")]
    [InlineData("1--2")]
    [InlineData("1e3")]
    public void What_is_grouped_otherwise_is_no_number(string text)
    {
        Assert.Null(Plain(text, comma: false));
        Assert.Null(Plain(text, comma: true));
    }

    [Theory]
    [InlineData("£1,012.50", "1012.50")]
    [InlineData("-€ 12.50", "-12.50")]
    [InlineData("12.5 %", "12.5")]
    public void Signs_of_currencies_are_taken_off_in_files_of_other_kinds(string text, string plain) =>
        Assert.Equal(plain, Encoding.UTF8.GetString(CellForms.Pointed(Encoding.UTF8.GetBytes(text), comma: false, new byte[GroupedNumber.Room])));

    [Fact]
    public async Task Orders_with_groups_are_taken_over_and_what_stays_wrong_is_told_rightly()
    {
        var summary = await _rig.AppliedAsync(
            "1,A,LAMP,\"1,200\",2010-05-01,\"1,012.50\",17,France",
            "2,A,LAMP,1,2010-05-01,1 012.50,17,France",
            "3,A,LAMP,1,2010-05-01,1'012.50,17,France",
            "4,A,LAMP,1,2010-05-01,\"1.012,50\",17,France",
            "5,A,LAMP,99999999999,2010-05-01,1.50,17,France",
            "6,A,LAMP,1,2010-05-01,99999999999999999,17,France",
            "7,A,LAMP,1.5,2010-05-01,1.50,17,France",
            "8,A,LAMP,1,2010-05-01,$1.50,17,France");
        var shop = await _rig.LookAsync();
        Assert.Equal([101250L, 101250, 101250, 101250], shop.Orders.LinePrice);
        Assert.Equal(1200, shop.Orders.LineQuantity[0]);
        var issues = await _rig.IssuesAsync(summary.Id);
        Assert.Equal(["quantity-out-of-range", "price-out-of-range", "unreadable-quantity", "unreadable-price"], issues.Select(issue => issue.Rule));
        Assert.Contains("-100,000,000 to 100,000,000", issues[0].Reason);
        Assert.DoesNotContain("separators", issues[3].Reason);
    }

    private static string? Plain(string text, bool comma)
    {
        var plain = new byte[GroupedNumber.Room];
        var length = GroupedNumber.Write(Encoding.UTF8.GetBytes(text), comma, plain, out _);
        return length < 0 ? null : Encoding.UTF8.GetString(plain, 0, length);
    }
}
