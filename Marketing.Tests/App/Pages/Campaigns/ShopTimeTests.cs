using Marketing.App.Components.Pages.Campaigns;

namespace Marketing.Tests.App.Pages.Campaigns;

public sealed class ShopTimeTests
{
    private const string London = "Europe/London";
    private const string Shanghai = "Asia/Shanghai";

    [Theory]
    [InlineData("2011-12-11T09:30", London, "2011-12-11T09:30:00Z")]
    [InlineData("2011-07-01T09:30", London, "2011-07-01T08:30:00Z")]
    [InlineData("2011-12-11T09:30", Shanghai, "2011-12-11T01:30:00Z")]
    [InlineData("2011-12-11T09:30:15", London, "2011-12-11T09:30:00Z")]
    public void A_time_on_the_shops_wall_is_an_instant(string typed, string zone, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), ShopTime.Parse(typed, zone));

    [Fact]
    public void A_time_that_the_clocks_skip_moves_on_by_the_gap() =>
        Assert.Equal(DateTimeOffset.Parse("2011-03-27T01:30:00Z"), ShopTime.Parse("2011-03-27T01:30", London));

    [Fact]
    public void A_time_that_comes_twice_is_its_first() =>
        Assert.Equal(DateTimeOffset.Parse("2011-10-30T00:30:00Z"), ShopTime.Parse("2011-10-30T01:30", London));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2011-13-41T09:30")]
    public void What_is_no_time_is_none(string? typed) => Assert.Null(ShopTime.Parse(typed, London));

    [Fact]
    public void An_instant_comes_back_from_the_field_to_the_minute()
    {
        var instant = DateTimeOffset.Parse("2011-06-10T12:34:00Z");
        Assert.Equal(instant, ShopTime.Parse(ShopTime.Format(instant, Shanghai), Shanghai));
    }

    [Fact]
    public void Tomorrow_morning_is_the_shops_own_tomorrow()
    {
        // It is already the 11th in Shanghai.
        var now = DateTimeOffset.Parse("2011-12-10T20:00:00Z");
        Assert.Equal("2011-12-12T09:00", ShopTime.Format(ShopTime.TomorrowMorning(now, Shanghai), Shanghai));
        Assert.Equal("2011-12-11T09:00", ShopTime.Format(ShopTime.TomorrowMorning(now, London), London));
    }
}
