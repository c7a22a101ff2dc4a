using Marketing.Kernel;

namespace Marketing.Execution;

/// <summary>Where a campaign stands.</summary>
public enum CampaignState : long
{
    /// <summary>Being written; nothing happens.</summary>
    Draft = 1,

    /// <summary>Waits for its time.</summary>
    Scheduled = 2,

    /// <summary>Decisions are made or messages go out.</summary>
    Sending = 3,

    /// <summary>Every message has an end.</summary>
    Done = 4,

    /// <summary>A person stopped it; messages not yet out stay in.</summary>
    Stopped = 5,
}

/// <summary>What a person writes.</summary>
/// <param name="Name">Name among colleagues.</param>
/// <param name="Audience">Audience code.</param>
/// <param name="Subject">Subject, a Liquid template.</param>
/// <param name="Body">Body in HTML, a Liquid template; a plain-text part is made from it.</param>
/// <param name="HoldoutShare">Share in [0, 0.9] that gets nothing, to measure.</param>
/// <param name="Products">Recommended products a message, 0 to 12.</param>
/// <param name="IsSteered">Whether the contact policy decides who is written to now; while none may act, everybody is.</param>
public sealed record CampaignDraft(string Name, string Audience, string Subject, string Body, double HoldoutShare, int Products, bool IsSteered = false);

/// <summary>A campaign with its figures.</summary>
/// <param name="Id">Id.</param>
/// <param name="Draft">What was written.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Actor">Who created it.</param>
/// <param name="Created">Business time.</param>
/// <param name="SendAt">Business time from which it may go out, or null.</param>
/// <param name="Audience">Members decided for; 0 before.</param>
/// <param name="Queued">Messages waiting.</param>
/// <param name="Delivered">Messages delivered.</param>
/// <param name="Failed">Messages that failed.</param>
/// <param name="InDoubt">Messages in flight at a crash, not sent again by themselves.</param>
/// <param name="Holdout">Held back to measure.</param>
/// <param name="Suppressed">Left out for a reason.</param>
/// <param name="Problem">Why its messages could not be queued at the latest attempt, or null; it is tried again by itself.</param>
/// <param name="SteeredBy">Contact policy that a steered campaign began with, 0 where none was allowed to act; null before it began, and of a campaign that is not steered.</param>
/// <param name="LeftAlone">Left alone by it.</param>
public sealed record Campaign(CampaignId Id, CampaignDraft Draft, CampaignState State, string Actor, DateTimeOffset Created, DateTimeOffset? SendAt, long Audience, long Queued, long Delivered, long Failed, long InDoubt, long Holdout, long Suppressed, string? Problem = null, long? SteeredBy = null, long LeftAlone = 0);

/// <summary>A campaign that the contact policy decides for.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SteeredBy">As for a campaign.</param>
/// <param name="LeftAlone">Left alone by the policy.</param>
/// <param name="Audience">Members decided for.</param>
public sealed record SteeredCampaign(CampaignId Campaign, string Name, CampaignState State, long? SteeredBy, long LeftAlone, long Audience);

/// <summary>A rendered message, as somebody would get it.</summary>
/// <param name="Customer">For whom.</param>
/// <param name="To">Address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="Html">HTML part.</param>
/// <param name="Text">Plain-text part.</param>
public sealed record RenderedMessage(CustomerId Customer, string To, string Subject, string Html, string Text);

/// <summary>What one round of queueing did.</summary>
/// <param name="Queued">Messages queued now.</param>
/// <param name="Problems">Campaigns that could not be queued, each with the reason; they are tried again by themselves.</param>
public sealed record QueueResult(int Queued, IReadOnlyList<CampaignProblem> Problems);

/// <summary>A campaign that could not be queued.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Reason">Why, with the fix where one is known.</param>
public sealed record CampaignProblem(CampaignId Campaign, string Reason);

/// <summary>Campaigns by mail.</summary>
public interface ICampaigns
{
    /// <summary>Campaigns, newest first; search looks into the name.</summary>
    Task<Page<Campaign>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>One campaign, or null.</summary>
    Task<Campaign?> FindAsync(CampaignId campaign, CancellationToken cancellation);

    /// <summary>A draft to start from, with the template the program carries.</summary>
    /// <param name="audience">Audience code.</param>
    /// <param name="language"><c>en</c> or <c>zh-Hans</c>.</param>
    CampaignDraft Start(string audience, string language);

    /// <summary>Saves a new draft.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do, or a template does not parse; the message names place and fix.</exception>
    Task<CampaignId> CreateAsync(CampaignDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Saves a changed draft.</summary>
    /// <exception cref="FluentValidation.ValidationException">A field does not do, or the campaign is no draft any more.</exception>
    Task ChangeAsync(CampaignId campaign, CampaignDraft draft, string actor, CancellationToken cancellation);

    /// <summary>Renders the messages of the first members of the audience; nothing is written.</summary>
    Task<IReadOnlyList<RenderedMessage>> PreviewAsync(CampaignDraft draft, int take, CancellationToken cancellation);

    /// <summary>Schedules a draft.</summary>
    /// <param name="campaign">Campaign.</param>
    /// <param name="sendAt">Business time from which it may go out, or null for now.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="FluentValidation.ValidationException">It is no draft.</exception>
    Task ScheduleAsync(CampaignId campaign, DateTimeOffset? sendAt, string actor, CancellationToken cancellation);

    /// <summary>Stops a scheduled or sending campaign; messages not yet out stay in.</summary>
    Task<bool> StopAsync(CampaignId campaign, string actor, CancellationToken cancellation);

    /// <summary>Puts a scheduled campaign that has not begun back to draft.</summary>
    Task<bool> UnscheduleAsync(CampaignId campaign, string actor, CancellationToken cancellation);

    /// <summary>Campaigns that the contact policy decides for, newest first.</summary>
    Task<IReadOnlyList<SteeredCampaign>> SteeredAsync(int take, CancellationToken cancellation);

    /// <summary>Campaigns whose latest attempt of queueing failed, oldest first.</summary>
    Task<IReadOnlyList<CampaignProblem>> ProblemsAsync(CancellationToken cancellation);

    /// <summary>Decides and queues every campaign whose time has come; one that cannot be carried out holds up no other. Repeating it changes nothing.</summary>
    Task<QueueResult> QueueDueAsync(IProgress<Progress>? progress, CancellationToken cancellation);
}
