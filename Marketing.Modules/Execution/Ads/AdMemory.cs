using System.Collections.Concurrent;
using System.Collections.Frozen;
using Marketing.Data;
using Marketing.Execution.Sql;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Execution.Ads;

/// <summary>
/// What serving keeps in memory: the book, the money of each campaign and how often customers saw what. It is made of tables and ledger at first use, so that a process that was killed loses nothing, and the
/// book is swapped with each change; one that another process made is seen within seconds.
/// </summary>
internal sealed class AdMemory(ExecutionAdsStore store, ExecutionAdDaysStore days, ILedger ledger, IShop shop, BusinessClock clock, TimeProvider system) : IDisposable
{
    private const int SeenDays = 14;
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<AdCampaignId, AdPurse> _purses = new();
    private volatile FrozenDictionary<AdCampaignId, (long Shows, long Clicks)> _seen = FrozenDictionary<AdCampaignId, (long, long)>.Empty;
    private volatile AdBook? _book;
    private long _looked;

    public AdCaps Caps { get; } = new();

    /// <summary>The book as of now; the first caller waits until everything is read.</summary>
    public ValueTask<AdBook> OpenAsync(CancellationToken cancellation)
    {
        if (_book is not { } book)
        {
            return new ValueTask<AdBook>(BeginAsync(cancellation));
        }

        var looked = Interlocked.Read(ref _looked);
        return system.GetElapsedTime(looked) >= Look && Interlocked.CompareExchange(ref _looked, system.GetTimestamp(), looked) == looked
            ? new ValueTask<AdBook>(LookAsync(book, cancellation))
            : new ValueTask<AdBook>(book);
    }

