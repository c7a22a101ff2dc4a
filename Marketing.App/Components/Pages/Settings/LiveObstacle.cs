using System.Net;
using Marketing.Data;

namespace Marketing.App.Components.Pages.Settings;

/// <summary>Why live sending is refused for a shop, in the reader's words. The module has the last word when the settings are saved.</summary>
internal static class LiveObstacle
{
    /// <summary>Key of the explanation, or null when nothing stands in the way.</summary>
    public static string? Of(ShopProfile shop)
    {
        if (shop.IsDemo)
        {
            return "Settings.Obstacle.Demo";
        }

        if (!Uri.TryCreate(shop.PublicAddress, UriKind.Absolute, out var address))
        {
            return "Settings.Obstacle.NoAddress";
        }

        return address.IsLoopback || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)) ? "Settings.Obstacle.Loopback" : null;
    }
}
