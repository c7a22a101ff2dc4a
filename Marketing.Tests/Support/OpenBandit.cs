using System.Globalization;
using System.Text.Json;
using Marketing.Evaluation;
using Marketing.Evaluation.OffPolicy;

namespace Marketing.Tests.Support;

/// <summary>The logs of the Open Bandit sample under Golden, with codes for names: actions are the items' numbers, positions count from 0.</summary>
internal sealed record OpenBandit(int[] Actions, int[] Positions, double[] Rewards, double[] Propensities)
{
    public static JsonElement Reference(string campaign) => Golden.Read("off_policy.json").GetProperty(campaign);

    public static int Count(string campaign) => campaign == "men" ? 34 : 46;

    public static OpenBandit Read(string policy, string campaign)
    {
        string[][] rows = [.. File.ReadLines(PathOf(policy, campaign)).Skip(1).Select(line => line.Split(','))];
        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        return new OpenBandit(
            [.. rows.Select(row => (int)Number(row[0]))],
            [.. rows.Select(row => (int)Number(row[1]) - 1)],
            [.. rows.Select(row => Number(row[2]))],
            [.. rows.Select(row => row.Length > 3 ? Number(row[3]) : 1.0 / Count(campaign))]);
    }

    public static string PathOf(string policy, string campaign) => Path.Combine(AppContext.BaseDirectory, "Golden", "open_bandit", $"{policy}_{campaign}.csv");

    /// <summary>The Thompson sampling that the other log was drawn by, from its priors.</summary>
    public static PolicyTable Thompson(string campaign)
    {
        var reference = Reference(campaign);
        return new PolicyTable(Count(campaign), 3, BetaRanks.Probabilities(Golden.Doubles(reference.GetProperty("prior_alpha")), Golden.Doubles(reference.GetProperty("prior_beta")), 3));
    }

    public static PolicyTable Uniform(string campaign) => new(Count(campaign), 3, [.. Enumerable.Repeat(1.0 / Count(campaign), 3 * Count(campaign))]);

    public LoggedChoices Toward(PolicyTable policy) => new(Actions, Positions, Rewards, Propensities, policy.OfChosen(Actions, Positions));

    /// <summary>With smoothed means as the reward model.</summary>
    public LoggedChoices WithMeans(PolicyTable policy)
    {
        var means = SmoothedMeans.Fit(Actions, Rewards, policy.Actions);
        var expected = policy.Expected(means);
        return Toward(policy).WithModel(Array.ConvertAll(Actions, action => means[action]), Array.ConvertAll(Positions, position => expected[position]));
    }
}
