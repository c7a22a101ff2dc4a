namespace Marketing.Kernel;

/// <summary>An amount in the minor unit of a currency (pence, cents, fen). The default value has no currency and is not an amount.</summary>
/// <param name="Minor">Amount in minor units; negative for refunds.</param>
/// <param name="Currency">ISO 4217 code, for example <c>GBP</c>.</param>
public readonly record struct Money(long Minor, string Currency)
{
    /// <summary>How many decimals the minor unit of a currency stands for (ISO 4217).</summary>
    /// <param name="currency">ISO 4217 code.</param>
    public static int Decimals(string currency) => currency switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "XAF" or "XOF" or "XPF" or "UGX" or "PYG" => 0,
        "BHD" or "KWD" or "OMR" or "JOD" or "TND" or "IQD" or "LYD" => 3,
        _ => 2,
    };

    /// <summary>The sign that people write beside amounts of a currency, or its code where it has none of its own.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    public static string Sign(string currency) => currency switch
    {
        "GBP" => "£",
        "EUR" => "€",
        "USD" or "CAD" or "AUD" or "NZD" or "SGD" or "HKD" or "MXN" => "$",
        "JPY" or "CNY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        "PLN" => "zł",
        "SEK" or "NOK" or "DKK" => "kr",
        _ => currency,
    };

    /// <summary>The amount in major units, for display only.</summary>
    public decimal Major => Minor / (decimal)Math.Pow(10, Decimals(Currency));

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money a, Money b) => new(a.Minor + Same(a, b).Minor, a.Currency);

    /// <summary>Subtracts two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money a, Money b) => new(a.Minor - Same(a, b).Minor, a.Currency);

    private static Money Same(Money a, Money b) => a.Currency == b.Currency
        ? b
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} cannot be added without a dated rate.");
}
