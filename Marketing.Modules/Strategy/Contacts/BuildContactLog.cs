using System.Globalization;
using Marketing.Data;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Marketing.Strategy.Planning;
using Microsoft.Extensions.Options;

namespace Marketing.Strategy.Contacts;

/// <summary>The ledger's choices of chance, and what customers bought, as sequences to learn from.</summary>
internal sealed class BuildContactLog(ILedger ledger, ISnapshots snapshots, IShop shop, IOptions<ContactsOptions> options) : IContactLogs
{
    // Changes with what states and rewards mean, so that a new version of the program learns anew.
    private const int Form = 1;
    private const double HeldShare = 0.5;

    public async Task<string> MarkAsync(CancellationToken cancellation)
    {
        var asOf = (await snapshots.CurrentAsync(cancellation).ConfigureAwait(false)).AsOf;
        return Mark(await CountAsync(asOf, cancellation).ConfigureAwait(false));
    }

    public async Task<ContactMoments> BuildAsync(CancellationToken cancellation)
    {
        var snapshot = await snapshots.CurrentAsync(cancellation).ConfigureAwait(false);
        var count = await CountAsync(snapshot.AsOf, cancellation).ConfigureAwait(false);
        var share = options.Value.MostCustomers / (double)Math.Max(1, count.Customers);
        var found = await ledger.ContactsAsync(snapshot.AsOf.AddDays(-options.Value.WindowDays - ContactHistory.Longest), snapshot.AsOf, share >= 1 ? null : customer => HoldoutDraw.OfSample(customer) < share, cancellation).ConfigureAwait(false);
        return await HeavyWork.RunAsync(() => Lay(snapshot, found, count, cancellation), cancellation).ConfigureAwait(false);
    }

    private Task<ChanceCount> CountAsync(DateTimeOffset asOf, CancellationToken cancellation) => ledger.CountChancesAsync(asOf, asOf.AddDays(-options.Value.HorizonDays), cancellation);

    private string Mark(ChanceCount count) => string.Create(CultureInfo.InvariantCulture, $"{Form} {count.All} {count.Old} {count.Newest} {shop.Profile.AssumedMargin} {Terms()}");

    private string Terms()
    {
        var own = options.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{own.MailCost} {own.Exploration} {own.HorizonDays} {own.WindowDays} {own.DailyDiscount} {own.LeastCustomers} {own.MostCustomers} {own.LeastCovered} {own.NetworkRows} {own.NetworkMinutes}");
    }

    private ContactMoments Lay(ShopSnapshot snapshot, ContactDecisions found, ChanceCount count, CancellationToken cancellation)
    {
        var layer = new LayMoments(new ContactStates(snapshot, shop.Profile.AssumedMargin), found.Withdrawn, snapshot.AsOf, options.Value);
        for (var first = 0; first < found.Rows.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var end = first;
            while (end < found.Rows.Count && found.Rows[end].Customer == found.Rows[first].Customer)
            {
                end++;
            }

            layer.Add(found.Rows, first, end);
            first = end;
        }

        var log = layer.Sequences.Count == 0 ? null : ((ContactLogOutcome.Taken)ContactLog.Take(ContactStates.Features, ContactActions.All, layer.Sequences)).Log;
        var held = Enumerable.Range(0, layer.Owners.Count).ToLookup(at => HoldoutDraw.OfHalf(layer.Owners[at]) < HeldShare);
        return new ContactMoments(log, layer.Counts(count.Customers), [.. held[true]], [.. held[false]], Mark(count));
    }
}
