using System.ComponentModel.DataAnnotations;

namespace Marketing.Model;

/// <summary>Settings of what is expected of customers; configuration section <c>Model:Outlooks</c>.</summary>
public sealed class OutlookOptions
{
    /// <summary>Days for which churn and spend are told, unless nights train a recommender that tells them for days of its own (<c>Model:Methods:transformer:horizon_days</c>): all are compared over the same days.</summary>
    [Range(7, 3650)]
    public int HorizonDays { get; set; } = 90;

    /// <summary>Whether a method whose training is long is trained once more on the history before the horizon, to be compared; without it, such a method never takes charge.</summary>
    public bool Backtest { get; set; } = true;
}
