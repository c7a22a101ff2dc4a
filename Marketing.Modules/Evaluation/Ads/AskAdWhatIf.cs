using System.Globalization;
using Marketing.Data;
using Marketing.Evaluation.OffPolicy;
using Marketing.Kernel;
using Marketing.Kernel.Processing;
using Marketing.Model;
using Marketing.Strategy;
using Microsoft.Extensions.Options;

namespace Marketing.Evaluation.Ads;

/// <summary>From a question about the past of a placement to an answer by off-policy evaluation.</summary>
internal sealed class AskAdWhatIf(ILedger ledger, IAdPolicies policies, IPolicyMethods methods, IShop shop, BusinessClock clock, IOptions<EvaluationOptions> options) : IAdWhatIfs
{
    private const double Switch = 5;
    private const double Shrinkage = 100;
    private const int BadInput = 2;
    private const int EarliestYear = 1900;
    private const int LatestYear = 2200;
    private readonly AdPolicySettingsValidator _validator = new(methods);

    public async Task<AdWhatIf> AskAsync(AdWhatIfQuestion question, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        Check(question);
        var (from, to) = (shop.StartOf(question.First), shop.StartOf(question.Last.AddDays(1)));
        return await AskAsync(question, from, to, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same of any stretch of time.</summary>
    public async Task<AdWhatIf> AskAsync(AdWhatIfQuestion question, DateTimeOffset from, DateTimeOffset to, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        // Counted in minor units, whatever unit the other policy learns in.
        var counted = AdPolicySettings.Default with { Goal = question.Goal, WindowMinutes = question.WindowMinutes, RewardValue = 1 };
        var log = await AdLog.ReadAsync(ledger, question.Placement, from, to, clock.GetUtcNow(), counted, progress, cancellation).ConfigureAwait(false);
        if (question.Alternative is AdAlternative.Always { Ad: var ad } && log.Lessons.Count > 0 && log.Lessons.Select(lesson => lesson.Row.Terms.Candidates).Distinct().All(candidates => !AdCodes.ReadCandidates(candidates).Contains(ad)))
        {
            throw new OperatorException($"The advertisement {ad.Value} could never be shown in these choices.", "Name one that took part in the placement on these days.", BadInput);
        }

        return await HeavyWork.RunAsync(() => Answer(question, log, progress, cancellation), cancellation).ConfigureAwait(false);
    }

    private AdWhatIf Answer(AdWhatIfQuestion question, AdLog log, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (lessons, caveats, taught) = (log.Lessons, log.Caveats, 0);
        Func<AdDecisionRow, AdId[], double[]?> asked;
        switch (question.Alternative)
        {
            case AdAlternative.Learned { Settings: var settings }:
                taught = lessons.Count / 2;
                var learned = policies.Learned(settings, [.. lessons.Take(taught).Select(lesson => lesson with { Reward = Unit(settings, question.Goal, lesson.Reward) })]);
                asked = (row, _) => learned.Probabilities(row);
                (lessons, caveats) = ([.. lessons.Skip(taught)], [.. caveats.Append(AdCaveat.SecondHalf).Order()]);
                break;
            case AdAlternative.Always { Ad: var ad }:
                asked = (_, candidates) => Certain(candidates, ad);
                break;
            default:
                asked = (_, candidates) => Even(candidates);
                break;
        }

        var (choices, means) = Choices(lessons, asked, cancellation);
        var plan = new EvaluationPlan(null, Switch, Shrinkage, options.Value.BootstrapResamples, (ulong)options.Value.Seed, OverlapLimits.Of(options.Value));
        var answer = EvaluatePolicy.Answer(choices, null, plan, progress, cancellation);
        var told = answer as OffPolicyAnswer.Answered;
        return new AdWhatIf(
            question,
            lessons.Count > 0 ? lessons[0].Row.At : null,
            lessons.Count > 0 ? lessons[^1].Row.At : null,
            choices.Rows,
            taught,
            answer,
            Figure(told, "on_policy"),
            Figure(told, "dr"),
            told is null || means == 0 ? null : EvaluatePolicy.Gain(choices, plan, cancellation),
            caveats);
    }

    private static OffPolicyFigure.Estimated? Figure(OffPolicyAnswer.Answered? told, string name) => told?.Figures.FirstOrDefault(figure => figure.Name == name) as OffPolicyFigure.Estimated;

    // What is learned from is counted in the policy's own unit; a click or an order is 1 in either.
    private static double Unit(AdPolicySettings settings, AdGoal goal, double reward) => goal == AdGoal.Margin ? reward / settings.RewardValue : reward;

    private static double[] Even(AdId[] candidates)
    {
        var probabilities = new double[candidates.Length];
        Array.Fill(probabilities, 1.0 / candidates.Length);
        return probabilities;
    }

    private static double[] Certain(AdId[] candidates, AdId ad) => Array.IndexOf(candidates, ad) is >= 0 and var at ? [.. candidates.Select((_, i) => i == at ? 1.0 : 0)] : Even(candidates);

    // Columns of the choices with a reward model of smoothed means; a choice whose candidates cannot be read, or of none that the policy holds, is left out. The model is fitted first, so that no choice's probabilities are kept.
    private static (LoggedChoices Choices, int Means) Choices(IReadOnlyList<AdLesson> lessons, Func<AdDecisionRow, AdId[], double[]?> asked, CancellationToken cancellation)
    {
        var codes = new Dictionary<AdId, int>();
        var known = new Dictionary<string, (AdId[] Ads, int[] Codes)>(StringComparer.Ordinal);
        var readable = new List<(AdLesson Lesson, AdId[] Ads, int[] Codes, int At)>(lessons.Count);
        foreach (var lesson in lessons)
        {
            if (!known.TryGetValue(lesson.Row.Terms.Candidates, out var candidates))
            {
                var ads = AdCodes.ReadCandidates(lesson.Row.Terms.Candidates);
                known[lesson.Row.Terms.Candidates] = candidates = (ads, Array.ConvertAll(ads, ad => Code(codes, ad)));
            }

            if (Array.IndexOf(candidates.Ads, AdCodes.ReadAction(lesson.Row.Terms.Action)!.Value) is >= 0 and var at)
            {
                readable.Add((lesson, candidates.Ads, candidates.Codes, at));
            }
        }

        var means = readable.Count == 0 ? [] : SmoothedMeans.Fit(readable.ConvertAll(one => one.Codes[one.At]).ToArray(), readable.ConvertAll(one => one.Lesson.Reward).ToArray(), codes.Count);
        var (actions, rewards, propensities) = (new List<int>(readable.Count), new List<double>(readable.Count), new List<double>(readable.Count));
        var (chosen, told, wanted) = (new List<double>(readable.Count), new List<double>(readable.Count), new List<double>(readable.Count));
        foreach (var (lesson, ads, own, at) in readable)
        {
            cancellation.ThrowIfCancellationRequested();
            if (asked(lesson.Row, ads) is not { } probabilities)
            {
                continue;
            }

            actions.Add(own[at]);
            rewards.Add(lesson.Reward);
            propensities.Add(lesson.Row.Propensity);
            chosen.Add(probabilities[at]);
            told.Add(means[own[at]]);
            wanted.Add(Expected(probabilities, own, means));
        }

        var choices = new LoggedChoices(actions.ToArray(), default, rewards.ToArray(), propensities.ToArray(), chosen.ToArray());
        return actions.Count == 0 ? (choices, 0) : (choices.WithModel(told.ToArray(), wanted.ToArray()), means.Length);
    }

    private static double Expected(double[] probabilities, int[] codes, double[] means)
    {
        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i] * means[codes[i]];
        }

        return sum;
    }

    private static int Code(Dictionary<AdId, int> codes, AdId ad)
    {
        if (!codes.TryGetValue(ad, out var code))
        {
            codes[ad] = code = codes.Count;
        }

        return code;
    }

    private void Check(AdWhatIfQuestion question)
    {
        if (question.First.Year < EarliestYear || question.Last.Year > LatestYear || question.Last < question.First || question.Last.DayNumber - question.First.DayNumber >= IAdWhatIfs.MostDays)
        {
            throw new OperatorException(
                string.Create(CultureInfo.InvariantCulture, $"The days {question.First:yyyy-MM-dd} to {question.Last:yyyy-MM-dd} cannot be asked about."),
                $"Name a first day and a last day not before it, at most {IAdWhatIfs.MostDays} days together.",
                BadInput);
        }

        var settings = question.Alternative is AdAlternative.Learned { Settings: var given } ? given : AdPolicySettings.Default;
        if (_validator.Validate(settings with { WindowMinutes = question.WindowMinutes }).Errors is [var error, ..])
        {
            throw new OperatorException(error.ErrorMessage, "Choose other settings for the policy that is asked about.", BadInput);
        }
    }
}
