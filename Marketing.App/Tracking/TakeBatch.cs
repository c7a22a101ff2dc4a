using Marketing.Data;
using Marketing.Kernel;
using Microsoft.Extensions.Options;

namespace Marketing.App.Tracking;

/// <summary>
/// Hands what a browser tells to the intake. A browser is not believed about who the customer is, and a purchase that it tells is
/// an event and no order.
/// </summary>
internal sealed class TakeBatch(IIntake intake, ITrackedSites sites, BusinessClock clock, TrackingTally tally, IOptions<TrackingOptions> options)
{
    /// <param name="site">Site.</param>
    /// <param name="batch">Its batch.</param>
    /// <param name="isRobot">Whether the request looks like a program's.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task TakeAsync(TrackedSite site, TrackedBatch batch, bool isRobot, CancellationToken cancellation)
    {
        var (sender, robot) = (new IntakeSender(IntakeDoor.Tracking, site.Name), isRobot || batch.Robot);
        var (now, items, unsigned, known) = (clock.GetUtcNow(), new List<EventItem>(batch.Events.Count), 0, new Dictionary<(string, string), bool>());
        foreach (var told in batch.Events.Where(told => told.Age >= 0 && told.Age <= options.Value.OldestEvent.TotalMilliseconds))
        {
            var customer = await VouchedAsync(site, told, known, cancellation);
            unsigned += told.Customer is not null && customer is null ? 1 : 0;
            if (customer is not null || told.Kind != "identify")
            {
                items.Add(new EventItem(
                    told.Id, told.Kind, now.AddMilliseconds(-told.Age), customer, batch.Visitor, batch.Session, told.Product, told.Quantity, told.Amount, told.Currency,
                    KeptAddress.Of(told.Url), told.Search, robot, told.Properties));
            }
        }

        var outcomes = items.Count > 0 ? await intake.TakeAsync(sender, items, cancellation) : [];
        foreach (var customer in items.Where(item => item.Kind == "identify").Select(item => item.Customer!).Distinct())
        {
            await intake.IdentifyAsync(sender, batch.Visitor, customer, cancellation);
        }

        var taken = outcomes.Count(outcome => outcome is ItemOutcome.Accepted);
        var repeated = outcomes.Count(outcome => outcome is ItemOutcome.Repeated);
        tally.Add(site.Id, before => before with
        {
            Taken = before.Taken + taken,
            Repeated = before.Repeated + repeated,
            Robots = before.Robots + (robot ? taken : 0),
            Apart = before.Apart + batch.Events.Count - taken - repeated,
            Unvouched = before.Unvouched + unsigned,
            LastAt = taken > 0 ? now : before.LastAt,
        });
    }

    private async Task<string?> VouchedAsync(TrackedSite site, TrackedEvent told, Dictionary<(string, string), bool> known, CancellationToken cancellation)
    {
        if (told is not { Customer: { Length: > 0 and <= 200 } customer, Signature: { } signature })
        {
            return null;
        }

        if (!known.TryGetValue((customer, signature), out var isRight))
        {
            known[(customer, signature)] = isRight = await sites.VouchesAsync(site, customer, signature, cancellation);
        }

        return isRight ? customer : null;
    }
}
