using Marketing.Model.Forecasting.Arima;
using Marketing.Model.Forecasting.Combination;
using Marketing.Model.Forecasting.Intermittent;
using Marketing.Model.Forecasting.Simple;
using Marketing.Model.Forecasting.Smoothing;
using Marketing.Model.Forecasting.Theta;

namespace Marketing.Model.Forecasting;

/// <summary>Every method that foretells a series from itself.</summary>
internal static class Forecasters
{
    private static readonly IForecaster[] Single = [.. NaiveForecaster.All, .. SmoothingForecaster.All, .. ThetaForecaster.All, new ArimaForecaster(), .. IntermittentForecaster.All, new StockBalanceForecaster()];
    private static readonly CombinationForecaster Combined = new();

    /// <summary>All of them, the simplest first.</summary>
    public static IReadOnlyList<IForecaster> All { get; } =
    [
        .. Single,
        Combined,
        new AutoForecaster(Combined, Some("naive", "seasonal-naive", "ets", "theta"), Some("theta", "seasonal-naive", "tsb", "sba", "imapa", "naive")),
    ];

    /// <summary>The method of a kind.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IForecaster Of(string kind) => All.First(one => one.Kind == kind);

    private static IForecaster[] Some(params string[] kinds) => [.. kinds.Select(kind => Array.Find(Single, one => one.Kind == kind)!)];
}
