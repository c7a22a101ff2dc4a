using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Progress = Marketing.Kernel.Progress;

namespace Marketing.Execution.Ads;

/// <summary>Serves, reports and tends.</summary>
internal sealed class KeepAdServing(
    ServeAds serving,
    ChargeClicks charging,
    CountAds counting,
    CreditOrders crediting,
    AdReactions reactions,
    AdMemory memory,
    AdAudiences audiences,
    IAdDecisions decisions,
    ILedger ledger,
    IShop shop,
    BusinessClock clock) : IAdServing, IDisposable
{
    private readonly SemaphoreSlim _tending = new(1, 1);

    public Task<AdsServed> ServeAsync(AdQuestion question, CancellationToken cancellation) => serving.ServeAsync(question, cancellation);

    public async Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        var results = await decisions.ReportAsync(outcomes, cancellation).ConfigureAwait(false);
        if (!(await memory.OpenAsync(cancellation).ConfigureAwait(false)).HasPaidClicks)
        {
            return results;
        }

        var clicks = new List<(AdDecisionRow Row, DateTimeOffset At)>();
        foreach (var (outcome, result) in outcomes.Zip(results))
        {
            // One that was there already may have been left uncharged by a crash.
            if (outcome.Kind == AdReactions.Clicked && result is ReportResult.Taken or ReportResult.Known && await AdReactions.FindAsync(ledger, outcome.Decision, cancellation).ConfigureAwait(false) is { } row)
            {
                clicks.Add((row, outcome.At));
            }
        }

        await charging.ChargeAsync(clicks, cancellation).ConfigureAwait(false);
        return results;
    }

    public async Task TendAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await _tending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            await audiences.RefreshAsync(cancellation).ConfigureAwait(false);
            memory.Caps.Sweep(now);
            progress?.Report(new Progress("ads", null, "shows"));
            if (await counting.ShowsAsync(now, cancellation).ConfigureAwait(false) is { } last)
            {
                await CloseAsync(now, last, cancellation).ConfigureAwait(false);
            }

            await decisions.LearnAsync(progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _tending.Release();
        }
    }

    public void Dispose() => _tending.Dispose();

    private async Task CloseAsync(DateTimeOffset now, DecisionId last, CancellationToken cancellation)
    {
        var since = shop.StartOf(counting.FirstDay(now));
        var came = await reactions.ReadAsync(since, last, cancellation).ConfigureAwait(false);
        await charging.ChargeAsync([.. came.Where(one => one.Clicked is not null).Select(one => (one.Row, one.Clicked!.Value))], cancellation).ConfigureAwait(false);
        if (await crediting.FindAsync(came, cancellation).ConfigureAwait(false) is { Count: > 0 } orders)
        {
            await decisions.ReportAsync(orders, cancellation).ConfigureAwait(false);
            came = await reactions.ReadAsync(since, last, cancellation).ConfigureAwait(false);
        }

        await counting.OutcomesAsync(now, came, cancellation).ConfigureAwait(false);
    }
}
