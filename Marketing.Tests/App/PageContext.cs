using System.Security.Claims;
using Bunit;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.App.Web;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Marketing.Tests.App;

/// <summary>Renders parts of pages in a language, for somebody with a role, in a shop that stands still.</summary>
internal sealed class PageContext : BunitContext
{
    // A busy machine renders late; a wait that ends when its condition holds costs nothing.
    static PageContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    public PageContext(string language = Words.English, Role role = Role.Viewer, ShopSnapshot? shop = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(TimeProvider.System);
        Words = Words.In(language);
        Services.AddSingleton(Words);
        Services.AddSingleton(new Display(Words, () => new ShopProfile("Shop", "GBP", "Europe/London", true, null, null, TimeSpan.Zero)));
        Services.AddSingleton(new ProductNames(new StandingShop(shop ?? new SnapshotBuilder(DateTimeOffset.UnixEpoch).Build())));
        Services.AddSingleton(Sight.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role.ToString())], "test"))));
        var session = this.AddAuthorization();
        session.SetAuthorized("anna");
        session.SetRoles(role.ToString());
        session.SetPolicies([.. Enum.GetValues<Role>().Where(other => other >= role).Select(other => other.ToString())]);
    }

    public Words Words { get; }
}
