using System.Globalization;
using Marketing.App.Resources;
using Marketing.Strategy;

namespace Marketing.App.Api.V1;

/// <summary>What the caller of a list of products says of it.</summary>
/// <param name="N">How many, as written, or null.</param>
/// <param name="Placement">Place that asks, or null.</param>
/// <param name="Language">Language of the reasons, or null.</param>
internal sealed record ListWanted(string? N, string? Placement, string? Language)
{
    private const int Usual = 10;

    /// <summary>What is wrong, or null and how many products are wanted.</summary>
    public IResult? Refusal(out int take)
    {
        take = Usual;
        if (N is not null && (!int.TryParse(N, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take < 1 || take > RecommendationQuery.Longest))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong number", $"'n' is a whole number from 1 to {RecommendationQuery.Longest}.");
        }

        if (Placement is not null && !RecommendationQuery.IsPlacement(Placement))
        {
            return Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong placement", $"'placement' is {RecommendationQuery.PlacementForm}, for example home or cart.");
        }

        return Language is not null && !Words.Languages.Contains(Language)
            ? Reading.Refuse(StatusCodes.Status400BadRequest, "Wrong language", $"'language' is one of {string.Join(", ", Words.Languages)}.")
            : null;
    }

    /// <summary>Words of the reasons.</summary>
    public Words InWords() => Words.In(Language ?? Words.English);
}
