using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.App.Resources;

public sealed class DisplayTests
{
    private static readonly DateTimeOffset SummerEvening = new(2011, 7, 9, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "GBP", 123456, "£1,234.56")]
    [InlineData("en", "GBP", -50, "−£0.50")]
    [InlineData("en", "JPY", 123456, "¥123,456")]
    [InlineData("zh-Hans", "JPY", 1234, "JP¥1,234")]
    [InlineData("zh-Hans", "CNY", 1234, "¥12.34")]
    [InlineData("en", "CNY", 1234, "CN¥12.34")]
    [InlineData("zh-Hans", "USD", 1234, "US$12.34")]
    [InlineData("en", "KWD", 1234, "KWD\u00a01.234")]
    public void Money_has_the_currency_s_symbol_and_decimals(string language, string currency, long minor, string expected) =>
        Assert.Equal(expected, Of(language, currency).Money(minor));

    [Theory]
    [InlineData("en", 99_949, "£999")]
    [InlineData("en", 123_456_789, "£1.23m")]
    [InlineData("en", -123_456_789, "−£1.23m")]
    [InlineData("zh-Hans", 123_456_789, "£123万")]
    [InlineData("zh-Hans", 12_345_678_900, "£1.23亿")]
    [InlineData("zh-Hans", 12_345_600, "£123,456")]
    public void Short_money_fits_a_tile(string language, long minor, string expected) =>
        Assert.Equal(expected, Of(language).MoneyShort(minor));

    [Theory]
    [InlineData(0, 1, "0.0 %")]
    [InlineData(1, 1, "100.0 %")]
    [InlineData(0.0002, 1, "< 0.1 %")]
    [InlineData(0.9998, 1, "> 99.9 %")]
    [InlineData(0.00002, 2, "< 0.01 %")]
    [InlineData(0.002, 0, "< 1 %")]
    [InlineData(0.0006, 1, "0.1 %")]
    [InlineData(1.5, 1, "150.0 %")]
    public void A_share_that_is_there_is_not_rounded_to_nothing_nor_one_that_falls_short_to_all(double share, int decimals, string expected) =>
        Assert.Equal(expected, Of("en").Percent(share, decimals));

    [Fact]
    public void The_undefined_is_a_dash_and_never_a_zero()
    {
        var display = Of("en");
        Assert.Equal("–", display.Money(null));
        Assert.Equal("–", display.Percent(double.NaN));
        Assert.Equal("–", display.Number(double.PositiveInfinity));
        Assert.Equal("–", display.Number((long?)null));
        Assert.Equal("–", display.Change(0, 10));
        Assert.Equal("–", display.Date((DateTimeOffset?)null));
        Assert.Equal("–", display.Seconds(double.NaN));
    }

    [Theory]
    [InlineData(58.6, "59 s")]
    [InlineData(59.7, "59 s")]
    [InlineData(60, "1 min 0 s")]
    public void Less_than_a_minute_is_told_in_seconds_alone(double seconds, string expected) => Assert.Equal(expected, Of("en").Seconds(seconds));

    [Fact]
    public void A_rounded_zero_has_no_sign()
    {
        Assert.Equal("0.0", Of("en").Number(-0.04));
        Assert.Equal("−0.1", Of("en").Number(-0.06));
    }

    [Theory]
    [InlineData("en", 100.0, 112.5, "+12.5 %")]
    [InlineData("zh-Hans", 100.0, 112.5, "+12.5%")]
    [InlineData("en", 100.0, 80.0, "−20.0 %")]
    [InlineData("en", -100.0, -50.0, "+50.0 %")]
    public void A_change_is_relative_to_the_size_before(string language, double from, double to, string expected) =>
        Assert.Equal(expected, Of(language).Change(from, to));

    [Fact]
    public void A_share_changes_by_points()
    {
        Assert.Equal("+2.5 pp", Of("en").Points(0.40, 0.425));
        Assert.Equal("−2.5个百分点", Of("zh-Hans").Points(0.425, 0.40));
    }

    [Fact]
    public void Times_are_the_shop_s()
    {
        Assert.Equal("10 Jul 2011 00:30", Of("en").DateTime(SummerEvening));
        Assert.Equal("2011年7月10日 00:30", Of("zh-Hans").DateTime(SummerEvening));
        Assert.Equal("9 Jul 2011 23:30", Of("en", zone: "UTC").DateTime(SummerEvening));
        Assert.Equal("9 Jul 2011 23:30", Of("en", zone: "Nowhere/AtAll").DateTime(SummerEvening));
    }

    [Fact]
    public void A_period_names_its_last_day_and_not_the_day_after()
    {
        var week = new Period(new DateTimeOffset(2011, 12, 2, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2011, 12, 9, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal("2 Dec 2011 – 8 Dec 2011", Of("en").Range(week));
    }

    [Theory]
    [InlineData("en", 0.25, "250 ms")]
    [InlineData("en", 3.27, "3.3 s")]
    [InlineData("en", 42.0, "42 s")]
    [InlineData("en", 125.0, "2 min 5 s")]
    [InlineData("en", 3725.0, "1 h 2 min")]
    [InlineData("zh-Hans", 3725.0, "1小时2分")]
    [InlineData("en", 200_000.0, "2 d 7 h")]
    public void Durations_show_their_two_largest_units(string language, double seconds, string expected) =>
        Assert.Equal(expected, Of(language).Seconds(seconds));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(629_145_600, "600 MB")]
    [InlineData(1_073_741_824, "1.0 GB")]
    public void Sizes_take_the_largest_unit(long bytes, string expected) => Assert.Equal(expected, Of("en").Bytes(bytes));

    [Fact]
    public void An_interval_stands_beside_its_value()
    {
        var display = Of("en");
        Assert.Equal("0.112 (0.104 – 0.121)", display.WithInterval(0.112, 0.104, 0.121, value => display.Number(value, 3)));
        Assert.Equal("0.112", display.WithInterval(0.112, null, null, value => display.Number(value, 3)));
    }

    private static Display Of(string language, string currency = "GBP", string zone = "Europe/London") =>
        new(Words.In(language), () => new ShopProfile("Shop", currency, zone, false, null, null, TimeSpan.Zero));
}
