using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>A rate of another currency that holds from a day of the shop on, until a newer one.</summary>
/// <param name="Currency">Code of the currency (ISO 4217).</param>
/// <param name="Day">First day, as <c>yyyy-MM-dd</c>.</param>
/// <param name="Rate">Units of the currency for one unit of the shop's; above 0.</param>
public sealed record CurrencyRate(string Currency, string Day, double Rate);

/// <summary>Rates by which amounts in other currencies are converted when they come in. What is stored already stays as it was converted.</summary>
public interface ICurrencyRates
{
    /// <summary>Rates by currency, the newest day first; search looks for the currency.</summary>
    Task<Page<CurrencyRate>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Gives or corrects a rate.</summary>
    /// <exception cref="ArgumentException">The currency is not known or is the shop's own, or the rate is not a number above 0; the message says so.</exception>
    Task SetAsync(string currency, DateOnly day, double rate, string actor, CancellationToken cancellation);

    /// <summary>Removes a rate; false when there is none of that day.</summary>
    Task<bool> RemoveAsync(string currency, DateOnly day, string actor, CancellationToken cancellation);
}
