using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>How a placement is to decide, as it is typed: money in units of the shop's currency.</summary>
public sealed class ChallengerForm
{
    private const double MinutesAnHour = 60;

    // Beyond every bound, and within the numbers that money is counted in.
    private const decimal Largest = 1_000_000_000_000_000;

    public string Method { get; set; } = AdPolicySettings.Default.Method;

    public AdGoal Goal { get; set; } = AdGoal.Click;

    /// <summary>Hours.</summary>
    public double Window { get; set; } = 1;

    /// <summary>Most that exploring may cost a day; null for no bound.</summary>
    public decimal? Exploration { get; set; }

    /// <summary>What a click, an order, or the unit in which margin is counted is worth.</summary>
    public decimal Value { get; set; } = 1;

    /// <summary>Parameters typed, by name; what is empty keeps its default.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>A form that begins where a policy stands.</summary>
    public static ChallengerForm Of(AdPolicySettings settings, string currency)
    {
        var form = new ChallengerForm
        {
            Method = settings.Method,
            Goal = settings.Goal,
            Window = settings.WindowMinutes / MinutesAnHour,
            Exploration = settings.ExplorationBudget is { } budget ? new Money(budget, currency).Major : null,
            Value = (decimal)(settings.RewardValue / AdWords.Unit(currency)),
        };
        foreach (var (name, value) in settings.Parameters)
        {
            form.Parameters[name] = value;
        }

        return form;
    }

    /// <summary>What was typed; parameters of another method are left out.</summary>
    public AdPolicySettings Settings(IReadOnlyList<MethodParameter> known, string currency) => new(
        Method,
        Parameters.Where(parameter => known.Any(other => other.Name == parameter.Key) && !string.IsNullOrWhiteSpace(parameter.Value)).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Trim()),
        Goal,
        (int)Math.Clamp(Math.Round(Window * MinutesAnHour), int.MinValue, int.MaxValue),
        Exploration is { } budget ? (long)Math.Round(Math.Clamp(budget, -Largest, Largest) * (decimal)AdWords.Unit(currency)) : null,
        (double)Value * AdWords.Unit(currency));
}
