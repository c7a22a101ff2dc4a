using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>A rate of another currency that holds from a day of the shop on, until a newer one.</summary>
/// <param name="Currency">Code of the currency (ISO 4217).</param>
/// <param name="Day">First day, as <c>yyyy-MM-dd</c>.</param>
/// <param name="Rate">Units of the currency for one unit of the shop's; above 0.</param>
public sealed record CurrencyRate(string Currency, string Day, double Rate);

/// <summary>Rows of an import that stay apart until a rate is given.</summary>
/// <param name="Import">The import.</param>
/// <param name="File">Name of its file.</param>
/// <param name="Currency">Currency of the rows, as it stands in the file.</param>
/// <param name="Rows">How many, those left out that were brought in corrected since.</param>
public sealed record WaitingRows(ImportId Import, string File, string Currency, long Rows);

/// <summary>What became of a file of rates.</summary>
public abstract record RatesOutcome
{
    private RatesOutcome()
    {
    }

    /// <summary>All its rates hold.</summary>
    /// <param name="Rates">How many.</param>
    public sealed record Taken(long Rates) : RatesOutcome;

    /// <summary>A row cannot be read; none of its rates was taken.</summary>
    /// <param name="Refusal">Place, reason and fix.</param>
    public sealed record Refused(ImportOutcome.Refused Refusal) : RatesOutcome;
}

/// <summary>Rates by which amounts in other currencies are converted when they come in. What is stored already stays as it was converted.</summary>
public interface ICurrencyRates
{
    /// <summary>Rates by currency, the newest day first; search looks for the currency.</summary>
    Task<Page<CurrencyRate>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Gives or corrects a rate.</summary>
    /// <exception cref="ArgumentException">The currency is not known or is the shop's own, or the rate is not a number above 0; the message says so.</exception>
    Task SetAsync(string currency, DateOnly day, double rate, string actor, CancellationToken cancellation);

    /// <summary>Gives or corrects all rates of a CSV file with the columns date, currency and rate, or none.</summary>
    /// <param name="text">UTF-8; read on another thread, without asynchronous readings.</param>
    /// <param name="name">Name shown to people.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellation">Stops the reading; nothing is kept then.</param>
    Task<RatesOutcome> ImportAsync(Stream text, string name, string actor, CancellationToken cancellation);

    /// <summary>Rows of visible imports that stay apart because a rate is missing, by import and currency.</summary>
    Task<IReadOnlyList<WaitingRows>> WaitingAsync(CancellationToken cancellation);

    /// <summary>Removes a rate; false when there is none of that day.</summary>
    Task<bool> RemoveAsync(string currency, DateOnly day, string actor, CancellationToken cancellation);
}
