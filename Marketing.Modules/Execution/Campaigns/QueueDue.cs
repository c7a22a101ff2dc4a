using Marketing.Data;
using Marketing.Execution.Outbox;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketing.Execution.Campaigns;

/// <summary>Points of queueing between which the program may die; a test plays that.</summary>
internal enum QueueingPoint
{
    Begun,
    Decided,
    SliceQueued,
    AllQueued,
}

/// <summary>
/// Puts the messages of campaigns into the outbox when their time has come. Each step can be done again: the ledger keeps one
/// decision a customer, the outbox one message a decision.
/// </summary>
internal sealed class QueueDue(
    ExecutionCampaignsStore campaigns,
    ExecutionMessagesStore messages,
    CloseStopped stopped,
    ReportOutcomes outcomes,
    IPlanning planning,
    IContactPolicies contacts,
    ISnapshots snapshots,
    ICustomerRecords records,
    IShop shop,
    IPreferenceLinks links,
    MailAds ads,
    BusinessClock clock,
    IOptions<ExecutionOptions> options,
    ILogger<QueueDue> log) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Called at each point; throws to play a crash there.</summary>
    internal Action<QueueingPoint>? Reached { get; set; }

    public async Task<QueueResult> QueueAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (queued, problems) = (0, new List<CampaignProblem>());
            foreach (var campaign in await campaigns.DueAsync(clock.GetUtcNow(), cancellation).ConfigureAwait(false))
            {
                try
                {
                    queued += await BeginAsync(campaign, progress, cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // One that cannot be carried out must not hold up the others.
                    log.LogError(e, "Campaign {Campaign} could not be queued and is tried again.", campaign.Value);
                    problems.Add(new CampaignProblem(campaign, e is OperatorException known ? $"{known.Message} {known.Fix}" : e.Message));
                }
            }

            await campaigns.KeepProblemsAsync(problems, cancellation).ConfigureAwait(false);

            await outcomes.ReportAsync(cancellation).ConfigureAwait(false);
            await campaigns.EndAsync(cancellation).ConfigureAwait(false);
            return new QueueResult(queued, problems);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Does something while no queueing is under way.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<int> BeginAsync(CampaignId campaign, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (!await campaigns.BeginAsync(campaign, cancellation).ConfigureAwait(false))
        {
            await stopped.CloseAsync(campaign, cancellation).ConfigureAwait(false);
            return 0;
        }

        Reached?.Invoke(QueueingPoint.Begun);
        return await QueueAsync(campaign, progress, cancellation).ConfigureAwait(false);
    }

    private async Task<int> QueueAsync(CampaignId id, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var draft = (await campaigns.FindAsync(id, cancellation).ConfigureAwait(false))!.Draft;
        var policy = draft.IsSteered ? await SteerAsync(id, cancellation).ConfigureAwait(false) : null;
        var decisions = await planning.DecideCampaignAsync(id, draft.Audience, draft.HoldoutShare, draft.Products, policy, progress, cancellation).ConfigureAwait(false);
        Reached?.Invoke(QueueingPoint.Decided);
        var (holdout, alone) = (decisions.Count(Is(DecisionKind.Holdout)), decisions.Count(decision => decision.Draft.IsLeftAlone));
        await campaigns.CountDecidedAsync(id, decisions.Count, holdout, decisions.Count(Is(DecisionKind.Suppress)) - alone, alone, cancellation).ConfigureAwait(false);
        var there = await messages.QueuedDecisionsAsync(id, cancellation).ConfigureAwait(false);
        var sends = decisions.Where(Is(DecisionKind.Send)).Where(decision => !there.Contains(decision.Id)).ToList();
        if (await WriteAsync(id, draft, sends, progress, cancellation).ConfigureAwait(false) is not { } queued)
        {
            return 0;
        }

        await campaigns.AllQueuedAsync(id, cancellation).ConfigureAwait(false);
        Reached?.Invoke(QueueingPoint.AllQueued);
        return queued;
    }

    // The policy that a campaign begins with decides it to its end; null where none may act.
    private async Task<long?> SteerAsync(CampaignId campaign, CancellationToken cancellation)
    {
        var acting = (await contacts.StateAsync(cancellation).ConfigureAwait(false)).Acting;
        return await campaigns.SteerAsync(campaign, acting ?? 0, cancellation).ConfigureAwait(false) is > 0 and var policy ? policy : null;
    }

    // Null when the campaign was stopped in the middle: the stop has withdrawn what was queued, the next round closes the rest.
    private async Task<int?> WriteAsync(CampaignId id, CampaignDraft draft, List<Decision> sends, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var writer = new MailWriter(draft, shop.Profile, snapshot, options.Value, customer => links.Page(links.Token(customer, clock.GetUtcNow())));
        var queued = 0;
        foreach (var slice in sends.Chunk(options.Value.SliceSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var known = await records.ReadAsync(Array.ConvertAll(slice, decision => decision.Draft.Person()), cancellation).ConfigureAwait(false);
            var chosen = await ads.ChooseAsync(writer, [.. known.Values.Where(one => one.Email is { Length: > 0 }).Select(one => one.Id)], cancellation).ConfigureAwait(false);
            var mails = await Task.Run(() => Array.ConvertAll(slice, decision => writer.Write(decision, known.GetValueOrDefault(decision.Draft.Person()), chosen.GetValueOrDefault(decision.Draft.Person(), []))), cancellation).ConfigureAwait(false);
            if (await messages.QueueAsync(id, CampaignState.Sending, mails, clock.GetUtcNow(), cancellation).ConfigureAwait(false) is not { } added)
            {
                return null;
            }

            queued += added;
            Reached?.Invoke(QueueingPoint.SliceQueued);
            progress?.Report(new Progress("queue", queued / (double)sends.Count, $"{queued:N0} of {sends.Count:N0} messages"));
        }

        return queued;
    }

    private static Func<Decision, bool> Is(DecisionKind kind) => decision => decision.Draft.Kind == kind;
}
