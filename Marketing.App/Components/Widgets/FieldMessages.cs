using FluentValidation;
using FluentValidation.Results;
using Marketing.App.Resources;

namespace Marketing.App.Components.Widgets;

/// <summary>What does not do, field by field, in the reader's language; the module's own English sentence where there are no other words.</summary>
internal static class FieldMessages
{
    /// <summary>First message of each field by the field's name.</summary>
    /// <param name="words">Words.</param>
    /// <param name="prefix">Key before the field's name; <c>{0}</c> in its words is the value typed.</param>
    /// <param name="refused">The refusal.</param>
    public static IReadOnlyDictionary<string, string> Of(Words words, string prefix, ValidationException refused) => refused.Errors
        .GroupBy(failure => failure.PropertyName)
        .ToDictionary(
            field => field.Key,
            field => Message(words, $"{prefix}.{field.Key}", field.First()));

    // Where one field can be wrong in several ways, the code of the refusal tells which.
    private static string Message(Words words, string key, ValidationFailure failure) =>
        words.Has($"{key}.{failure.ErrorCode}") ? words[$"{key}.{failure.ErrorCode}", failure.AttemptedValue]
        : words.Has(key) ? words[key, failure.AttemptedValue]
        : failure.ErrorMessage;
}
