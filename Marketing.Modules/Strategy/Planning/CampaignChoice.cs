using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy.Audiences;
using Marketing.Strategy.Contacts;

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
    /// <param name="advise">What the contact policy thinks of a customer, or null where everybody is written to.</param>
    /// <param name="terms">Terms of the campaign.</param>
    public static CampaignChoice For(AudienceMember member, CustomerRecord? record, bool isSuppressed, bool isNamesake, DateTimeOffset? touched, Func<CustomerId, ContactAdvice>? advise, CampaignTerms terms)
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

        return Chance(member, advise?.Invoke(member.Customer), terms);
    }

    // The holdout comes first and stays the measure of the whole campaign; whoever is not held out is written to with the policy's probability. Two ways lead to nothing, and what the ledger and those who learn from it
    // mean by a propensity is the probability of the action, not of the way: of a message (1 - h) p, of nothing 1 - (1 - h) p, whichever way it came.
    private static CampaignChoice Chance(AudienceMember member, ContactAdvice? advice, CampaignTerms terms)
    {
        var (arm, mail) = (terms.HoldoutShare > 0 ? "treatment" : null, advice is { } asked ? (1 - terms.HoldoutShare) * asked.Mail : 1 - terms.HoldoutShare);
        if (HoldoutDraw.Of(terms.Campaign, member.Customer) < terms.HoldoutShare)
        {
            return new CampaignChoice(DecisionKind.Holdout, advice is null ? terms.HoldoutShare : 1 - mail, "holdout", [new Reason(ReasonCodes.Holdout, [Percent(terms.HoldoutShare)]), .. member.Reasons]);
        }

        if (advice is not { } told)
        {
            return new CampaignChoice(DecisionKind.Send, mail, arm, member.Reasons);
        }

        return HoldoutDraw.OfContact(terms.Campaign, member.Customer) < told.Mail
            ? new CampaignChoice(DecisionKind.Send, mail, arm, [.. Writes(told, terms), .. member.Reasons])
            : new CampaignChoice(DecisionKind.Suppress, 1 - mail, arm, [LeavesAlone(told, terms), .. member.Reasons]);
    }

    // What the logs do not tell of one of the actions is no reason.
    private static IReadOnlyList<Reason> Writes(ContactAdvice advice, CampaignTerms terms) => advice switch
    {
        { Mail: > 0.5, Gain: { } gain } => [new Reason(ReasonCodes.ContactPays, [Money(gain)])],
        { Mail: > 0.5 } => [],
        _ => [new Reason(ReasonCodes.ContactChance, [Percent(terms.Exploration)])],
    };

    private static Reason LeavesAlone(ContactAdvice advice, CampaignTerms terms) => advice switch
    {
        { Mail: > 0.5 } => new Reason(ReasonCodes.LeftAloneChance, [Percent(terms.Exploration)]),
        { Gain: { } gain, SinceMessage: { } days } => new Reason(ReasonCodes.LeftAlone, [Whole(days), Money(-gain)]),
        { Gain: { } gain } => new Reason(ReasonCodes.LeftAlone, [Money(-gain)]),
        _ => new Reason(ReasonCodes.LeftAloneUnknown, []),
    };

    // Two digits say all that is known, and keep the texts of the ledger few.
    private static string Money(double minor)
    {
        var (size, sign) = (Math.Max(0, Math.Abs(minor)), Math.Sign(minor));
        var unit = size < 100 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(size)) - 1);
        return string.Create(CultureInfo.InvariantCulture, $"m:{(long)(sign * Math.Round(size / unit) * unit)}");
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
/// <param name="Exploration">Share that chance decides beside a contact policy.</param>
internal sealed record CampaignTerms(CampaignId Campaign, double HoldoutShare, DateTimeOffset Now, DateTimeOffset TouchedSince, double Exploration)
{
    public static CampaignTerms Of(CampaignId? campaign, double holdoutShare, int touchDays, double exploration, DateTimeOffset now)
    {
        if (!(holdoutShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(holdoutShare), holdoutShare, "A holdout is a share from 0 to less than 1.");
        }

        // Without a limit nothing that has happened is late enough.
        return new CampaignTerms(campaign ?? default, holdoutShare, now, touchDays == 0 ? DateTimeOffset.MaxValue : now.AddDays(-touchDays), exploration);
    }
}
