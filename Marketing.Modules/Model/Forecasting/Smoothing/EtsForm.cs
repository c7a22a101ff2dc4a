namespace Marketing.Model.Forecasting.Smoothing;

/// <summary>How a part of a series joins the rest.</summary>
internal enum Joined
{
    /// <summary>It is not there.</summary>
    None,

    /// <summary>It is added.</summary>
    Additive,

    /// <summary>It multiplies.</summary>
    Multiplicative,
}

/// <summary>A form of exponential smoothing in the taxonomy of Hyndman et al. 2008, table 2.1; trends that multiply are left out, as R's <c>ets</c> does.</summary>
/// <param name="Error">How errors join: <see cref="Joined.Additive"/> or <see cref="Joined.Multiplicative"/>.</param>
/// <param name="HasTrend">Whether there is an additive trend.</param>
/// <param name="IsDamped">Whether that trend fades.</param>
/// <param name="Season">How the season joins.</param>
internal readonly record struct EtsForm(Joined Error, bool HasTrend, bool IsDamped, Joined Season)
{
    /// <summary>Simple exponential smoothing.</summary>
    public static EtsForm Simple { get; } = new(Joined.Additive, false, false, Joined.None);

    /// <summary>Holt's linear trend.</summary>
    public static EtsForm Holt { get; } = new(Joined.Additive, true, false, Joined.None);

    /// <summary>Holt's trend, damped (Gardner and McKenzie 1985).</summary>
    public static EtsForm Damped { get; } = new(Joined.Additive, true, true, Joined.None);

    /// <summary>Smoothing constants that are fitted.</summary>
    public int Constants => 1 + (HasTrend ? 1 : 0) + (IsDamped ? 1 : 0) + (Season == Joined.None ? 0 : 1);

    /// <summary>
    /// Forms that suit a series: those that multiply need positive values; an additive error with a season that multiplies is left out for its instability (Hyndman et al. 2008, sec. 2.5.2).
    /// </summary>
    /// <param name="positive">Whether all values are above 0.</param>
    /// <param name="seasonal">Whether there is a season.</param>
    public static IEnumerable<EtsForm> Suiting(bool positive, bool seasonal)
    {
        foreach (var error in (Joined[])[Joined.Additive, Joined.Multiplicative])
        {
            foreach (var season in seasonal ? (Joined[])[Joined.None, Joined.Additive, Joined.Multiplicative] : [Joined.None])
            {
                foreach (var (trend, damped) in ((bool, bool)[])[(false, false), (true, false), (true, true)])
                {
                    var form = new EtsForm(error, trend, damped, season);
                    if ((positive || (error == Joined.Additive && season != Joined.Multiplicative)) && !(error == Joined.Additive && season == Joined.Multiplicative))
                    {
                        yield return form;
                    }
                }
            }
        }
    }

    public override string ToString() => $"ETS({Letter(Error)},{(!HasTrend ? "N" : IsDamped ? "Ad" : "A")},{Letter(Season)})";

    private static char Letter(Joined joined) => joined switch
    {
        Joined.Additive => 'A',
        Joined.Multiplicative => 'M',
        _ => 'N',
    };
}
