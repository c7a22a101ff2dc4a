using FluentValidation;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Consents;

/// <summary>Answers of people: read as they stand, and only added to.</summary>
internal sealed class KeepConsents(DataConsentsStore store, ISuppressions suppressions, ISnapshots snapshots, IAuditLog audit, IShop shop, BusinessClock clock) : IConsents
{
    private const string Person = "the person";
    private static readonly ConsentUse MarketingMail = new(ConsentPurposes.Marketing, ConsentChannels.Mail);
    private static readonly ConsentDraftValidator Validator = new();

    public Task<bool> KnowsAsync(CustomerId customer, CancellationToken cancellation) => store.KnowsAsync(customer, cancellation);

    public async Task<IReadOnlyList<ConsentState>> StateAsync(CustomerId customer, CancellationToken cancellation)
    {
        var latest = await store.StateAsync(customer, cancellation).ConfigureAwait(false);
        return [.. ConsentUse.Asked.Union(latest.Select(entry => entry.Use)).Select(use => new ConsentState(use, latest.Find(entry => entry.Use == use)))];
    }

    public async Task<IReadOnlyList<ConsentEntry>> HistoryAsync(CustomerId customer, CancellationToken cancellation) =>
        await store.HistoryAsync(customer, cancellation).ConfigureAwait(false);

    public async Task<bool> RecordAsync(ConsentDraft draft, CancellationToken cancellation)
    {
        await Validator.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        return await WriteAsync(draft.Customer, [draft], cancellation).ConfigureAwait(false) > 0;
    }

    public async Task<int?> ChooseAsync(CustomerId customer, IReadOnlyCollection<ConsentUse> granted, string language, string source, CancellationToken cancellation)
    {
        if (!await store.KnowsAsync(customer, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        var wordings = await store.WordingsAsync(cancellation).ConfigureAwait(false);
        var states = await StateAsync(customer, cancellation).ConfigureAwait(false);

        // A yes that stands but does not count, since somebody with the address has refused or it is suppressed, is given anew.
        var held = (await suppressions.HeldAsync([customer], cancellation).ConfigureAwait(false)).Count > 0;

        // A no that another record with the address has overtaken by a yes is said again.
        var overtaken = await IsOvertakenAsync(customer, states.FirstOrDefault(state => state.Use == MarketingMail)?.Latest, cancellation).ConfigureAwait(false);

        // Somebody who never answered and does not tick anything has not answered now either, unless everything is refused.
        var drafts = states.Where(state => granted.Contains(state.Use) ? !state.Granted || (held && state.Use == MarketingMail) : state.Latest is null ? granted.Count == 0 : state.Granted || (overtaken && state.Use == MarketingMail))
            .Select(state => new ConsentDraft(
                customer, state.Use, granted.Contains(state.Use), source,
                wordings.Find(wording => wording.Purpose == state.Use.Purpose && wording.Language == language)?.Code ?? "none", LawfulBases.Consent, null, null))
            .ToList();
        return drafts.Count == 0 ? 0 : await WriteAsync(customer, drafts, cancellation).ConfigureAwait(false);
    }

    public async Task<bool> UnsubscribeAsync(CustomerId customer, string source, CancellationToken cancellation)
    {
        var latest = (await store.StateAsync(customer, cancellation).ConfigureAwait(false)).Find(entry => entry.Use == MarketingMail);
        return latest is { Granted: false } && !await IsOvertakenAsync(customer, latest, cancellation).ConfigureAwait(false)
            ? await store.KnowsAsync(customer, cancellation).ConfigureAwait(false)
            : await WriteAsync(customer, [new ConsentDraft(customer, MarketingMail, false, source, latest?.Wording ?? "none", LawfulBases.Consent, null, null)], cancellation).ConfigureAwait(false) > 0;
    }

    public async Task<IReadOnlyList<ConsentCount>> CountAsync(CancellationToken cancellation)
    {
        var (counts, people) = await store.CountAsync(cancellation).ConfigureAwait(false);
        return [.. ConsentUse.Asked.Union(counts.Select(row => new ConsentUse(row.Purpose, row.Channel))).Select(use =>
            counts.Find(row => row.Purpose == use.Purpose && row.Channel == use.Channel) is { } row
                ? new ConsentCount(use, row.Granted, row.Answered - row.Granted, Math.Max(0, people - row.Answered))
                : new ConsentCount(use, 0, 0, people))];
    }

    public async Task<IReadOnlyList<ConsentMonth>> MonthsAsync(CancellationToken cancellation)
    {
        var changes = (await store.ChangesAsync(cancellation).ConfigureAwait(false)).ConvertAll(row =>
            (Use: new ConsentUse(row.Purpose, row.Channel), Month: MonthOf(DateOnly.FromDayNumber(checked((int)row.Day) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)), row.Change));
        if (changes.Count == 0)
        {
            return [];
        }

        var uses = ConsentUse.Asked.Where(use => changes.Exists(change => change.Use == use)).ToList();
        var stands = uses.ToDictionary(use => use, _ => 0L);
        var byMonth = changes.Where(change => stands.ContainsKey(change.Use)).ToLookup(change => change.Month);
        var last = MonthOf(shop.DayOf(clock.GetUtcNow()));
        var months = new List<ConsentMonth>();
        for (var month = changes[0].Month; month <= last; month = month.AddMonths(1))
        {
            foreach (var change in byMonth[month])
            {
                stands[change.Use] += change.Change;
            }

            months.AddRange(uses.Select(use => new ConsentMonth(month, use, stands[use])));
        }

        return months;
    }

    // An address is one mailbox: what its newest answer says holds, under whichever record it was given.
    private async Task<bool> IsOvertakenAsync(CustomerId customer, ConsentEntry? latest, CancellationToken cancellation) =>
        latest is { Granted: false } && await store.AgreedSinceAsync(customer, MarketingMail, latest.At, cancellation).ConfigureAwait(false);

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private async Task<int> WriteAsync(CustomerId customer, IReadOnlyList<ConsentDraft> drafts, CancellationToken cancellation)
    {
        var written = await store.AddAsync(drafts, clock.GetUtcNow(), cancellation).ConfigureAwait(false);
        foreach (var draft in written == 0 ? [] : drafts)
        {
            await audit.WriteAsync(draft.Actor ?? Person, draft.Granted ? "consent.grant" : "consent.withdraw", $"customer {customer.Value}", new { draft.Use.Purpose, draft.Use.Channel, draft.Source, draft.Wording }, cancellation).ConfigureAwait(false);
        }

        if (written > 0 && drafts.Any(draft => draft.Actor is not null))
        {
            // What people choose themselves comes often; it shows in counts with the next snapshot and holds for mails at once.
            snapshots.Invalidate();
        }

        return written;
    }
}
