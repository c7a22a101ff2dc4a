using Marketing.Data;
using Marketing.Model;

namespace Marketing.Strategy.Ads;

/// <summary>A policy that learned from given lessons and is asked about logged choices.</summary>
internal sealed class WhatIf(IPolicy policy) : IAdWhatIf
{
    private readonly HashSet<long> _held = [.. policy.Arms.Select(arm => arm.Arm)];

    /// <summary>Lets a policy learn.</summary>
    public static WhatIf Of(IPolicy policy, IReadOnlyList<AdLesson> lessons)
    {
        policy.Join([.. lessons.Select(lesson => AdCodes.ReadAction(lesson.Row.Terms.Action)?.Value).OfType<long>().Distinct()]);
        var rewards = new List<PolicyReward>(lessons.Count);
        foreach (var (row, reward) in lessons)
        {
            if (AdCodes.ReadAction(row.Terms.Action) is { } ad && AdContext.Read(row.Context) is { } context)
            {
                rewards.Add(new PolicyReward(context.ToFeatures(), ad.Value, row.Propensity, reward, row.At));
            }
        }

        policy.Learn(rewards, rewards.Count > 0 ? rewards[^1].At : DateTimeOffset.UnixEpoch);
        return new WhatIf(policy);
    }

    public double[]? Probabilities(in AdDecisionRow row)
    {
        if (AdContext.Read(row.Context) is not { } context || AdCodes.ReadCandidates(row.Terms.Candidates) is not { Length: > 0 } candidates)
        {
            return null;
        }

        var arms = Array.ConvertAll(candidates, ad => ad.Value);
        if (arms.Where(_held.Add).ToArray() is { Length: > 0 } fresh)
        {
            policy.Join(fresh);
        }

        var probabilities = new double[arms.Length];
        return policy.Probabilities(new PolicyRequest(context.ToFeatures(), arms, 1, 0), probabilities) is null ? probabilities : null;
    }
}