    /// <summary>The book with every change that any process made.</summary>
    public async Task<AdBook> RefreshAsync(CancellationToken cancellation) =>
        await LookAsync(await BeginAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    /// <summary>Reads the book anew after a change.</summary>
    public async Task<AdBook> ReloadAsync(CancellationToken cancellation)
    {
        await BeginAsync(cancellation).ConfigureAwait(false);
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var book = await store.BookAsync(cancellation).ConfigureAwait(false);
            await CountNetworksAsync(book, cancellation).ConfigureAwait(false);
            await KeepCapsAsync(book, isStart: false, cancellation).ConfigureAwait(false);
            return _book = book;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Money of a campaign.</summary>
    public AdPurse Purse(AdCampaignId campaign) => _purses.GetOrAdd(campaign, _ => new AdPurse(0, 0, 0));

    /// <summary>How likely a campaign's shows are clicked, by what was counted when serving began.</summary>
    public ClickEstimate ClicksOf(AdCampaignId campaign)
    {
        var (shows, clicks) = _seen.GetValueOrDefault(campaign);
        return new ClickEstimate(shows, clicks);
    }

    public void Dispose() => _one.Dispose();

    private async Task<AdBook> BeginAsync(CancellationToken cancellation)
    {
        if (_book is { } there)
        {
            return there;
        }

        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_book is null)
            {
                var book = await store.BookAsync(cancellation).ConfigureAwait(false);
                await CountMoneyAsync(book, shop.DayOf(clock.GetUtcNow()), cancellation).ConfigureAwait(false);
                await CountNetworksAsync(book, cancellation).ConfigureAwait(false);
                await KeepCapsAsync(book, isStart: true, cancellation).ConfigureAwait(false);
                Interlocked.Exchange(ref _looked, system.GetTimestamp());
                _book = book;
            }

            return _book;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<AdBook> LookAsync(AdBook book, CancellationToken cancellation) =>
        await store.ChangesAsync(cancellation).ConfigureAwait(false) == book.Changes ? _book ?? book : await ReloadAsync(cancellation).ConfigureAwait(false);

    private async Task CountMoneyAsync(AdBook book, DateOnly today, CancellationToken cancellation)
    {
        var (counted, spend) = await days.SpendAsync(today, cancellation).ConfigureAwait(false);
        foreach (var campaign in book.Campaigns.Keys)
        {
            var (mills, ofToday) = spend.GetValueOrDefault(campaign);
            _purses[campaign] = new AdPurse(today.DayNumber, ofToday, mills);
        }

        // Today's and yesterday's clicks are still to come.
        _seen = (await days.DaysAsync(today.AddDays(-SeenDays), today.AddDays(-2), null, cancellation).ConfigureAwait(false))
            .Where(row => !row.Key.IsHeldOut && book.IsPaced(row.Key.Placement))
            .GroupBy(row => row.Key.Campaign)
            .ToFrozenDictionary(group => group.Key, group => (group.Sum(row => row.Count.Shows), group.Sum(row => row.Count.Clicks)));

        if (book.Campaigns.Count == 0)
        {
            return;
        }

        await foreach (var row in AdRows.AfterAsync(ledger, counted, DateTimeOffset.MaxValue, cancellation).ConfigureAwait(false))
        {
            if (row.Terms.Arm != AdCodes.Holdout && AdRows.CampaignOf(row, book) is { } campaign)
            {
                Purse(campaign).Add(shop.DayOf(row.At).DayNumber, book.PriceAt(campaign, row.At).ShowMills);
            }
        }
    }

    // Another process may take in results of networks: what they spent is set anew with each change.
    private async Task CountNetworksAsync(AdBook book, CancellationToken cancellation)
    {
        var today = shop.DayOf(clock.GetUtcNow());
        var spend = await days.NetworkSpendAsync(today, cancellation).ConfigureAwait(false);
        foreach (var campaign in book.Campaigns.Keys)
        {
            var (mills, ofToday) = spend.GetValueOrDefault(campaign);
            Purse(campaign).SetNetworks(today.DayNumber, ofToday, mills);
        }
    }

    // From the moment from which shows are kept those before it come out of the ledger; at the start, when nothing is shown yet, all of them. Where a cap is made longer, those of the last minutes are in memory already, and
    // may not be in the ledger yet. Only what was read counts as kept, so that a reading that breaks off is made up for.
    private async Task KeepCapsAsync(AdBook book, bool isStart, CancellationToken cancellation)
    {
        var capped = book.Campaigns.Values
            .Where(campaign => campaign.Draft.CapShows is not null && campaign.Saved.State == AdCampaignState.Running)
            .Select(campaign => (campaign.Id, Days: campaign.Draft.CapDays, Before: Caps.Keep(campaign.Id)))
            .Where(one => one.Days > one.Before)
            .ToList();
        if (capped.Count == 0)
        {
            return;
        }

        var from = clock.GetUtcNow();
        var most = isStart ? DateTimeOffset.MaxValue : from.AddMilliseconds(1);
        var ends = capped.ToDictionary(one => one.Id, one => one.Before > 0 ? from - UnderWay : most);
        var shows = new List<(AdCampaignId Campaign, CustomerId Customer, DateTimeOffset At)>();
        if (await ledger.FirstAdAsync(from.AddDays(-capped.Max(one => one.Days)), cancellation).ConfigureAwait(false) is { } first)
        {
            await foreach (var row in AdRows.AfterAsync(ledger, new DecisionId(first.Value - 1), most, cancellation).ConfigureAwait(false))
            {
                if (row.Customer is { } customer && row.Terms.Arm != AdCodes.Holdout && AdRows.CampaignOf(row, book) is { } campaign && ends.TryGetValue(campaign, out var end) && row.At < end)
                {
                    shows.Add((campaign, customer, row.At));
                }
            }
        }

        foreach (var (id, end) in ends)
        {
            Caps.ForgetBefore(id, end);
        }

        foreach (var (campaign, customer, at) in shows)
        {
            Caps.Add(campaign, customer, at);
        }

        foreach (var (id, days, _) in capped)
        {
            Caps.Kept(id, days);
        }
    }
}
