using FluentValidation;

namespace Marketing.Data;

/// <summary>What a recorded transfer must say.</summary>
public sealed class TransferDraftValidator : AbstractValidator<TransferDraft>
{
    private const int LongestName = 200;
    private const int LongestPurpose = 500;

    /// <param name="controller">Who answers for the data, or null while nobody has said it.</param>
    public TransferDraftValidator(DataController? controller)
    {
        RuleFor(draft => draft.Place)
            .Must(place => TransferPlaces.All.Contains(place))
            .WithMessage(draft => $"There is no way out '{draft.Place}'. There are {string.Join(", ", TransferPlaces.All)}.");
        RuleFor(draft => draft.Recipient)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl))
            .WithMessage($"Say who gets the data in 1 to {LongestName} letters, for example the name of the mail provider.");
        RuleFor(draft => draft.Country)
            .Must(Countries.IsKnown)
            .WithMessage(draft => $"'{draft.Country}' is no country. Enter its code of two letters, for example DE.");
        RuleFor(draft => draft.Basis)
            .Must(basis => TransferTerms.Bases.Contains(basis))
            .WithMessage(draft => $"'{draft.Basis}' is no lawful basis. Choose {string.Join(", ", TransferTerms.Bases)}.");
        RuleFor(draft => draft.Safeguard)
            .Must(safeguard => safeguard is null || TransferTerms.Safeguards.Contains(safeguard))
            .WithMessage(draft => $"'{draft.Safeguard}' is no safeguard. Choose {string.Join(", ", TransferTerms.Safeguards)}.");
        RuleFor(draft => draft.Safeguard)
            .Must((draft, safeguard) => safeguard is not null || !Countries.IsKnown(draft.Country) || !Countries.IsThird(controller?.Country, draft.Country))
            .WithMessage(draft => $"{draft.Country} is under another law of data protection. Say what guards the data there: {string.Join(", ", TransferTerms.Safeguards)}.");
        RuleFor(draft => draft.Purpose)
            .Must(purpose => !string.IsNullOrWhiteSpace(purpose) && purpose.Length <= LongestPurpose)
            .WithMessage($"Say what the recipient does with the data, in 1 to {LongestPurpose} letters.");
    }
}
