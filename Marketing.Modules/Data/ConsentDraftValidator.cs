using FluentValidation;

namespace Marketing.Data;

/// <summary>Checks an answer before it is written down; the form uses it too.</summary>
public sealed class ConsentDraftValidator : AbstractValidator<ConsentDraft>
{
    private const int Longest = 500;

    /// <summary>Creates the rules.</summary>
    public ConsentDraftValidator()
    {
        RuleFor(draft => draft.Use.Purpose).Must(ConsentPurposes.All.Contains).WithName("Purpose").WithMessage($"The purpose is none of {string.Join(", ", ConsentPurposes.All)}. Choose one of them.");
        RuleFor(draft => draft.Use.Channel).Must(ConsentChannels.All.Contains).WithName("Channel").WithMessage($"The channel is none of {string.Join(", ", ConsentChannels.All)}. Choose one of them.");
        RuleFor(draft => draft.Basis).Must(LawfulBases.All.Contains).WithMessage($"The lawful basis is none of {string.Join(", ", LawfulBases.All)}. Choose one of them.");
        RuleFor(draft => draft.Source).Must(Said).WithMessage("Say where the person answered, for example 'phone call', in up to 500 letters.");
        RuleFor(draft => draft.Wording).Must(Said).WithMessage("Name the wording that the person saw or heard, in up to 500 letters.");
        RuleFor(draft => draft.Reason).Must(Said).When(draft => draft.Actor is not null).WithMessage("Say why the answer is written down by hand, in up to 500 letters.");
    }

    private static bool Said(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= Longest;
}
