using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Audiences;

internal sealed class ListAudiences(ISegments segments, AlikeLists alikes, ICustomerRecords records, ISuppressions suppressions, ILedger ledger, BusinessClock clock, IOptions<StrategyOptions> options) : IAudiences
{
    private readonly IReadOnlyList<AudienceRule> _rules = AudienceRule.All(options.Value);

    // Addresses hardly change within the life of a snapshot, and a list of audiences is a forecast: deciding reads them afresh.
    private readonly ConditionalWeakTable<ShopSnapshot, Task<string?[]>> _obstacles = [];

    public async Task<IReadOnlyList<AudienceSummary>> ListAsync(CancellationToken cancellation)
    {
        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
        return await SummariseAsync(_rules, now, cancellation).ConfigureAwait(false);
    }

    public async Task<AlikeAudiences> ListAlikeAsync(CancellationToken cancellation)
    {
        if (await alikes.ModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return new AlikeAudiences.NoModel();
        }

        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<AudienceRule>? rules;
        try
        {
            rules = await alikes.RulesAsync(model, now, cancellation).ConfigureAwait(false);
        }
        catch (OperatorException e)
        {
            return new AlikeAudiences.Unreadable(model, e.Message, e.Fix);
        }

        return rules is null ? new AlikeAudiences.NoModel() : new AlikeAudiences.Listed(model, await SummariseAsync(rules, now, cancellation).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<AudienceMember>> MembersAsync(string code, CancellationToken cancellation)
    {
        if (!AudienceCodes.All.Contains(code))
        {
            throw new ArgumentException($"There is no audience '{code}'.", nameof(code));
        }

        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
        var rule = _rules.FirstOrDefault(candidate => candidate.Code == code) ?? await AlikeAsync(code, now, cancellation).ConfigureAwait(false);
        var ids = now.Frame.Snapshot.Customers.Id;
        var members = new List<AudienceMember>();
        for (var c = 0; c < ids.Length; c++)
        {
            if (rule.Holds(now, c))
            {
                members.Add(new AudienceMember(new CustomerId(ids[c]), rule.Reasons(now, c)));
            }
        }

        return members;
    }

    private async Task<AudienceRule> AlikeAsync(string code, Segmentation now, CancellationToken cancellation) =>
        await alikes.ModelAsync(cancellation).ConfigureAwait(false) is { } model && await alikes.RulesAsync(model, now, cancellation).ConfigureAwait(false) is { } rules
            ? rules.First(rule => rule.Code == code)
            : throw new OperatorException(
                $"The audience '{code}' needs a trained transformer, and none is kept.",
                "Train one under Models, Trainings (or with 'marketing train transformer'), or choose another audience; a campaign that is under way can be stopped.");

    private async Task<IReadOnlyList<AudienceSummary>> SummariseAsync(IReadOnlyList<AudienceRule> rules, Segmentation now, CancellationToken cancellation)
    {
        var obstacles = await ObstaclesAsync(now.Frame.Snapshot, cancellation).ConfigureAwait(false);
        var engaged = await ledger.EngagedAsync(clock.GetUtcNow().AddDays(-options.Value.TouchDays), cancellation).ConfigureAwait(false);
        return [.. rules.Select(rule => Summarise(rule, now, obstacles, engaged))];
    }

    private static AudienceSummary Summarise(AudienceRule rule, Segmentation segments, string?[] obstacles, IReadOnlySet<CustomerId> engaged)
    {
        var (customers, reached, suppressed, fresh) = (0, 0, 0, 0);
        var ids = segments.Frame.Snapshot.Customers.Id;
        for (var c = 0; c < obstacles.Length; c++)
        {
            if (rule.Holds(segments, c))
            {
                customers++;
                reached += obstacles[c] is null ? 1 : 0;
                suppressed += obstacles[c] == ReasonCodes.Suppressed ? 1 : 0;
                fresh += obstacles[c] is null && !engaged.Contains(new CustomerId(ids[c])) ? 1 : 0;
            }
        }

        return new AudienceSummary(rule.Code, rule.Text, customers, reached, suppressed, fresh);
    }

    private async Task<string?[]> ObstaclesAsync(ShopSnapshot snapshot, CancellationToken cancellation)
    {
        var reading = _obstacles.GetValue(snapshot, key => ReadObstaclesAsync(key));
        try
        {
            return await reading.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (reading.IsFaulted)
        {
            // A failed reading must not be remembered.
            _obstacles.Remove(snapshot);
            throw;
        }
    }

    private async Task<string?[]> ReadObstaclesAsync(ShopSnapshot snapshot)
    {
        var customers = snapshot.Customers;
        var obstacles = new string?[customers.Count];
        Array.Fill(obstacles, ReasonCodes.NoConsent);
        var consenting = Enumerable.Range(0, customers.Count).Where(c => customers.MailConsent[c]).Select(c => new CustomerId(customers.Id[c]));
        foreach (var part in consenting.Chunk(1000))
        {
            var found = await records.ReadAsync(part, CancellationToken.None).ConfigureAwait(false);
            var held = await suppressions.HeldAsync([.. found.Keys], CancellationToken.None).ConfigureAwait(false);
            foreach (var record in found.Values)
            {
                obstacles[customers.IndexOf(record.Id)] = Reach.Obstacle(record, held.Contains(record.Id));
            }
        }

        return obstacles;
    }
}
