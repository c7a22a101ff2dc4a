using FluentValidation;
using Marketing.Model;

namespace Marketing.Strategy;

/// <summary>What settings of a policy must keep to; used by <see cref="IAdPolicies"/> and by the form in front of it.</summary>
public sealed class AdPolicySettingsValidator : AbstractValidator<AdPolicySettings>
{
    private const int LongestWindow = 43_200;
    private const long MostMoney = 1_000_000_000_000;

    /// <summary>Sets up the rules.</summary>
    /// <param name="methods">Methods on offer.</param>
    public AdPolicySettingsValidator(IPolicyMethods methods)
    {
        RuleFor(settings => settings.Method)
            .Must(method => methods.Kinds.Contains(method))
            .WithMessage(settings => $"There is no method '{settings.Method}'. Choose one of {string.Join(", ", methods.Kinds)}.");
        RuleFor(settings => settings).Custom((settings, context) => Parameters(methods, settings, context));
        RuleFor(settings => settings.Goal).IsInEnum().WithMessage("The goal is click, order or margin.");
        RuleFor(settings => settings.WindowMinutes)
            .InclusiveBetween(1, LongestWindow)
            .WithMessage(settings => $"A window of {settings.WindowMinutes} minutes is not possible. Enter 1 to {LongestWindow:N0} (30 days).");
        RuleFor(settings => settings.ExplorationBudget)
            .Must(budget => budget is null or (>= 0 and <= MostMoney))
            .WithMessage("What exploring may cost a day is an amount from 0 on; leave it empty for no bound.");
        RuleFor(settings => settings.RewardValue)
            .Must(value => double.IsFinite(value) && value is > 0 and <= MostMoney)
            .WithMessage("What a reward is worth is an amount above 0.");
    }

    private static void Parameters(IPolicyMethods methods, AdPolicySettings settings, ValidationContext<AdPolicySettings> context)
    {
        if (!methods.Kinds.Contains(settings.Method))
        {
            return;
        }

        try
        {
            methods.Check(settings.Method, settings.Parameters);
        }
        catch (ArgumentException e)
        {
            // Without the name of the variable, which tells a person nothing.
            context.AddFailure(nameof(AdPolicySettings.Parameters), e.Message.Split(" (Parameter")[0]);
            return;
        }

        if (settings.Goal == AdGoal.Margin && methods.Create(settings.Method, Ads.AdContext.Features.Count, settings.Parameters).Rewards != RewardRange.Any)
        {
            context.AddFailure(nameof(AdPolicySettings.Goal), $"'{settings.Method}' learns from clicks or orders, not from money. Choose another goal, or a method that learns from any number, such as lin-ucb or linear-thompson.");
        }
    }
}
