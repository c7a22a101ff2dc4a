using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketing.Evaluation;
using Marketing.Strategy;

namespace Marketing.App.Api.V1;

/// <summary>Policies of placements, judgements, and answers about other policies, as programs read and write them.</summary>
internal static class AdPolicyJson
{
    public static object Shown(PlacementPolicies both) => new { both.Placement, incumbent = Shown(both.Incumbent), challenger = both.Challenger is { } challenger ? Shown(challenger) : null, former = both.Former is { } former ? new { id = former.Id, name = former.Name, method = former.Settings.Method, former.Until } : null };

    public static object Shown(AdPolicy one) => new
    {
        id = one.Id,
        name = one.Name,
        method = one.Settings.Method,
        parameters = one.Settings.Parameters,
        goal = Reading.Word(one.Settings.Goal),
        one.Settings.WindowMinutes,
        explorationBudgetMinor = one.Settings.ExplorationBudget,
        rewardValueMinor = one.Settings.RewardValue,
        stage = Reading.Word(one.Stage),
        one.Since,
        one.Actor,
        one.Learned,
        one.LearnedTo,
        exploredTodayMinor = one.ExploredToday,
        arms = one.Arms.Select(arm => new { ad = arm.Arm, rewards = arm.Rewards, weight = arm.Weight, mean = arm.Mean }),
    };

    public static object Shown(AdSwitch state) => new { off = state.IsOff, state.Actor, state.At, state.Reason };

    public static object Shown(RolloutJudgement one) => new
    {
        one.Placement,
        challenger = one.Challenger.Name,
        stage = Reading.Word(one.Challenger.Stage),
        verdict = Reading.Word(one.Verdict),
        one.At,
        one.Choices,
        one.OfChallenger,
        one.Incumbent,
        one.Difference,
        one.Low,
        one.High,
        one.Margin,
        refused = one.Refusals.Select(Shown),
    };

    public static object Shown(AdEffect one) => new
    {
        campaign = one.Campaign.Value,
        one.Seen,
        one.HeldOut,
        seenMarginMinor = one.SeenMargin,
        heldOutMarginMinor = one.HeldOutMargin,
        gainMinor = one.Gain,
        lowMinor = one.Low,
        highMinor = one.High,
        why = one.Why is { } why ? Reading.Word(why) : null,
    };

    public static object Shown(AdWhatIf told) => new
    {
        told.Question.Placement,
        told.Question.First,
        told.Question.Last,
        alternative = Name(told.Question.Alternative),
        goal = Reading.Word(told.Question.Goal),
        told.Question.WindowMinutes,
        told.From,
        told.To,
        told.Choices,
        told.Taught,
        logged = Shown(told.Logged),
        would = Shown(told.Would),
        gain = Shown(told.Gain),
        estimates = told.Answer is OffPolicyAnswer.Answered answered ? answered.Figures.OfType<OffPolicyFigure.Estimated>().ToDictionary(figure => figure.Name, Shown) : null,
        refused = told.Answer is OffPolicyAnswer.Refused refused ? refused.Reasons.Select(Shown) : null,
        effectiveSampleSize = told.Answer.Diagnostics?.EffectiveSampleSize,
        largestWeight = told.Answer.Diagnostics?.LargestWeight,
        caveats = told.Caveats.Select(caveat => Reading.Word(caveat)),
    };

    /// <summary>Another policy by its name: <c>chance</c>, <c>ad:17</c>, or a method.</summary>
    public static string Name(AdAlternative alternative) => alternative switch
    {
        AdAlternative.Always(var ad) => AdCodes.Action(ad),
        AdAlternative.Learned(var settings) => settings.Method,
        _ => "chance",
    };

