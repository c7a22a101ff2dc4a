using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.App.Components.Widgets;

/// <summary>A decision with everything a reader needs to understand it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Outcomes">What became of it, by time.</param>
/// <param name="Model">The version that scored, or null.</param>
/// <param name="Campaign">The campaign it belongs to, or null.</param>
/// <param name="Customer">The shop's number of the customer, or null for a visitor.</param>
/// <param name="Message">The message it led to, or null.</param>
public sealed record DecisionStory(Decision Decision, IReadOnlyList<Outcome> Outcomes, ModelVersion? Model, Campaign? Campaign, string? Customer, OutboxMessage? Message);

/// <summary>Puts decisions together with what they name.</summary>
internal static class DecisionStories
{
    /// <summary>Reads what a page of decisions names; models and campaigns are read once each.</summary>
    public static async Task<IReadOnlyList<DecisionStory>> ReadAsync(IReadOnlyList<Decision> decisions, ILedger ledger, IModels models, ICampaigns campaigns, IOutbox outbox, ICustomerRecords records, CancellationToken cancellation)
    {
        var customers = await records.ReadAsync([.. decisions.Select(decision => decision.Draft.Customer).OfType<CustomerId>().Distinct()], cancellation);
        var versions = new Dictionary<ModelVersionId, ModelVersion?>();
        var known = new Dictionary<CampaignId, Campaign?>();
        var stories = new List<DecisionStory>(decisions.Count);
        foreach (var decision in decisions)
        {
            var draft = decision.Draft;
            stories.Add(new DecisionStory(
                decision,
                await ledger.OutcomesAsync(decision.Id, cancellation),
                draft.Model is { } version ? await OnceAsync(versions, version, () => models.FindAsync(version, cancellation)) : null,
                draft.Campaign is { } campaign ? await OnceAsync(known, campaign, () => campaigns.FindAsync(campaign, cancellation)) : null,
                draft.Customer is { } whom ? customers.GetValueOrDefault(whom)?.Key ?? "" : null,
                draft.Kind == DecisionKind.Send ? await outbox.FindByDecisionAsync(decision.Id, cancellation) : null));
        }

        return stories;
    }

    private static async Task<TValue> OnceAsync<TKey, TValue>(Dictionary<TKey, TValue> known, TKey key, Func<Task<TValue>> read)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out var value))
        {
            known[key] = value = await read();
        }

        return value;
    }
}
