using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy.Audiences;

namespace Marketing.Strategy.Planning;

/// <summary>What a campaign chooses for one member of its audience.</summary>
/// <param name="Kind">Send, holdout or suppress.</param>
/// <param name="Propensity">Probability of this choice.</param>
/// <param name="Arm">Arm of the comparison, or null outside it.</param>
/// <param name="Reasons">Why.</param>
internal sealed record CampaignChoice(DecisionKind Kind, double Propensity, string? Arm, IReadOnlyList<Reason> Reasons)
{
    /// <summary>The choice for one member. Preview and decision both come from here.</summary>
    /// <param name="member">Whom.</param>
    /// <param name="record">What the shop knows of them, or null.</param>
    /// <param name="isSuppressed">Whether nothing may be sent to the address any more.</param>
    /// <param name="isNamesake">Whether another member of the audience has the same address and gets the message.</param>
    /// <param name="touched">When a message was last decided for them, or null.</param>
    /// <param name="terms">Terms of the campaign.</param>
    public static CampaignChoice For(AudienceMember member, CustomerRecord? record, bool isSuppressed, bool isNamesake, DateTimeOffset? touched, CampaignTerms terms)
    {
        if (Reach.Obstacle(record, isSuppressed) is { } obstacle)
        {
            return Suppress(new Reason(obstacle, []));
        }

        if (isNamesake)
        {
            return Suppress(new Reason(ReasonCodes.SameAddress, []));
        }

        if (touched is { } last && last >= terms.TouchedSince)
        {
            return Suppress(new Reason(ReasonCodes.TouchedLately, [Whole((terms.Now - last).TotalDays), Whole((terms.Now - terms.TouchedSince).TotalDays)]));
        }

        if (HoldoutDraw.Of(terms.Campaign, member.Customer) < terms.HoldoutShare)
        {
            return new CampaignChoice(DecisionKind.Holdout, terms.HoldoutShare, "holdout", [new Reason(ReasonCodes.Holdout, [Percent(terms.HoldoutShare)]), .. member.Reasons]);
        }

        return new CampaignChoice(DecisionKind.Send, 1 - terms.HoldoutShare, terms.HoldoutShare > 0 ? "treatment" : null, member.Reasons);
    }

    private static CampaignChoice Suppress(Reason reason) => new(DecisionKind.Suppress, 1, null, [reason]);

    private static string Whole(double days) => Math.Floor(Math.Max(0, days)).ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => Math.Round(share * 100, 1).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Terms under which a campaign chooses.</summary>
/// <param name="Campaign">Campaign; the default value for one that is not saved.</param>
/// <param name="HoldoutShare">Share held back, in [0, 1).</param>
/// <param name="Now">Business time.</param>
/// <param name="TouchedSince">A message decided at or after this instant keeps another one off.</param>
internal sealed record CampaignTerms(CampaignId Campaign, double HoldoutShare, DateTimeOffset Now, DateTimeOffset TouchedSince)
{
    public static CampaignTerms Of(CampaignId? campaign, double holdoutShare, int touchDays, DateTimeOffset now)
    {
        if (!(holdoutShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(holdoutShare), holdoutShare, "A holdout is a share from 0 to less than 1.");
        }

        // Without a limit nothing that has happened is late enough.
        return new CampaignTerms(campaign ?? default, holdoutShare, now, touchDays == 0 ? DateTimeOffset.MaxValue : now.AddDays(-touchDays));
    }
}
