using System.Text;
using Marketing.Data.Import;

namespace Marketing.Tests.Data.Import;

public sealed class DateTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("2010-02-03 04:05:06", "2010-02-03T04:05:06.000Z")]
    [InlineData("2010-02-03T04:05", "2010-02-03T04:05:00.000Z")]
    [InlineData("2010/2/3 4:05", "2010-02-03T04:05:00.000Z")]
    [InlineData("2010.02.03", "2010-02-03T00:00:00.000Z")]
    [InlineData("2010-02-03 04:05:06.5", "2010-02-03T04:05:06.500Z")]
    [InlineData("2010-02-03 04:05:06.123456", "2010-02-03T04:05:06.123Z")]
    [InlineData("2010-02-03T04:05:06Z", "2010-02-03T04:05:06.000Z")]
    [InlineData("2010-02-03T04:05:06+08:00", "2010-02-02T20:05:06.000Z")]
    [InlineData("2010-02-03T04:05:06-0530", "2010-02-03T09:35:06.000Z")]
    [InlineData("13/02/2010 04:05", "2010-02-13T04:05:00.000Z")]
    [InlineData("2/13/2010 4:05 PM", "2010-02-13T16:05:00.000Z")]
    [InlineData("2/13/2010 12:05 am", "2010-02-13T00:05:00.000Z")]
    [InlineData("13.02.2010 4:05:09", "2010-02-13T04:05:09.000Z")]
    [InlineData("2010-07-03 04:05:06", "2010-07-03T03:05:06.000Z")]
    [InlineData("2010.2.3", "2010-02-03T00:00:00.000Z")]
    [InlineData("2010年2月3日", "2010-02-03T00:00:00.000Z")]
    [InlineData("2010年02月03日 04:05", "2010-02-03T04:05:00.000Z")]
    [InlineData("2010年2月3日 4时05分6秒", "2010-02-03T04:05:06.000Z")]
    [InlineData("2010年2月3日4时05分", "2010-02-03T04:05:00.000Z")]
    [InlineData("2010年2月3日 16点", "2010-02-03T16:00:00.000Z")]
    [InlineData("2010年2月3号下午4:05:06", "2010-02-03T16:05:06.000Z")]
    [InlineData("2010/2/3 下午12:05", "2010-02-03T12:05:00.000Z")]
    [InlineData("2010-2-3 上午12:05:09", "2010-02-03T00:05:09.000Z")]
    [InlineData("40212", "2010-02-03T00:00:00.000Z")]
    [InlineData("40212.1702083333", "2010-02-03T04:05:06.000Z")]
    [InlineData("40211.9999999999", "2010-02-03T00:00:00.000Z")]
    public async Task Usual_ways_to_write_a_date_are_read_in_the_time_of_the_shop(string written, string utc)
    {
        await _rig.AppliedAsync($"1,20001,LAMP,1,{written},1.50,17,France");
        Assert.Equal(DateTimeOffset.Parse(utc), DateTimeOffset.FromUnixTimeMilliseconds(Assert.Single((await _rig.LookAsync()).Orders.Time)));
    }

    [Theory]
    [InlineData("2010年2月")]
    [InlineData("2010年13月3日")]
    [InlineData("2010年2月30日")]
    [InlineData("10年2月3日")]
    [InlineData("2010年2月3日 25时")]
    [InlineData("2010年2月3日 4时5")]
    [InlineData("2010年2月3日 下午13:05")]
    [InlineData("2010年2月3日吗")]
    [InlineData("2010-2-34:05")]
    public void What_is_no_whole_date_is_not_read(string written) =>
        Assert.Empty(DateText.Readings(Encoding.UTF8.GetBytes(written)));

    [Fact]
    public async Task Rows_far_down_decide_which_part_is_the_day()
    {
        var rows = Enumerable.Range(1, 20_000).Select(i => $"{i},20001,LAMP,1,12/{(i > 19_996 ? 13 : 1)}/2010 8:26,1.50,17,France");
        await _rig.AppliedAsync([.. rows]);
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), (await _rig.LookAsync()).Orders.Time[0]);
    }

    [Theory]
    [InlineData("2011-03-27 00:59:59", "2011-03-27T00:59:59Z")]
    [InlineData("2011-03-27 01:30:00", "2011-03-27T01:30:00Z")]
    [InlineData("2011-03-27 02:00:00", "2011-03-27T01:00:00Z")]
    [InlineData("2011-10-30 00:30:00", "2011-10-29T23:30:00Z")]
    [InlineData("2011-10-30 01:30:00", "2011-10-30T00:30:00Z")]
    [InlineData("2011-10-30 02:30:00", "2011-10-30T02:30:00Z")]
    public void Hours_that_are_skipped_or_come_twice_are_settled(string written, string utc)
    {
        Assert.True(DateText.TryParse(Encoding.UTF8.GetBytes(written), DateOrder.YearMonthDay, out var time));
        Assert.Equal(DateTimeOffset.Parse(utc).ToUnixTimeMilliseconds(), new ShopCalendar("Europe/London").ToUtc(time));
    }

    [Theory]
    [InlineData("Europe/London")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Shanghai")]
    [InlineData("Australia/Lord_Howe")]
    public void The_offset_kept_for_a_day_is_the_zones_own(string zone)
    {
        var calendar = new ShopCalendar(zone);
        var clear = NodaTime.DateTimeZoneProviders.Tzdb[zone];
        var start = NodaTime.Instant.FromUtc(2009, 1, 1, 0, 0);
        for (var i = 0; i < 3 * 365 * 48; i++)
        {
            var instant = start + NodaTime.Duration.FromMinutes(30 * i);
            var local = instant.InZone(clear).LocalDateTime;
            var written = new WrittenTime((int)NodaTime.Period.DaysBetween(new NodaTime.LocalDate(1970, 1, 1), local.Date), local.Hour * 3_600_000 + local.Minute * 60_000, null);
            Assert.Equal(clear.AtLeniently(local).ToInstant().ToUnixTimeMilliseconds(), calendar.ToUtc(written));
        }
    }
}
