using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Audiences;

internal sealed class ListAudiences(ISegments segments, ICustomerRecords records, IOptions<StrategyOptions> options) : IAudiences
{
    private readonly IReadOnlyList<AudienceRule> _rules = AudienceRule.All(options.Value);

    // Addresses hardly change within the life of a snapshot, and a list of audiences is a forecast: deciding reads them afresh.
    private readonly ConditionalWeakTable<ShopSnapshot, Task<bool[]>> _reachable = [];

    public async Task<IReadOnlyList<AudienceSummary>> ListAsync(CancellationToken cancellation)
    {
        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
        var reachable = await ReachableAsync(now.Frame.Snapshot, cancellation).ConfigureAwait(false);
        return [.. _rules.Select(rule => Summarise(rule, now, reachable))];
    }

    public async Task<IReadOnlyList<AudienceMember>> MembersAsync(string code, CancellationToken cancellation)
    {
        var rule = _rules.FirstOrDefault(candidate => candidate.Code == code) ?? throw new ArgumentException($"There is no audience '{code}'.", nameof(code));
        var now = await segments.CurrentAsync(cancellation).ConfigureAwait(false);
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

    private static AudienceSummary Summarise(AudienceRule rule, Segmentation segments, bool[] reachable)
    {
        var (customers, reached) = (0, 0);
        for (var c = 0; c < reachable.Length; c++)
        {
            if (rule.Holds(segments, c))
            {
                customers++;
                reached += reachable[c] ? 1 : 0;
            }
        }

        return new AudienceSummary(rule.Code, rule.Text, customers, reached);
    }

    private async Task<bool[]> ReachableAsync(ShopSnapshot snapshot, CancellationToken cancellation)
    {
        var reading = _reachable.GetValue(snapshot, key => ReadReachableAsync(key));
        try
        {
            return await reading.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (reading.IsFaulted)
        {
            // A failed reading must not be remembered.
            _reachable.Remove(snapshot);
            throw;
        }
    }

    private async Task<bool[]> ReadReachableAsync(ShopSnapshot snapshot)
    {
        var customers = snapshot.Customers;
        var reachable = new bool[customers.Count];
        var consenting = Enumerable.Range(0, customers.Count).Where(c => customers.MailConsent[c]).Select(c => new CustomerId(customers.Id[c]));
        foreach (var part in consenting.Chunk(1000))
        {
            var found = await records.ReadAsync(part, CancellationToken.None).ConfigureAwait(false);
            foreach (var record in found.Values.Where(Reach.IsPossible))
            {
                reachable[customers.IndexOf(record.Id)] = true;
            }
        }

        return reachable;
    }
}
