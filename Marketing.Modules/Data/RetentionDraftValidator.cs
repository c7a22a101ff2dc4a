using FluentValidation;
using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>What a period must be like.</summary>
public sealed class RetentionDraftValidator : AbstractValidator<RetentionDraft>
{
    /// <summary>Longest period in days; longer is for good.</summary>
    public const int MostDays = 36_500;

    /// <param name="kinds">The kinds that there are.</param>
    public RetentionDraftValidator(IReadOnlyList<RetentionKind> kinds)
    {
        RuleFor(draft => draft.Kind)
            .Must(name => kinds.Any(kind => kind.Name == name))
            .WithMessage(draft => $"There is no kind of data '{draft.Kind}'. The kinds are {string.Join(", ", kinds.Select(kind => kind.Name))}.");
        RuleFor(draft => draft.Days)
            .Must((draft, days) => days is null || (days >= Least(kinds, draft.Kind) && days <= MostDays))
            .WithMessage(draft => $"{draft.Kind} is kept for {Least(kinds, draft.Kind)} to {MostDays} days, or for good; not for {draft.Days}.");
    }

    private static int Least(IReadOnlyList<RetentionKind> kinds, string name) => kinds.FirstOrDefault(kind => kind.Name == name)?.LeastDays ?? 1;
}
