using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class ShopCalendarTests
{
    [Theory]
    [InlineData("Europe/London", "2011-08-31T22:59:59Z", "2011-08-31")]
    [InlineData("Europe/London", "2011-08-31T23:00:00Z", "2011-09-01")]
    [InlineData("Europe/London", "2011-12-01T00:00:00Z", "2011-12-01")]
    [InlineData("Asia/Shanghai", "2011-12-31T16:00:00Z", "2012-01-01")]
    [InlineData("Etc/UTC", "1969-12-31T23:59:59Z", "1969-12-31")]
    public void An_instant_belongs_to_the_day_of_the_zone(string zone, string instant, string day)
    {
        var calendar = new ShopCalendar(zone);
        Assert.Equal(DateOnly.Parse(day), ShopCalendar.Date(calendar.DayOf(DateTimeOffset.Parse(instant))));
    }

    [Fact]
    public void Every_day_of_a_year_starts_where_the_day_before_ends()
    {
        var calendar = new ShopCalendar("Europe/London");
        for (var day = ShopCalendar.Day(new DateOnly(2011, 1, 1)); day < ShopCalendar.Day(new DateOnly(2012, 1, 1)); day++)
        {
            Assert.Equal(day, calendar.DayOf(calendar.StartOf(day)));
            Assert.Equal(day - 1, calendar.DayOf(calendar.StartOf(day) - 1));
        }
    }
}
