using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Tests.Model.Policies;

public sealed class PendingRewardsTests
{
    private static readonly TimeSpan _window = TimeSpan.FromHours(24);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_impression_is_handed_out_once_after_its_window_with_all_that_came_within(bool binary)
    {
        var (pending, random) = (new PendingRewards(_window, binary), new SeededRandom(4));
        var came = new Dictionary<long, double>();
        var (shown, handed, late) = (new Dictionary<long, DateTimeOffset>(), new Dictionary<long, double>(), 0);
        for (var hour = 0; hour < 600; hour++)
        {
            var now = PolicyRig.Start.AddHours(hour);
            if (hour < 500)
            {
                Assert.True(pending.Show(hour, new float[] { hour }, hour, 0.25, now));
                Assert.False(pending.Show(hour, default, 0, 1, now));
                shown[hour] = now;
            }

            for (var click = 0; click < 3; click++)
            {
                var one = hour - random.NextInt(40);
                var counts = shown.TryGetValue(one, out var at) && now - at <= _window;
                Assert.Equal(counts, pending.Came(one, 2.5, now));
                came[one] = came.GetValueOrDefault(one) + (counts ? 2.5 : 0);
                late += counts ? 0 : 1;
            }

            foreach (var due in pending.Due(now))
            {
                Assert.True(now - due.At > _window);
                Assert.Equal(((long)due.Context.Span[0], 0.25, shown[due.Arm]), (due.Arm, due.Probability, due.At));
                handed.Add(due.Arm, due.Reward);
            }
        }

        Assert.Equal(500, handed.Count);
        Assert.True(late > 100);
        Assert.All(handed, one => Assert.Equal(!binary ? came.GetValueOrDefault(one.Key) : came.GetValueOrDefault(one.Key) > 0 ? 1 : 0, one.Value));
        Assert.Equal(0, pending.Waiting);
    }

    [Fact]
    public void Nothing_is_taken_for_no_click_before_the_window_is_over()
    {
        var pending = new PendingRewards(_window, binary: true);
        pending.Show(1, default, 7, 1, PolicyRig.Start);
        Assert.Empty(pending.Due(PolicyRig.Start + _window));
        Assert.True(pending.Came(1, 1, PolicyRig.Start + _window));
        Assert.Equal(1, Assert.Single(pending.Due(PolicyRig.Start + _window + TimeSpan.FromTicks(1))).Reward);
        Assert.False(pending.Came(1, 1, PolicyRig.Start + _window));
    }
}
