using FluentValidation;

namespace Marketing.Data;

/// <summary>What must be said about whoever answers for the processing.</summary>
public sealed class DataControllerValidator : AbstractValidator<DataController>
{
    private const int LongestText = 500;

    /// <summary>Sets up the rules.</summary>
    public DataControllerValidator()
    {
        RuleFor(controller => controller.Name).Must(IsText).WithMessage($"Enter the name of the firm that answers for the data, in 1 to {LongestText} letters.");
        RuleFor(controller => controller.Contact).Must(IsText).WithMessage($"Enter how the firm is reached, in 1 to {LongestText} letters: postal address, mail, phone.");
        RuleFor(controller => controller.Country)
            .Must(Countries.IsKnown)
            .WithMessage(controller => $"'{controller.Country}' is no country. Enter its code of two letters, for example DE.");
        RuleFor(controller => controller.Officer).Must(officer => officer is null || IsText(officer)).WithMessage($"Enter the officer with contact in 1 to {LongestText} letters, or leave the field empty.");
    }

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText;
}
