using Marketing.Data;
using Marketing.Execution;

namespace Marketing.App.Components.Pages.Settings;

/// <summary>Why live sending is refused for a shop, in the reader's words. Whether it is refused, the module says.</summary>
internal static class LiveObstacle
{
    /// <summary>Key of the explanation, or null when nothing stands in the way.</summary>
    public static string? Of(ShopProfile shop) => ChannelSettingsValidator.Obstacle(shop) switch
    {
        null => null,
        _ when shop.IsDemo => "Settings.Obstacle.Demo",
        _ when string.IsNullOrWhiteSpace(shop.PublicAddress) => "Settings.Obstacle.NoAddress",
        _ => "Settings.Obstacle.Loopback",
    };
}
