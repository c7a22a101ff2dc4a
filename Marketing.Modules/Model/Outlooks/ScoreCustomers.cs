using System.Collections.Concurrent;
using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders;
using Marketing.Model.Sql;

namespace Marketing.Model.Outlooks;

/// <summary>Champions foretell everybody; what they tell is kept in slices, and read from memory.</summary>
internal sealed class ScoreCustomers(IModels models, ModelScoresStore store, ISnapshots snapshots) : ICustomerScores
{
    private const int AtOnce = 10_000;
    private const int ForgottenAtOnce = 500;

    // Erased while a round is at work: it must not bring them back.
    private readonly ConcurrentDictionary<CustomerId, byte> _erased = [];

    // Several may wait for one reading, so that no one of them cancels it.
    private Task<ScoreColumns?>? _current;

    public async Task<ScoreRound?> ScoreAsync(ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (await models.ChampionAsync(ModelPurposes.Churn, cancellation).ConfigureAwait(false) is not { } churn
            || await models.ChampionAsync(ModelPurposes.Spend, cancellation).ConfigureAwait(false) is not { } spend)
        {
            return null;
        }

        var (comes, spends) = (await models.LoadOutlookAsync(churn.Id, cancellation).ConfigureAwait(false), await models.LoadOutlookAsync(spend.Id, cancellation).ConfigureAwait(false));
        var orders = CustomerOrders.Of(snapshot);
        var known = Enumerable.Range(0, snapshot.Customers.Count).Where(customer => !orders.Row(customer).IsEmpty).ToArray();
        var round = new ScoreRound(run, snapshot.AsOf, comes.HorizonDays, churn.Id, spend.Id, 0);
        _erased.Clear();
        var id = await store.BeginAsync(round, cancellation).ConfigureAwait(false);
        for (var from = 0; from < known.Length; from += AtOnce)
        {
            var some = known.AsMemory(from, Math.Min(AtOnce, known.Length - from));
            var outlooks = await HeavyWork.RunAsync(() => Foretell(snapshot, some.Span, comes, spends), cancellation).ConfigureAwait(false);

            // Of whom the models can tell nothing, an earlier score goes with its round.
            var scores = outlooks.Select((outlook, i) => (Customer: snapshot.Customers.Id[some.Span[i]], Outlook: outlook)).Where(score => score.Outlook is not null).Select(score => (score.Customer, score.Outlook!.Value)).ToList();
            await store.SaveAsync(id, scores, cancellation).ConfigureAwait(false);
            round = round with { Customers = round.Customers + scores.Count };
            progress?.Report(new Progress("score", (from + some.Length) / (double)known.Length, $"{from + some.Length:N0} customers"));
        }

        await ForgetErasedAsync(snapshot, known, cancellation).ConfigureAwait(false);
        await store.EndAsync(id, cancellation).ConfigureAwait(false);
        Volatile.Write(ref _current, null);
        return round;
    }

    public Task<CustomerScore?> FindAsync(CustomerId customer, CancellationToken cancellation) => store.FindAsync(customer, cancellation);

    public Task<ScoreRound?> LatestAsync(CancellationToken cancellation) => store.LatestAsync(cancellation);

    public Task<ScoreColumns?> CurrentAsync(CancellationToken cancellation)
    {
        var current = Volatile.Read(ref _current);
        if (current is null || current.IsFaulted)
        {
            Volatile.Write(ref _current, current = store.ColumnsAsync(CancellationToken.None));
        }

        return current.WaitAsync(cancellation);
    }

    /// <summary>Takes the score of a customer away.</summary>
    internal async Task<int> ForgetAsync(CustomerId customer, CancellationToken cancellation)
    {
        _erased.TryAdd(customer, 0);
        var gone = await store.ForgetAsync([customer], cancellation).ConfigureAwait(false);
        Volatile.Write(ref _current, null);
        return gone;
    }

    /// <summary>Churn and time by one model, spend by another; null of whom one of them can tell nothing.</summary>
    /// <exception cref="OperatorException">A model foretells what cannot be; the message names the customer.</exception>
    internal static CustomerOutlook?[] Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> some, IOutlookModel comes, IOutlookModel spends)
    {
        var outlooks = Foretell(snapshot, some, comes);
        if (!ReferenceEquals(comes, spends))
        {
            var money = Foretell(snapshot, some, spends);
            for (var i = 0; i < outlooks.Length; i++)
            {
                outlooks[i] = outlooks[i] is { } outlook && money[i] is { } spent ? outlook with { Spend = spent.Spend } : null;
            }
        }

        return outlooks;
    }

    private static CustomerOutlook?[] Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> some, IOutlookModel model)
    {
        var outlooks = new CustomerOutlook?[some.Length];
        model.Foretell(snapshot, some, outlooks);
        for (var i = 0; i < outlooks.Length; i++)
        {
            if (outlooks[i] is { IsSound: false } odd)
            {
                throw new OperatorException(
                    string.Create(CultureInfo.InvariantCulture, $"{model.Kind} foretells what cannot be of customer {snapshot.Customers.Id[some[i]]}: churn {odd.Churn}, days to the next order {odd.NextOrderDays?.ToString(CultureInfo.InvariantCulture) ?? "not told"}, spend {odd.Spend} minor units."),
                    "Put another version in charge of churn or spend; what it foretells of this customer and of those after was not kept.");
            }
        }

        return outlooks;
    }

    // Also who was erased by another process: a newer picture has no order of theirs.
    private async Task ForgetErasedAsync(ShopSnapshot snapshot, int[] known, CancellationToken cancellation)
    {
        var (now, gone) = (await snapshots.CurrentAsync(cancellation).ConfigureAwait(false), new HashSet<CustomerId>(_erased.Keys));
        if (!ReferenceEquals(now, snapshot))
        {
            var orders = CustomerOrders.Of(now);
            gone.UnionWith(known.Select(customer => new CustomerId(snapshot.Customers.Id[customer])).Where(id => now.Customers.IndexOf(id) is var place && (place < 0 || orders.Row(place).IsEmpty)));
        }

        foreach (var some in gone.Chunk(ForgottenAtOnce))
        {
            await store.ForgetAsync(some, cancellation).ConfigureAwait(false);
        }
    }
}
