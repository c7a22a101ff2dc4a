using Marketing.App.Resources;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Strategy;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>What a policy learned of an advertisement, in words.</summary>
internal static class ArmWords
{
    /// <summary>What a policy knows of an advertisement: of how many shows it learned, and what a show brought with its interval.</summary>
    public static string Say(Words words, Display display, AdPolicy policy, AdId ad) =>
        policy.Arms.Where(arm => arm.Arm == ad.Value).Select(arm => (PolicyArm?)arm).FirstOrDefault() is { Rewards: > 0 } arm
            ? words.Count("Ads.LearnedOf", arm.Rewards, Mean(words, display, policy.Settings, arm))
            : words["Ads.LearnedNothing"];

    /// <summary>What a show brought: a share with its interval for clicks and orders, money for margin.</summary>
    public static string Mean(Words words, Display display, AdPolicySettings settings, PolicyArm arm)
    {
        if (arm.Mean is not { } mean)
        {
            return Numerals.Nothing;
        }

        if (settings.Goal == AdGoal.Margin)
        {
            return words["Ads.MarginAShow", AdWords.Money(display, mean * settings.RewardValue)];
        }

        // After forgetting, as many shows count as are left of them.
        var shows = (long)Math.Round(arm.Weight);
        var rate = AdRate.Of((long)Math.Round(mean * shows), shows);
        return words[$"Ads.GoalRate.{settings.Goal}", display.Percent(mean, 2), AdWords.Interval(display, rate) ?? Numerals.Nothing];
    }
}
