using FluentValidation;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Quality;

/// <summary>Rules as they are stored, changed by people with a line in the audit log.</summary>
internal sealed class QualityRules(DataQualityStore store, IAuditLog audit, TimeProvider time) : IQualityRules
{
    private static readonly QualityRuleValidator Validator = new();
    private static readonly QualityPassValidator PassValidator = new();

    public async Task<IReadOnlyList<QualityRule>> ListAsync(CancellationToken cancellation) => await store.RulesAsync(cancellation).ConfigureAwait(false);

    public async Task SaveAsync(QualityRule rule, string actor, CancellationToken cancellation)
    {
        Validator.ValidateAndThrow(rule);
        await store.SaveRuleAsync(rule, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "quality.rule", rule.Key, new { rule.Low, rule.High, Severity = rule.Severity.ToString(), rule.Enabled }, cancellation).ConfigureAwait(false);
    }

    public async Task<int> GenerateAsync(IReadOnlyList<FieldProfile> reference, string actor, CancellationToken cancellation)
    {
        var rules = JudgeRules.Generate(reference);
        await store.GenerateAsync(rules, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "quality.generate", "quality rules", new { Rules = rules.Count }, cancellation).ConfigureAwait(false);
        return rules.Count;
    }

    public async Task PassOnceAsync(string key, string reason, string actor, CancellationToken cancellation)
    {
        var pass = new QualityPass(key, actor, reason.Trim(), time.GetUtcNow());
        PassValidator.ValidateAndThrow(pass);
        await store.AddPassAsync(pass, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "quality.pass", key, new { pass.Reason }, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<QualityPass>> PassesAsync(CancellationToken cancellation) => await store.OpenPassesAsync(cancellation).ConfigureAwait(false);

    public async Task<IReadOnlyList<string>> ObstaclesAsync(RunId run, CancellationToken cancellation)
    {
        if (await store.LatestAsync(cancellation).ConfigureAwait(false) is not { Failures: { Count: > 0 } failures })
        {
            return [];
        }

        // A pass is good for one run only when it opens the way; as long as something else forbids the training, it waits.
        var open = (await store.OpenPassesAsync(cancellation).ConfigureAwait(false)).Select(pass => pass.Key);
        var used = await store.UsedPassesAsync(run, cancellation).ConfigureAwait(false);
        var left = failures.Except(open.Concat(used), StringComparer.Ordinal).ToList();
        if (left.Count == 0)
        {
            await store.UsePassesAsync(failures, run, cancellation).ConfigureAwait(false);
        }

        return left;
    }
}

/// <summary>What a rule may hold.</summary>
internal sealed class QualityRuleValidator : AbstractValidator<QualityRule>
{
    public QualityRuleValidator()
    {
        RuleFor(rule => rule.Kind).Must(kind => JudgeRules.Kinds.Contains(kind)).WithMessage(rule => $"'{rule.Kind}' is no kind of rule; choose one of {string.Join(", ", JudgeRules.Kinds)}.");
        RuleFor(rule => rule).Must(rule => rule.Low is not null || rule.High is not null).OverridePropertyName("Bounds").WithMessage("The rule has no bound; enter a least or a most.");
        RuleFor(rule => rule.High).Must((rule, high) => high is null || rule.Low is null || high >= rule.Low).WithMessage(rule => $"The most ({rule.High}) is below the least ({rule.Low}); exchange the two.");
        RuleFor(rule => rule.Low).Must(IsFinite).WithMessage("The least is not a number.");
        RuleFor(rule => rule.High).Must(IsFinite).WithMessage("The most is not a number.");
    }

    private static bool IsFinite(double? value) => value is null || double.IsFinite(value.Value);
}

/// <summary>What is needed to let a failure pass.</summary>
internal sealed class QualityPassValidator : AbstractValidator<QualityPass>
{
    public QualityPassValidator()
    {
        RuleFor(pass => pass.Reason).NotEmpty().WithMessage("Say why the failure may pass; it is kept in the audit log.");
        RuleFor(pass => pass.Reason).MaximumLength(500).WithMessage("The reason is longer than 500 characters; shorten it.");
    }
}
