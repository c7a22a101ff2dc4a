using FluentValidation;
using FluentValidation.Results;
using Marketing.Execution;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>A placement as it is typed.</summary>
public sealed class PlacementForm
{
    public string Code { get; set; } = "";

    public string Name { get; set; } = "";

    public PlacementSurface Surface { get; set; } = PlacementSurface.Shop;

    /// <summary>As typed; whether it is a whole number is looked at when it is saved.</summary>
    public decimal? Places { get; set; } = 1;

    /// <summary>What was typed.</summary>
    /// <exception cref="ValidationException">The places are no whole number.</exception>
    public AdPlacement Placement()
    {
        List<ValidationFailure> wrong = [];
        var placement = new AdPlacement(Code.Trim(), Name.Trim(), Surface, Numbers.Whole(nameof(Places), Places, wrong));
        return wrong.Count > 0 ? throw new ValidationException(wrong) : placement;
    }

    /// <summary>The form of a placement that is there.</summary>
    public static PlacementForm Of(AdPlacement placement) => new() { Code = placement.Code, Name = placement.Name, Surface = placement.Surface, Places = placement.Places };
}
