namespace Marketing.Model.Forecasting.Arima;

/// <summary>Orders of a seasonal model (Box, Jenkins, Reinsel and Ljung 2015, sec. 9.1): p, d, q of the steps and P, D, Q of the seasons.</summary>
/// <param name="Ar">p, earlier values.</param>
/// <param name="Differences">d, differences of neighbours.</param>
/// <param name="Ma">q, earlier errors.</param>
/// <param name="SeasonalAr">P, values of earlier seasons.</param>
/// <param name="SeasonalDifferences">D, differences over a season.</param>
/// <param name="SeasonalMa">Q, errors of earlier seasons.</param>
/// <param name="Season">Steps of one season, 1 for none.</param>
/// <param name="HasConstant">Whether what is left after the differences has a mean: that of the series, or a drift.</param>
internal readonly record struct ArimaOrder(int Ar, int Differences, int Ma, int SeasonalAr, int SeasonalDifferences, int SeasonalMa, int Season, bool HasConstant)
{
    /// <summary>Numbers that are searched.</summary>
    public int Searched => Ar + Ma + SeasonalAr + SeasonalMa;

    /// <summary>Numbers that are fitted, the variance with them.</summary>
    public int Fitted => Searched + (HasConstant ? 1 : 0) + 1;

    /// <summary>Values that the differences take.</summary>
    public int Lost => Differences + (SeasonalDifferences * Season);

    public override string ToString() =>
        $"ARIMA({Ar},{Differences},{Ma}){(SeasonalAr + SeasonalDifferences + SeasonalMa > 0 ? $"({SeasonalAr},{SeasonalDifferences},{SeasonalMa})[{Season}]" : "")}{(!HasConstant ? "" : Differences + SeasonalDifferences > 0 ? " with drift" : " with mean")}";
}