    /// <summary>Settings of a policy out of a body; what is left out has its usual value.</summary>
    public static AdPolicySettings Settings(JsonObject body, BodyForm form)
    {
        var usual = AdPolicySettings.Default;
        return new AdPolicySettings(
            AdJson.Needed(body, "method", form),
            Parameters(body, form),
            AdJson.Named<AdGoal>(body, "goal", form) ?? usual.Goal,
            AdJson.Small(body, "windowMinutes", form) ?? usual.WindowMinutes,
            AdJson.Whole(body, "explorationBudgetMinor", form),
            AdJson.Whole(body, "rewardValueMinor", form) ?? usual.RewardValue);
    }

    /// <summary>A question out of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="form">What it may hold.</param>
    /// <param name="today">Last day where it is left out; the first is then 27 days before.</param>
    /// <returns>The question for the settings of the placement's policy in charge, whose goal and window hold where they are left out.</returns>
    public static (string Placement, Func<AdPolicySettings, AdWhatIfQuestion> Of) Question(JsonObject body, BodyForm form, DateOnly today)
    {
        var (last, name, placement) = (Day(body, "last", form) ?? today, AdJson.Needed(body, "policy", form), AdJson.Needed(body, "placement", form));
        var (first, parameters) = (Day(body, "first", form) ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - 27)), Parameters(body, form));
        var (typedGoal, typedWindow) = (AdJson.Named<AdGoal>(body, "goal", form), AdJson.Small(body, "windowMinutes", form));
        return (placement, Of);

        AdWhatIfQuestion Of(AdPolicySettings own)
        {
            var (goal, window) = (typedGoal ?? own.Goal, typedWindow ?? own.WindowMinutes);
            return new AdWhatIfQuestion(placement, first, last, Alternative(name, new AdPolicySettings(name, parameters, goal, window, null, own.RewardValue)), goal, window);
        }
    }

    /// <summary>Another policy from its name.</summary>
    public static AdAlternative Alternative(string name, AdPolicySettings settings) =>
        name == "chance" ? new AdAlternative.Chance() : AdCodes.ReadAction(name) is { } ad ? new AdAlternative.Always(ad) : new AdAlternative.Learned(settings);

    /// <summary>Why logs cannot answer, in a few English words for programs and the command line.</summary>
    public static string Text(OffPolicyRefusal refusal)
    {
        double Of(string name) => refusal.Values.GetValueOrDefault(name, double.NaN);
        return refusal.Code switch
        {
            OffPolicyReason.NoRow => "there is no choice of these days whose window is over",
            OffPolicyReason.SmallEffectiveSample => string.Create(CultureInfo.InvariantCulture, $"of {Of("rows"):N0} choices only about {Of("effective"):N0} speak for the other way, {Of("least"):N0} are needed"),
            OffPolicyReason.WeightsOff => "the chances that were noted do not fit what was chosen",
            OffPolicyReason.NoOverlap => string.Create(CultureInfo.InvariantCulture, $"{Of("mass"):P0} of what the other way would choose could hardly be chosen in these days, at most {Of("limit"):P0} may be"),
            OffPolicyReason.WrongPropensity => "choices were noted with chances that are none",
            OffPolicyReason.WrongPolicy => "the other way gives chances that are none",
            OffPolicyReason.WrongReward => "what came of choices is no number",
            _ => "the choices of these days cannot tell",
        };
    }

    private static object Shown(OffPolicyRefusal refusal) => new { code = refusal.Code, values = refusal.Values, text = Text(refusal) };

    private static object? Shown(OffPolicyFigure.Estimated? figure) => figure is null ? null : new { figure.Value, figure.Low, figure.High };

    private static Dictionary<string, string> Parameters(JsonObject body, BodyForm form) =>
        body["parameters"] is null ? []
        : body["parameters"] is JsonObject given && given.All(one => one.Value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) ? given.ToDictionary(one => one.Key, one => one.Value!.ToString())
        : throw form.Wrong("The field 'parameters' is no object of names and values.");

    private static DateOnly? Day(JsonObject body, string field, BodyForm form) =>
        AdJson.Optional(body, field, form) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw form.Wrong($"The field '{field}' is no day, such as 2026-01-31.");
}
