using FluentValidation;

namespace Marketing.Data;

/// <summary>What a webhook must keep to; used by <see cref="IWebhooks"/> and by the form in front of it.</summary>
public sealed class WebhookDraftValidator : AbstractValidator<WebhookDraft>
{
    private const int LongestName = 100;
    private const int ShortestSecret = 16;
    private const int LongestSecret = 200;

    /// <summary>Sets up the rules.</summary>
    public WebhookDraftValidator()
    {
        RuleFor(draft => draft.Name)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName)
            .WithMessage($"The name of the webhook must have 1 to {LongestName} letters. Enter the name of the shop system that reports.");
        RuleFor(draft => draft.Kind).IsInEnum();
        RuleFor(draft => draft.Secret)
            .Must(secret => secret is null || (secret.Length is >= ShortestSecret and <= LongestSecret && secret.All(letter => letter is > ' ' and < (char)127)))
            .WithMessage($"The secret must have {ShortestSecret} to {LongestSecret} letters or digits and no blanks. Copy it from the shop system as it stands there.");
    }
}
