using Marketing.Kernel;

namespace Marketing.Evaluation;

/// <summary>Why nothing can be told of a campaign's effect.</summary>
public enum NoAdEffect
{
    /// <summary>Nobody is held out of it.</summary>
    NoHoldout,

    /// <summary>Fewer than 30 known customers in one of the groups.</summary>
    TooFew,

    /// <summary>No product of the shop has a cost, and no margin is assumed: profit cannot be told.</summary>
    NoMargin,
}

/// <summary>What a campaign brought, by those who saw it against those who would have and were held out (ghost ads, Johnson, Lewis and Nubbemeyer 2017).</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Seen">Known customers who saw it; where an effect is told, those who began in four weeks in which others were held out.</param>
/// <param name="HeldOut">Known customers who would have seen it; as above.</param>
/// <param name="SeenMargin">Mean margin of a customer who saw it within the days after the first time, minor units.</param>
/// <param name="HeldOutMargin">The same of those held out, who began in the same weeks as those who saw it.</param>
/// <param name="Gain">Margin that it brought in all: the difference times those who saw it; null where nothing can be told.</param>
/// <param name="Low">Lower end of its 95 % interval (Welch 1947).</param>
/// <param name="High">Upper end.</param>
/// <param name="Why">Why nothing can be told, or null.</param>
public sealed record AdEffect(AdCampaignId Campaign, long Seen, long HeldOut, double? SeenMargin, double? HeldOutMargin, double? Gain, double? Low, double? High, NoAdEffect? Why);

/// <summary>Effects of advertising campaigns.</summary>
public interface IAdEffects
{
    /// <summary>Days after the first time within which margin counts; of those who first saw it lately, as many as there were.</summary>
    const int Days = 28;

    /// <summary>Effects of all campaigns that anybody was to see, and up to when the ledger was read.</summary>
    Task<(IReadOnlyList<AdEffect> Effects, DateTimeOffset? ReadTo)> EffectsAsync(CancellationToken cancellation);

    /// <summary>Reads what came into the ledger since; the first time all of it.</summary>
    Task ReadAsync(CancellationToken cancellation);
}
