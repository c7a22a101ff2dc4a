using System.Globalization;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Data.Intake;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Shop;

/// <summary>Rates of other currencies, from the store.</summary>
internal sealed class CurrencyRates(DataRatesStore store, IShop shop, IAuditLog audit) : ICurrencyRates
{
    public Task<Page<CurrencyRate>> ListAsync(TableQuery query, CancellationToken cancellation) => store.ListAsync(query, cancellation);

    public async Task SetAsync(string currency, DateOnly day, double rate, string actor, CancellationToken cancellation)
    {
        var code = Code(currency);
        if (Wrong(code, rate) is { } wrong)
        {
            throw new ArgumentException(wrong.Reason, nameof(currency));
        }

        await store.SetAsync([new CurrencyRate(code, Text(day), rate)], cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "rate.set", $"{code} {Text(day)}", new { rate }, CancellationToken.None).ConfigureAwait(false);
    }

    public async Task<RatesOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation)
    {
        try
        {
            var rates = await Task.Run(() => RatesFile.Read(text, Wrong, cancellation), cancellation).ConfigureAwait(false);
            await store.SetAsync(rates, cancellation).ConfigureAwait(false);
            await audit.WriteAsync(actor, "rate.import", name, new { rates.Count }, CancellationToken.None).ConfigureAwait(false);
            return new RatesOutcome.Taken(rates.Count);
        }
        catch (Exception e) when (FileRefusal.Of(e, name) is { } refusal)
        {
            return new RatesOutcome.Refused(refusal);
        }
    }

    public async Task<bool> RemoveAsync(string currency, DateOnly day, string actor, CancellationToken cancellation)
    {
        var removed = await store.RemoveAsync(Code(currency), Text(day), cancellation).ConfigureAwait(false);
        if (removed)
        {
            await audit.WriteAsync(actor, "rate.remove", $"{Code(currency)} {Text(day)}", null, CancellationToken.None).ConfigureAwait(false);
        }

        return removed;
    }

    public Task<IReadOnlyList<WaitingRows>> WaitingAsync(CancellationToken cancellation) => store.WaitingAsync(cancellation);

    private ImportOutcome.Refused? Wrong(string code, double rate) =>
        code == shop.Profile.Currency ? FileFault.RateOwn.Of("", code)
        : !Currencies.Known.Contains(code) ? FileFault.RateCurrency.Of("", Cell.Cut(code))
        : !double.IsFinite(rate) || rate <= 0 ? FileFault.RateNotPositive.Of("", code, shop.Profile.Currency)
        : null;

    private static string Code(string currency) => currency.Trim().ToUpperInvariant();

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
