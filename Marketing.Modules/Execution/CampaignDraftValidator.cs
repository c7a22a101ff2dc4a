using FluentValidation;
using Marketing.Execution.Templates;
using Marketing.Strategy;

namespace Marketing.Execution;

/// <summary>What a draft must keep to; used by <see cref="ICampaigns"/> and by the form in front of it.</summary>
public sealed class CampaignDraftValidator : AbstractValidator<CampaignDraft>
{
    private const int LongestName = 100;
    private const int LongestSubject = 500;
    private const int LongestBody = 200_000;
    private const double LargestHoldout = 0.9;
    private const int MostProducts = 12;

    /// <summary>Sets up the rules.</summary>
    public CampaignDraftValidator()
    {
        RuleFor(draft => draft.Name)
            .Must(name => Fits(name, LongestName))
            .WithMessage($"The name must have 1 to {LongestName} letters. Enter one by which colleagues know the campaign.");
        RuleFor(draft => draft.Audience)
            .Must(audience => AudienceCodes.All.Contains(audience))
            .WithMessage(draft => $"There is no audience '{draft.Audience}'. Choose one of the list.");
        RuleFor(draft => draft.HoldoutShare)
            .InclusiveBetween(0, LargestHoldout)
            .WithMessage(draft => $"The holdout {draft.HoldoutShare} is not a share from 0 to {LargestHoldout}. Enter for example 0.1 to hold back one in ten.");
        RuleFor(draft => draft.Products)
            .InclusiveBetween(0, MostProducts)
            .WithMessage(draft => $"{draft.Products} products are not possible. Enter 0 to {MostProducts}.");
        Template(RuleFor(draft => draft.Subject), "subject", LongestSubject);
        Template(RuleFor(draft => draft.Body), "body", LongestBody);
    }

    private static void Template(IRuleBuilderInitial<CampaignDraft, string> rule, string name, int longest) => rule
        .Cascade(CascadeMode.Stop)
        .Must(text => Fits(text, longest))
        .WithMessage($"The {name} must have 1 to {longest:N0} letters.")
        .Custom((text, context) =>
        {
            if (MailTemplate.Check(text) is { } fault)
            {
                context.AddFailure($"The {name} cannot be used, {fault}");
            }
        });

    private static bool Fits(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest;
}
