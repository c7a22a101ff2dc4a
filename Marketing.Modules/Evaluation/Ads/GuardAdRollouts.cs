using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Evaluation.Ads;

/// <summary>
/// Guardrails. In the shadow a challenger is asked about what the policy in charge logged. Once it decides for a share p of the people, each person's reward counts as <c>r (A / p − (1 − A) / (1 − p))</c>
/// about the common mean, whose average is the difference of the two policies whatever the people are like (Horvitz and Thompson 1952); people are the units, since one who asks often says one thing.
/// </summary>
internal sealed class GuardAdRollouts(AskAdWhatIf whatIf, IAdPolicies policies, ILedger ledger, BusinessClock clock)
{
    private const double Alpha = 0.05;
    private const double Borne = 0.1;
    private const int LeastUnits = 100;
    private static readonly TimeSpan Past = TimeSpan.FromDays(30);

    /// <summary>Judges the challenger of a placement by all that the ledger has; null where there is none.</summary>
    public async Task<RolloutJudgement?> JudgeAsync(string placement, CancellationToken cancellation)
    {
        var (both, now) = (await policies.FindAsync(placement, cancellation).ConfigureAwait(false), clock.GetUtcNow());
        if (both.Challenger is not { } challenger)
        {
            return null;
        }

        var judged = challenger.Stage == AdStage.Shadow ? await ShadowAsync(challenger, cancellation).ConfigureAwait(false) : await ShownAsync(both.Incumbent, challenger, cancellation).ConfigureAwait(false);
        return judged with { At = now };
    }

    /// <summary>See <see cref="IAdRollouts.GuardAsync"/>.</summary>
    public async Task<IReadOnlyList<RolloutJudgement>> GuardAsync(CancellationToken cancellation)
    {
        var taken = new List<RolloutJudgement>();
        foreach (var both in await policies.ListAsync(cancellation).ConfigureAwait(false))
        {
            // In the shadow nothing is lost, and an interval that is looked at again and again would be left by chance.
            if (both.Challenger is { Stage: > AdStage.Shadow } && await JudgeAsync(both.Placement, cancellation).ConfigureAwait(false) is { Verdict: RolloutVerdict.Harmful } judged)
            {
                var reason = string.Create(CultureInfo.InvariantCulture, $"{judged.Difference:G4} a choice against {judged.Incumbent:G4} ({judged.Low:G4} to {judged.High:G4}), {judged.Choices} choices");
                if (await policies.WithdrawAsync(judged.Challenger, reason, IAdRollouts.Guardrail, cancellation).ConfigureAwait(false) == RolloutChange.Done)
                {
                    taken.Add(judged);
                }
            }
        }

        return taken;
    }

    private async Task<RolloutJudgement> ShadowAsync(AdPolicy challenger, CancellationToken cancellation)
    {
        var question = new AdWhatIfQuestion(challenger.Placement, default, default, new AdAlternative.Learned(challenger.Settings), challenger.Settings.Goal, challenger.Settings.WindowMinutes);
        var told = await whatIf.AskAsync(question, clock.GetUtcNow() - Past, clock.GetUtcNow(), null, cancellation).ConfigureAwait(false);
        if (told is not { Gain: { Low: { } low, High: { } high } gain, Logged: { } logged })
        {
            return new RolloutJudgement(
                challenger.Placement, challenger, RolloutVerdict.Wait, told.Choices, 0, told.Logged?.Value, told.Gain?.Value, null, null, null, told.Answer is OffPolicyAnswer.Refused refused ? refused.Reasons : []);
        }

        var margin = Borne * Math.Abs(logged.Value);
        return new RolloutJudgement(challenger.Placement, challenger, Verdict(low, high, margin), told.Choices, 0, logged.Value, gain.Value, low, high, margin, []);
    }

    private async Task<RolloutJudgement> ShownAsync(AdPolicy incumbent, AdPolicy challenger, CancellationToken cancellation)
    {
        var counted = challenger.Settings with { RewardValue = 1 };
        var log = await AdLog.ReadAsync(ledger, challenger.Placement, challenger.Since, clock.GetUtcNow(), clock.GetUtcNow(), counted, null, cancellation).ConfigureAwait(false);
        var lessons = log.Lessons.Where(lesson => lesson.Row.Terms.Policy == challenger.Name || lesson.Row.Terms.Policy == incumbent.Name).ToList();
        var own = lessons.Where(lesson => lesson.Row.Terms.Policy == challenger.Name).ToList();
        var others = lessons.Count - own.Count;
        double? earned = others == 0 ? null : lessons.Where(lesson => lesson.Row.Terms.Policy == incumbent.Name).Average(lesson => lesson.Reward);
        var units = Units(lessons, challenger, Share(challenger.Stage));
        if (earned is not { } mean || units.Count(unit => unit.IsOwn) < LeastUnits || units.Count(unit => !unit.IsOwn) < LeastUnits)
        {
            return new RolloutJudgement(challenger.Placement, challenger, RolloutVerdict.Wait, lessons.Count, own.Count, earned, null, null, null, null, []);
        }

        // A choice is what figures are about; a unit makes some of them.
        double each = lessons.Count / (double)units.Count, difference = units.Average(unit => unit.Term) / each;
        var deviation = Math.Sqrt(units.Sum(unit => Math.Pow(unit.Term - (difference * each), 2)) / (units.Count - 1)) / each;
        var (half, margin) = (ConfidenceSequence.Half(units.Count, deviation, Alpha), Borne * Math.Abs(mean));
        var (low, high) = (difference - half, difference + half);
        return new RolloutJudgement(challenger.Placement, challenger, Verdict(low, high, margin), lessons.Count, own.Count, mean, difference, low, high, margin, []);
    }

    private static double Share(AdStage stage) => stage == AdStage.Half ? 0.5 : 0.05;

    private static RolloutVerdict Verdict(double low, double high, double margin) => high < 0 ? RolloutVerdict.Harmful : low > -margin ? RolloutVerdict.Ready : RolloutVerdict.Wait;

    // A known customer is on one side for as long as the stage lasts; each question of a visitor is a unit of its own.
    private static List<(double Term, bool IsOwn)> Units(List<AdLesson> lessons, AdPolicy challenger, double share)
    {
        if (lessons.Count == 0)
        {
            return [];
        }

        var mean = lessons.Average(lesson => lesson.Reward);
        double Weighed(double sum, bool isOwn) => sum * (isOwn ? 1 / share : -1 / (1 - share));
        var units = new List<(double, bool)>();
        foreach (var some in lessons.GroupBy(lesson => (lesson.Row.Customer, Visit: lesson.Row.Customer is null ? lesson.Row.Id : default, IsOwn: lesson.Row.Terms.Policy == challenger.Name)))
        {
            units.Add((Weighed(some.Sum(lesson => lesson.Reward - mean), some.Key.IsOwn), some.Key.IsOwn));
        }

        return units;
    }
}
