using FluentValidation.Results;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>Whole numbers as they are typed: what is none is told at its field, and never cut to what would do.</summary>
internal static class Numbers
{
    /// <summary>The number, or 0 with a failure where it is missing, has decimals or is too large.</summary>
    /// <param name="field">Field.</param>
    /// <param name="typed">As typed.</param>
    /// <param name="wrong">Receives the failure.</param>
    public static int Whole(string field, decimal? typed, List<ValidationFailure> wrong)
    {
        if (typed is { } value && decimal.Truncate(value) == value && value is >= int.MinValue and <= int.MaxValue)
        {
            return (int)value;
        }

        wrong.Add(new(field, $"'{typed}' is no whole number.", typed));
        return 0;
    }
}
