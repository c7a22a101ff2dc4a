namespace Marketing.Model;

/// <summary>How a model of visits is learned.</summary>
public sealed record VisitChoiceTerms
{
    /// <summary>Dimensions of tastes beside the sense of price and of buying at all, 1 to 64; one for each category where there are no more categories than that.</summary>
    public int Dimensions { get; init; } = 12;

    /// <summary>Days after which a third of the times that something was shown still counts; above 0.</summary>
    public double SeenDays { get; init; } = 14;

    /// <summary>Days after which a third of what an own purchase takes off the utility of the same product is left, until that is learned: the prior's median; above 0.</summary>
    public double SatedDays { get; init; } = 30;

    /// <summary>Days after which a visit counts a third for tastes; above 0.</summary>
    public double TasteDays { get; init; } = 730;

    /// <summary>Length of the season, in days; above 0.</summary>
    public double SeasonDays { get; init; } = 365;
}
