namespace Marketing.Model.Forecasting;

/// <summary>Foretells one regular series from itself. Pure: the same input gives the same output, bit by bit; may be used by several threads at once.</summary>
internal interface IForecaster
{
    /// <summary>Method by the field's name: <c>naive</c>, <c>ets</c>, <c>theta</c> ...</summary>
    string Kind { get; }

    /// <summary>Foretells the next values.</summary>
    /// <param name="values">Observations, the oldest first, at equal steps; finite.</param>
    /// <param name="season">Steps of one season, 1 for none.</param>
    /// <param name="horizon">Steps to foretell, 1 or more.</param>
    /// <returns><see cref="ForecastOutcome.Foretold"/>, or <see cref="ForecastOutcome.Declined"/> where the method cannot say anything about such a series.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="season"/> or <paramref name="horizon"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    ForecastOutcome Forecast(ReadOnlySpan<double> values, int season, int horizon);
}

/// <summary>What a method says about a series.</summary>
internal abstract record ForecastOutcome
{
    private ForecastOutcome()
    {
    }

    /// <summary>It foretells.</summary>
    /// <param name="Mean">Expected values of the next steps.</param>
    /// <param name="Deviation">Standard deviations of the errors of these by the method's own model, as long; null where it has none.</param>
    /// <param name="Form">What was fitted in the field's notation, for example <c>ETS(M,Ad,M)</c>; the kind where there is nothing to choose.</param>
    /// <param name="Parameters">Fitted numbers by the papers' letters.</param>
    internal sealed record Foretold(double[] Mean, double[]? Deviation, string Form, IReadOnlyList<KeyValuePair<string, double>> Parameters) : ForecastOutcome;

    /// <summary>It cannot.</summary>
    /// <param name="Reason">Machine name of the reason, one of <see cref="DeclineReasons"/>.</param>
    internal sealed record Declined(string Reason) : ForecastOutcome;
}

/// <summary>Why a method says nothing about a series.</summary>
internal static class DeclineReasons
{
    /// <summary>There are too few observations for it.</summary>
    public const string TooShort = "too-short";

    /// <summary>It is for positive values only.</summary>
    public const string NotPositive = "not-positive";

    /// <summary>It is for demand that is never negative.</summary>
    public const string Negative = "negative";

    /// <summary>It needs a season.</summary>
    public const string NoSeason = "no-season";

    /// <summary>Its values are larger than the method can compute with.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> All { get; } = [TooShort, NotPositive, Negative, NoSeason, TooLarge];
}
