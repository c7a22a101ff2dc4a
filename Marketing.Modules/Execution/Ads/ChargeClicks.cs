using Marketing.Data;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>
/// Charges clicks on advertisements whose campaigns pay by click, once a decision, at the price of the click's time and never beyond the budget: a click for which no money is left is charged 0 and stays so.
/// What was charged is on disk; clicks that a crash left uncharged are found and charged later. A click
/// on what was shown more than 31 days ago is not charged.
/// </summary>
internal sealed class ChargeClicks(AdMemory memory, AdPaces paces, ExecutionAdDaysStore store, IShop shop, BusinessClock clock) : IDisposable
{
    // A click may be told as of some hours before its show, and days of the shop change meanwhile.
    private const int ClocksDifferDays = 2;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Charges clicks.</summary>
    /// <param name="clicks">Decisions with the time of a click; several of one decision are one.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task ChargeAsync(IReadOnlyList<(AdDecisionRow Row, DateTimeOffset At)> clicks, CancellationToken cancellation)
    {
        var book = await memory.OpenAsync(cancellation).ConfigureAwait(false);
        var payable = clicks
            .Where(click => click.Row.Terms.Arm != AdCodes.Holdout && AdRows.CampaignOf(click.Row, book) is { } campaign && book.PriceAt(campaign, click.At).ClickMills > 0)
            .DistinctBy(click => click.Row.Id)
            .ToList();
        if (payable.Count == 0)
        {
            return;
        }

        // One after the other: what is charged in memory must be what comes onto the disk.
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (charged, from) = await store.ChargedAsync(payable.ConvertAll(click => click.Row.Id), cancellation).ConfigureAwait(false);

            // Of what was shown before the open window nothing is counted any more, nor whether it was charged.
            var first = Math.Max(shop.DayOf(clock.GetUtcNow()).DayNumber - AdReactions.WindowDays, from + ClocksDifferDays);
            var charges = payable.Where(click => !charged.Contains(click.Row.Id) && shop.DayOf(click.Row.At).DayNumber >= first).Select(click => Charge(click.Row, click.At, book)).ToList();
            if (charges.Count > 0)
            {
                await KeepAsync(charges, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets charges go that can be neither charged again nor counted anew; their sums stay.</summary>
    public Task<int> LetGoAsync(DateTimeOffset now, CancellationToken cancellation) => store.LetGoAsync(shop.DayOf(now).DayNumber - AdReactions.WindowDays - ClocksDifferDays, cancellation);

    public void Dispose() => _one.Dispose();

    private async Task KeepAsync(List<AdCharge> charges, CancellationToken cancellation)
    {
        try
        {
            await store.ChargeAsync(charges, cancellation).ConfigureAwait(false);
        }
        catch
        {
            foreach (var charge in charges)
            {
                memory.Purse(charge.Campaign).Add(charge.Day, -charge.Mills);
            }

            throw;
        }
    }

    private AdCharge Charge(AdDecisionRow row, DateTimeOffset at, AdBook book)
    {
        var ad = book.Ad(AdCodes.ReadAction(row.Terms.Action)!.Value)!;
        var mills = book.PriceAt(ad.Campaign, at).ClickMills;

        // A sender's clock may go ahead of ours: the money of a day that has not come is not touched.
        var when = shop.DayOf(at < clock.GetUtcNow() ? at : clock.GetUtcNow());
        var (clicks, day) = memory.Purse(ad.Campaign).Take(when.DayNumber, mills, 1, 0, ServeAds.BudgetsOf(book.Campaigns[ad.Campaign].Draft));
        var placement = AdRows.PlacementOf(row.Context);
        if (book.IsPaced(placement))
        {
            paces.Clicked(ad.Campaign);
        }

        return new AdCharge(row.Id, day, ad.Campaign, ad.Id, placement, row.Terms.Policy, clicks * mills);
    }
}
