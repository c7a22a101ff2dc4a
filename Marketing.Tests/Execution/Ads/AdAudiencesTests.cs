using Marketing.Data;
using Marketing.Execution.Ads;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdAudiencesTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Members_that_could_not_be_read_are_read_after_a_pause()
    {
        _rig.AddRegulars(20);
        var (readings, fails) = (0, true);
        using var audiences = new AdAudiences(
            Watch.Calls(_rig.Get<IAudiences>(), name =>
            {
                readings++;
                return name == nameof(IAudiences.MembersAsync) && fails ? Task.FromException<IReadOnlyList<AudienceMember>>(new IOException("The disk is busy.")) : null;
            }),
            _rig.Get<ISnapshots>(),
            _rig.Folder.Clock,
            NullLogger<AdAudiences>.Instance);
        Assert.False(await HoldsAsync(audiences));
        fails = false;
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(29));
        await audiences.RefreshAsync(default);
        Assert.Equal((false, 1), (await HoldsAsync(audiences), readings));
        _rig.Folder.Clock.Advance(TimeSpan.FromSeconds(1));
        await audiences.RefreshAsync(default);
        Assert.Equal((true, 2), (await HoldsAsync(audiences), readings));
        _rig.Folder.Clock.Advance(TimeSpan.FromMinutes(5));
        await audiences.RefreshAsync(default);
        Assert.Equal(2, readings);
    }

    [Fact]
    public async Task A_change_of_the_shop_is_a_reason_to_try_again_at_once()
    {
        _rig.AddRegulars(20);
        var fails = true;
        using var audiences = new AdAudiences(
            Watch.Calls(_rig.Get<IAudiences>(), name => name == nameof(IAudiences.MembersAsync) && fails ? Task.FromException<IReadOnlyList<AudienceMember>>(new IOException("The disk is busy.")) : null),
            _rig.Get<ISnapshots>(),
            _rig.Folder.Clock,
            NullLogger<AdAudiences>.Instance);
        Assert.False(await HoldsAsync(audiences));
        fails = false;
        _rig.Get<ISnapshots>().Invalidate();
        await audiences.RefreshAsync(default);
        Assert.True(await HoldsAsync(audiences));
    }

    private static ValueTask<bool> HoldsAsync(AdAudiences audiences) => audiences.HoldsAsync(AudienceCodes.Everybody, new CustomerId(1), default);
}
