using Marketing.Execution;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>A placement as it is typed.</summary>
public sealed class PlacementForm
{
    public string Code { get; set; } = "";

    public string Name { get; set; } = "";

    public PlacementSurface Surface { get; set; } = PlacementSurface.Shop;

    public int Places { get; set; } = 1;

    /// <summary>What was typed.</summary>
    public AdPlacement Placement => new(Code.Trim(), Name.Trim(), Surface, Places);

    /// <summary>The form of a placement that is there.</summary>
    public static PlacementForm Of(AdPlacement placement) => new() { Code = placement.Code, Name = placement.Name, Surface = placement.Surface, Places = placement.Places };
}
