namespace Marketing.Data.Quality;

/// <summary>Rules against what was measured, and rules out of what is taken for sound. Pure.</summary>
internal static class JudgeRules
{
    public const string Missing = "missing";
    public const string Least = "least";
    public const string Most = "most";
    public const string Distinct = "distinct";
    public const string Psi = "psi";
    public const string Ks = "ks";

    /// <summary>What can be measured of a field.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Missing, Least, Most, Distinct, Psi, Ks];

    // Three standard errors of a share, and never less than this: a field of few rows must not raise an alarm at every turn.
    private const double Errors = 3;
    private const double LeastSlack = 0.02;

    // A field that loses this much more of its values than it did is taken for broken off, and not learned from.
    private const double BrokenSlack = 0.30;

    // How many times the reference's span a value may lie beyond it.
    private const double RangeReach = 1.0;
    private const double DistinctReach = 3.0;
    private const double ShiftBound = 0.25;
    private const double DistanceBound = 0.20;

    /// <summary>Judges the rules in force against the period looked at.</summary>
    public static IReadOnlyList<RuleResult> Judge(IReadOnlyList<QualityRule> rules, IReadOnlyList<FieldProfile> fields)
    {
        var known = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        return [.. rules.Where(rule => rule.Enabled).Select(rule => Judge(rule, known.GetValueOrDefault(rule.Field)))];
    }

    /// <summary>Rules that the reference, each field's period before, keeps with room to spare.</summary>
    public static IReadOnlyList<QualityRule> Generate(IReadOnlyList<FieldProfile> reference)
    {
        var rules = new List<QualityRule>();
        foreach (var field in reference.Where(field => field.Before.Rows > 0))
        {
            var share = field.Before.MissingShare!.Value;
            var slack = Math.Max(LeastSlack, Errors * Math.Sqrt(share * (1 - share) / field.Before.Rows));

            // What hardly ever lacks a value may not break off; what often lacks one is only watched.
            var hard = share < LeastSlack;
            rules.Add(new QualityRule(field.Name, Missing, null, Math.Round(Math.Min(1, share + (hard ? BrokenSlack : slack)), 4), hard ? RuleSeverity.Hard : RuleSeverity.Warn, true, false));
            if (field.Type == "time")
            {
                continue;
            }

            if (field.Before.Numbers is { } numbers)
            {
                var reach = Math.Max(1, RangeReach * (numbers.Most - numbers.Least));
                rules.Add(new QualityRule(field.Name, Least, numbers.Least >= 0 ? Math.Max(0, numbers.Least - reach) : numbers.Least - reach, null, RuleSeverity.Warn, true, false));
                rules.Add(new QualityRule(field.Name, Most, null, numbers.Most + reach, RuleSeverity.Warn, true, false));
                rules.Add(new QualityRule(field.Name, Ks, null, DistanceBound, RuleSeverity.Warn, true, false));
            }

            if (field.Before.Distinct > 0)
            {
                rules.Add(new QualityRule(field.Name, Distinct, Math.Round(1 / DistinctReach, 4), DistinctReach, RuleSeverity.Warn, true, false));
            }

            rules.Add(new QualityRule(field.Name, Psi, null, ShiftBound, RuleSeverity.Warn, true, false));
        }

        return rules;
    }

    private static RuleResult Judge(QualityRule rule, FieldProfile? field)
    {
        var value = field is null ? null : Measure(rule.Kind, field);
        var status = value is not { } measured ? "none"
            : measured >= (rule.Low ?? double.NegativeInfinity) && measured <= (rule.High ?? double.PositiveInfinity) ? "pass"
            : rule.Severity == RuleSeverity.Hard ? "fail" : "warn";
        return new RuleResult(rule.Key, status, value, rule.Low, rule.High);
    }

    private static double? Measure(string kind, FieldProfile field) => kind switch
    {
        Missing => field.Now.MissingShare,
        Least => field.Now.Numbers?.Least,
        Most => field.Now.Numbers?.Most,
        Distinct when Math.Min(field.Now.Rows, field.Before.Rows) < ProfileField.LeastRows => null,
        Distinct => field.Before.Distinct == 0 ? null : (double)field.Now.Distinct / field.Before.Distinct,
        Psi => field.Shift.Psi,
        Ks => field.Shift.Ks,
        _ => null,
    };
}
