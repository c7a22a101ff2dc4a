using Marketing.Model.Forecasting.Intermittent;
using Marketing.Model.Forecasting.Simple;
using Marketing.Model.Forecasting.Smoothing;
using Marketing.Model.Forecasting.Theta;

namespace Marketing.Model.Forecasting;

/// <summary>Every method that foretells a series from itself.</summary>
internal static class Forecasters
{
    /// <summary>All of them, the simplest first.</summary>
    public static IReadOnlyList<IForecaster> All { get; } = [.. NaiveForecaster.All, .. SmoothingForecaster.All, .. ThetaForecaster.All, .. IntermittentForecaster.All];
}
