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

    public async Task<IReadOnlyList<AdsServed>> ServePageAsync(IReadOnlyList<AdQuestion> questions, CancellationToken cancellation)
    {
        var (answers, chosen) = (new List<AdsServed>(questions.Count), new HashSet<AdId>());
        foreach (var question in questions)
        {
            var answer = await serving.ServeAsync(question with { Exclude = [.. question.Exclude ?? [], .. chosen] }, cancellation).ConfigureAwait(false);
            answers.Add(answer);
            if (answer is AdsServed.Shown(var ads))
            {
                // Also what was held back: the groups differ in nothing but having seen it.
                chosen.UnionWith(ads.Select(ad => ad.Chosen));
            }
        }

        return answers;
    }

    public async Task<IReadOnlyList<ReportResult>> ReportAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        var results = await NoteAsync(outcomes, cancellation).ConfigureAwait(false);
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

    // A value that no order has would end in the days for good.
    private async Task<IReadOnlyList<ReportResult>> NoteAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellation)
    {
        if (outcomes.All(HasValue))
        {
            return await decisions.ReportAsync(outcomes, cancellation).ConfigureAwait(false);
        }

        var noted = new Queue<ReportResult>(await decisions.ReportAsync([.. outcomes.Where(HasValue)], cancellation).ConfigureAwait(false));
        return [.. outcomes.Select(outcome => HasValue(outcome) ? noted.Dequeue() : ReportResult.WrongValue)];
    }

    private static bool HasValue(Outcome outcome) => outcome.Kind == AdReactions.Clicked ? outcome.Value == 0 : outcome.Value is >= -IAdServing.MostValue and <= IAdServing.MostValue;

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
                await charging.LetGoAsync(now, cancellation).ConfigureAwait(false);
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
