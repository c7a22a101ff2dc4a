using Bunit;
using Marketing.App.Components.Pages.Overview;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Pages.Overview;

/// <summary>Requests of people on the overview, by when they are due.</summary>
public sealed class AttentionTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(20, Role.Administrator, null)]
    [InlineData(26, Role.Administrator, "1 request about personal data is due by 1 Apr 2024.")]
    [InlineData(40, Role.Administrator, "1 request about personal data is overdue since 1 Apr 2024.")]
    [InlineData(40, Role.Viewer, "1 request about personal data is overdue since 1 Apr 2024.")]
    public async Task A_request_shows_from_a_week_before_it_is_due_until_it_is_met(int days, Role role, string? shown)
    {
        await _rig.OpenForBusinessAsync();
        _rig.AddRegulars(1);
        var request = (await _rig.Get<IPrivacy>().ReceiveAsync(new CustomerId(1), PrivacyRequestKind.Access, "Ada", default))!.Value;
        _rig.Folder.Clock.Advance(TimeSpan.FromDays(days));
        await using (var page = Page(role))
        {
            var card = page.Render<Attention>();
            card.WaitForAssertion(() => Assert.Empty(card.FindAll(".mud-skeleton")));
            Assert.Equal(shown is not null, card.Markup.Contains("personal data", StringComparison.Ordinal));
            Assert.Contains(shown ?? "", card.Markup, StringComparison.Ordinal);
            Assert.Equal(shown is not null && role == Role.Administrator, card.FindAll("a[href='/data/privacy']").Count == 1);
        }

        Assert.True(await _rig.Get<IPrivacy>().CloseAsync(request, "Ada", default));
        Assert.Empty(await _rig.Get<IPrivacy>().DueAsync(DateTimeOffset.MaxValue, default));
    }

    private PageContext Page(Role role)
    {
        var page = new PageContext(Words.English, role);
        page.Services.AddSingleton(_rig.Get<IQuality>()).AddSingleton(_rig.Get<ICampaigns>()).AddSingleton(_rig.Get<IOutbox>()).AddSingleton(_rig.Get<IRuns>()).AddSingleton(_rig.Get<IAudiences>()).AddSingleton(_rig.Get<IPrivacy>());
        page.Services.AddSingleton<TimeProvider>(_rig.Folder.Clock);
        return page;
    }
}
