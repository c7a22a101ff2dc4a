using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy.Contacts;
using Marketing.Strategy.Recommendations;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Planning;

/// <summary>Who of an audience gets a campaign's message: one walk over the members for preview and decision.</summary>
internal sealed class DecideCampaign(
    IAudiences audiences,
    ISegments segments,
    ICustomerRecords records,
    ISuppressions suppressions,
    ILedger ledger,
    RecommendProducts recommendations,
    BusinessClock clock,
    AdviseContacts contacts,
    IOptions<StrategyOptions> options,
    IOptions<ContactsOptions> contactOptions)
{
    private const int Slice = 500;

    private sealed record Chosen(AudienceMember Member, CustomerRecord? Record, CampaignChoice Choice, string? Adviser);

    public async Task<CampaignForecast> PreviewAsync(CampaignId? campaign, string audience, double holdoutShare, long? policy, CancellationToken cancellation)
    {
        var members = await audiences.MembersAsync(audience, cancellation).ConfigureAwait(false);
        var (send, holdout, alone) = (0, 0, 0);
        var leftOut = new Dictionary<string, int>();
        await foreach (var slice in ChooseAsync(members, members, Terms(campaign, holdoutShare), policy, cancellation).ConfigureAwait(false))
        {
            alone += slice.Count(IsLeftAlone);
            send += slice.Count(chosen => chosen.Choice.Kind == DecisionKind.Send);
            holdout += slice.Count(chosen => chosen.Choice.Kind == DecisionKind.Holdout);
            foreach (var chosen in slice.Where(chosen => chosen.Choice.Kind == DecisionKind.Suppress && !IsLeftAlone(chosen)))
            {
                var code = chosen.Choice.Reasons[0].Code;
                leftOut[code] = leftOut.GetValueOrDefault(code) + 1;
            }
        }

        return new CampaignForecast(members.Count, send, holdout, leftOut, alone);
    }

    public async Task<IReadOnlyList<DecisionDraft>> PreviewSendsAsync(string audience, int products, int take, CancellationToken cancellation)
    {
        var drafting = await DraftingAsync(null, audience, products, cancellation).ConfigureAwait(false);
        var members = await audiences.MembersAsync(audience, cancellation).ConfigureAwait(false);
        var sends = new List<DecisionDraft>();
        await foreach (var slice in ChooseAsync(members, members, Terms(null, 0), null, cancellation).ConfigureAwait(false))
        {
            sends.AddRange(slice.Where(chosen => chosen.Choice.Kind == DecisionKind.Send).Take(take - sends.Count).Select(drafting));
            if (sends.Count >= take)
            {
                break;
            }
        }

        return sends;
    }

    public async Task<IReadOnlyList<Decision>> DecideAsync(CampaignId campaign, string audience, double holdoutShare, int products, long? policy, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var terms = Terms(campaign, holdoutShare);
        var members = await audiences.MembersAsync(audience, cancellation).ConfigureAwait(false);
        var decided = new Dictionary<CustomerId, Decision>();
        foreach (var decision in await ledger.OfCampaignAsync(campaign, cancellation).ConfigureAwait(false))
        {
            decided[decision.Draft.Person()] = decision;
        }

        var drafting = await DraftingAsync(campaign, audience, products, cancellation).ConfigureAwait(false);
        var open = members.Where(member => !decided.ContainsKey(member.Customer)).ToList();
        await foreach (var slice in ChooseAsync(open, members, terms, policy, cancellation).ConfigureAwait(false))
        {
            var drafts = slice.ConvertAll(chosen => drafting(chosen));
            var ids = await ledger.AppendAsync(null, terms.Now, drafts, null, cancellation).ConfigureAwait(false);
            for (var i = 0; i < ids.Count; i++)
            {
                if (ids[i] is { } id)
                {
                    decided[drafts[i].Person()] = new Decision(id, terms.Now, null, drafts[i]);
                }
            }

            progress?.Report(new Progress("decide", decided.Count / (double)Math.Max(members.Count, decided.Count), $"{decided.Count:N0} of {members.Count:N0} customers"));
        }

        return [.. decided.Values.OrderBy(decision => decision.Draft.Person().Value)];
    }

    private CampaignTerms Terms(CampaignId? campaign, double holdoutShare) => CampaignTerms.Of(campaign, holdoutShare, options.Value.TouchDays, contactOptions.Value.Exploration, clock.GetUtcNow());

    private static bool IsLeftAlone(Chosen chosen) => chosen.Choice is { Kind: DecisionKind.Suppress, Propensity: < 1 };

    private async IAsyncEnumerable<List<Chosen>> ChooseAsync(IReadOnlyList<AudienceMember> members, IReadOnlyList<AudienceMember> audience, CampaignTerms terms, long? policy, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var snapshot = (await segments.CurrentAsync(cancellation).ConfigureAwait(false)).Frame.Snapshot;
        var adviser = policy is { } number ? await contacts.FindAsync(number, snapshot, terms.Now, cancellation).ConfigureAwait(false) : null;
        var touches = await ledger.LastTouchesAsync(terms.TouchedSince, cancellation).ConfigureAwait(false);
        var namesakes = await NamesakesAsync(audience, cancellation).ConfigureAwait(false);
        foreach (var slice in members.Chunk(Slice))
        {
            cancellation.ThrowIfCancellationRequested();
            if (adviser is not null && await contacts.IsOffAsync(cancellation).ConfigureAwait(false))
            {
                // Somebody switched it off meanwhile, here or in another process.
                adviser = null;
            }

            var known = await records.ReadAsync(Array.ConvertAll(slice, member => member.Customer), cancellation).ConfigureAwait(false);
            var held = await suppressions.HeldAsync([.. known.Keys], cancellation).ConfigureAwait(false);
            yield return [.. slice.Select(member =>
            {
                var record = known.GetValueOrDefault(member.Customer);
                DateTimeOffset? touched = touches.TryGetValue(member.Customer, out var at) ? at : null;
                return new Chosen(member, record, CampaignChoice.For(member, record, held.Contains(member.Customer), namesakes.Contains(member.Customer), touched, adviser is null ? null : adviser.Of, terms), adviser?.Name);
            })];
        }
    }

    // A mailbox gets a message once: of the members with one address the one who agreed to mail and bought last.
    private async Task<HashSet<CustomerId>> NamesakesAsync(IReadOnlyList<AudienceMember> audience, CancellationToken cancellation)
    {
        var groups = await records.SharingAnAddressAsync(cancellation).ConfigureAwait(false);
        if (groups.Count == 0)
        {
            return [];
        }

        var frame = (await segments.CurrentAsync(cancellation).ConfigureAwait(false)).Frame.Stored;
        var customers = frame.Snapshot.Customers;
        var inside = audience.Select(member => member.Customer).ToHashSet();
        return [.. groups.SelectMany(group => group.Where(inside.Contains)
            .Select(customer => (Customer: customer, At: customers.IndexOf(customer)))
            .OrderByDescending(one => one.At >= 0 && customers.MailConsent[one.At])
            .ThenBy(one => one.At >= 0 && frame.Frequency[one.At] > 0 ? frame.RecencyDays[one.At] : double.MaxValue)
            .ThenBy(one => one.Customer.Value)
            .Skip(1)
            .Select(one => one.Customer))];
    }

    private async Task<Func<Chosen, DecisionDraft>> DraftingAsync(CampaignId? campaign, string audience, int products, CancellationToken cancellation)
    {
        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
        var snapshot = now.Frame.Snapshot;
        var ranker = await recommendations.RankerAsync(now, cancellation).ConfigureAwait(false);
        return chosen =>
        {
            var customer = snapshot.Customers.IndexOf(chosen.Member.Customer);
            var sends = chosen.Choice.Kind == DecisionKind.Send;
            var list = sends && products > 0 ? ranker.Rank(customer, products, Placements.Mail) : null;
            return new DecisionDraft(
                chosen.Member.Customer,
                chosen.Choice.Kind,
                sends ? ContactActions.Mail : ContactActions.Nothing,
                chosen.Choice.Propensity,
                ContactActions.Candidates,
                list is null ? [] : Drafts.Products(list, snapshot),
                chosen.Choice.Reasons,
                Drafts.Context(now, customer),
                chosen.Adviser is { } adviser && chosen.Choice.Propensity < 1 ? adviser : $"campaign:{audience}",
                list?.Model,
                campaign,
                chosen.Choice.Arm,
                chosen.Record?.ConsentBasis,
                CostMinor: sends ? contactOptions.Value.MailCost : 0);
        };
    }
}
