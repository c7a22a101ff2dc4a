using FluentValidation;
using FluentValidation.Results;
using Marketing.Data;
using Marketing.Execution.Outbox;
using Marketing.Execution.Sql;
using Marketing.Execution.Templates;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.Extensions.Options;

namespace Marketing.Execution.Campaigns;

internal sealed class KeepCampaigns(
    ExecutionCampaignsStore store,
    QueueDue queueing,
    ReportOutcomes outcomes,
    IPlanning planning,
    ISnapshots snapshots,
    ICustomerRecords records,
    IShop shop,
    IPreferenceLinks links,
    IAuditLog audit,
    BusinessClock clock,
    IOptions<ExecutionOptions> options) : ICampaigns, ICampaignCalendar
{
    private static readonly CampaignDraftValidator Validator = new();

    public Task<Page<Campaign>> ListAsync(TableQuery query, CancellationToken cancellation) => store.ListAsync(query, cancellation);

    public Task<Campaign?> FindAsync(CampaignId campaign, CancellationToken cancellation) => store.FindAsync(campaign, cancellation);

    public Task<IReadOnlyList<CampaignDate>> SinceAsync(DateTimeOffset since, CancellationToken cancellation) => store.SinceAsync(since, cancellation);

    public CampaignDraft Start(string audience, string language) => StartingDraft.Of(audience, language, shop.DayOf(clock.GetUtcNow()), options.Value);

    public async Task<CampaignId> CreateAsync(CampaignDraft draft, string actor, CancellationToken cancellation)
    {
        await Validator.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        var id = await store.CreateAsync(draft, actor, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        await AuditAsync(actor, "campaign.create", id, new { draft.Name, draft.Audience, draft.HoldoutShare, draft.Products, Steered = draft.IsSteered }, cancellation).ConfigureAwait(false);
        return id;
    }

    public async Task ChangeAsync(CampaignId campaign, CampaignDraft draft, string actor, CancellationToken cancellation)
    {
        await Validator.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        if (!await store.ChangeAsync(campaign, draft, cancellation).ConfigureAwait(false))
        {
            throw await NoDraftAsync(campaign, cancellation).ConfigureAwait(false);
        }

        await AuditAsync(actor, "campaign.change", campaign, new { draft.Name, draft.Audience, draft.HoldoutShare, draft.Products, Steered = draft.IsSteered }, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<RenderedMessage>> PreviewAsync(CampaignDraft draft, int take, CancellationToken cancellation)
    {
        await Validator.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        var sends = await planning.PreviewSendsAsync(draft.Audience, draft.Products, take, cancellation).ConfigureAwait(false);
        var known = await records.ReadAsync([.. sends.Select(send => send.Person())], cancellation).ConfigureAwait(false);
        var writer = new MailWriter(draft, shop.Profile, await snapshots.CurrentAsync(cancellation).ConfigureAwait(false), options.Value, SampleLink);
        try
        {
            return [.. sends.Where(send => known.ContainsKey(send.Person())).Select(send => writer.Render(send, known[send.Person()], []))];
        }
        catch (TemplateException e)
        {
            throw new ValidationException([new ValidationFailure(nameof(CampaignDraft.Body), e.Message)]);
        }
    }

    public async Task ScheduleAsync(CampaignId campaign, DateTimeOffset? sendAt, string actor, CancellationToken cancellation)
    {
        var at = sendAt ?? clock.GetUtcNow();
        if (!await store.ScheduleAsync(campaign, at, cancellation).ConfigureAwait(false))
        {
            throw await NoDraftAsync(campaign, cancellation).ConfigureAwait(false);
        }

        await AuditAsync(actor, "campaign.schedule", campaign, new { SendAt = at }, cancellation).ConfigureAwait(false);
    }

    public async Task<bool> StopAsync(CampaignId campaign, string actor, CancellationToken cancellation)
    {
        if (await store.StopAsync(campaign, clock.GetUtcNow(), cancellation).ConfigureAwait(false) is not { } withdrawn)
        {
            return false;
        }

        await outcomes.ReportAsync(cancellation).ConfigureAwait(false);
        await AuditAsync(actor, "campaign.stop", campaign, new { Withdrawn = withdrawn }, cancellation).ConfigureAwait(false);
        return true;
    }

    public async Task<bool> UnscheduleAsync(CampaignId campaign, string actor, CancellationToken cancellation)
    {
        if (!await store.UnscheduleAsync(campaign, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        await AuditAsync(actor, "campaign.unschedule", campaign, null, cancellation).ConfigureAwait(false);
        return true;
    }

    public Task<IReadOnlyList<SteeredCampaign>> SteeredAsync(int take, CancellationToken cancellation) => store.SteeredAsync(take, cancellation);

    public Task<IReadOnlyList<CampaignProblem>> ProblemsAsync(CancellationToken cancellation) => store.ProblemsAsync(cancellation);

    public Task<QueueResult> QueueDueAsync(IProgress<Progress>? progress, CancellationToken cancellation) => queueing.QueueAsync(progress, cancellation);

    // Somebody who looks at a preview must not hold another person's link.
    private string? SampleLink(CustomerId customer) => links.Page("preview");

    private Task AuditAsync(string actor, string action, CampaignId campaign, object? detail, CancellationToken cancellation) =>
        audit.WriteAsync(actor, action, $"campaign {campaign.Value}", detail, cancellation);

    private async Task<ValidationException> NoDraftAsync(CampaignId campaign, CancellationToken cancellation)
    {
        var found = await store.FindAsync(campaign, cancellation).ConfigureAwait(false);
        var message = found is null
            ? $"There is no campaign {campaign.Value}. Go back to the list of campaigns."
            : $"The campaign '{found.Draft.Name}' is no draft any more. Put it back to draft first, or copy it into a new one.";
        return new ValidationException([new ValidationFailure("Campaign", message)]);
    }
}
