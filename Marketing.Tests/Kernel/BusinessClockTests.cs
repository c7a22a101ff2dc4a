using Marketing.Kernel;
using Microsoft.Extensions.Time.Testing;

namespace Marketing.Tests.Kernel;

public sealed class BusinessClockTests
{
    private readonly FakeTimeProvider _system = new(new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_live_shop_has_the_system_s_time() => Assert.Equal(_system.GetUtcNow(), new BusinessClock(_system).GetUtcNow());

    [Fact]
    public void A_shifted_clock_runs_at_normal_speed()
    {
        var start = new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero);
        var clock = new BusinessClock(_system) { Offset = start - _system.GetUtcNow() };
        Assert.Equal(start, clock.GetUtcNow());
        _system.Advance(TimeSpan.FromHours(5));
        Assert.Equal(start.AddHours(5), clock.GetUtcNow());
    }
}
