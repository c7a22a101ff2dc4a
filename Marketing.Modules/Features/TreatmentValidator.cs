using FluentValidation;

namespace Marketing.Features;

/// <summary>Checks a treatment before it comes into force; the configuration and the form use it too.</summary>
public sealed class TreatmentValidator : AbstractValidator<Treatment>
{
    // Every whole number up to here is a double, and an amount of money of this size is none.
    private const double Largest = 1e15;
    private const double LargestReach = 100;

    /// <summary>Creates the rules.</summary>
    public TreatmentValidator()
    {
        RuleFor(treatment => treatment.Missing).IsInEnum().WithMessage($"There is no such way to treat missing values; choose one of {string.Join(", ", Enum.GetNames<MissingMethod>())}.");
        RuleFor(treatment => treatment.Outliers).IsInEnum().WithMessage($"There is no such way to tell outliers; choose one of {string.Join(", ", Enum.GetNames<OutlierMethod>())}.");
        RuleFor(treatment => treatment.Action).IsInEnum().WithMessage($"There is no such thing to do about outliers; choose one of {string.Join(", ", Enum.GetNames<OutlierAction>())}.");
        RuleFor(treatment => treatment.Constant).Must(constant => Math.Abs(constant) <= Largest)
            .WithMessage("The value for missing rows is no number or too large; enter one between -1e15 and 1e15.");
        RuleFor(treatment => treatment.Threshold).Must(threshold => threshold is null or (> 0 and < 1))
            .When(treatment => treatment.Outliers == OutlierMethod.IsolationForest)
            .WithMessage("The threshold of the isolation forest is a score above 0 and below 1; enter for example 0.6, or leave it empty.");
        RuleFor(treatment => treatment.Threshold).Must(threshold => threshold is null or (> 0 and <= LargestReach))
            .When(treatment => treatment.Outliers != OutlierMethod.IsolationForest)
            .WithMessage($"The threshold is above 0 and at most {LargestReach}; enter for example 3, or leave it empty.");
    }
}
