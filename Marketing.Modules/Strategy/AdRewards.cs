using Marketing.Data;

namespace Marketing.Strategy;

/// <summary>What came of an advertisement, as its policy counts it.</summary>
public static class AdRewards
{
    /// <summary>A click on it.</summary>
    public const string Clicked = "clicked";

    /// <summary>An order that a click led to; its value is the margin in minor units.</summary>
    public const string Bought = "bought";

    /// <summary>The reward of a decision.</summary>
    /// <param name="settings">Goal, window and unit.</param>
    /// <param name="at">When it was made.</param>
    /// <param name="outcomes">What became of it.</param>
    /// <returns>
    /// 0 or 1 for clicks and orders; margin in units of <see cref="AdPolicySettings.RewardValue"/>. What came after the window does not count. What is told of a time before the decision does, as it is counted and charged: its clock differs.
    /// </returns>
    public static double Of(AdPolicySettings settings, DateTimeOffset at, IEnumerable<Outcome> outcomes)
    {
        var (end, sum) = (at + TimeSpan.FromMinutes(settings.WindowMinutes), 0.0);
        foreach (var outcome in outcomes)
        {
            if (outcome.At > end || outcome.Kind != (settings.Goal == AdGoal.Click ? Clicked : Bought))
            {
                continue;
            }

            if (settings.Goal != AdGoal.Margin)
            {
                return 1;
            }

            sum += outcome.Value / settings.RewardValue;
        }

        return sum;
    }
}
