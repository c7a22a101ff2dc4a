using Marketing.App.Resources;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>What a thousand choices earn, by the goal: clicks, orders, or money.</summary>
internal static class GoalWords
{
    private const double Thousand = 1000;

    /// <summary>A figure with its unit left out: <see cref="Unit"/> tells it.</summary>
    public static string Value(Display display, AdGoal goal, double reward) => goal == AdGoal.Margin ? AdWords.Money(display, Drawn(reward)) : display.Number(Drawn(reward), 1);

    /// <summary>A difference with its sign.</summary>
    public static string Signed(Display display, AdGoal goal, double reward) => (reward > 0 ? "+" : "") + Value(display, goal, reward);

    /// <summary>The figure as a chart draws it: of a thousand choices, money in minor units.</summary>
    public static double Drawn(double reward) => Thousand * reward;

    /// <summary>The unit: of a thousand shows.</summary>
    public static string Unit(Words words, AdGoal goal) => words[$"Ads.Unit.{goal}"];
}
