using Marketing.Kernel;

namespace Marketing.Execution;

/// <summary>When a campaign went out, or is to go out.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Name">Its name among colleagues.</param>
/// <param name="At">Business time from which its messages go out.</param>
public sealed record CampaignDate(CampaignId Campaign, string Name, DateTimeOffset At);

/// <summary>The days of campaigns.</summary>
public interface ICampaignCalendar
{
    /// <summary>Campaigns that began to go out, or are scheduled to, at or after an instant, the earliest first; one that was stopped before its first message is left out.</summary>
    Task<IReadOnlyList<CampaignDate>> SinceAsync(DateTimeOffset since, CancellationToken cancellation);
}
