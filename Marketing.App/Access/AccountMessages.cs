using FluentValidation;
using FluentValidation.Results;
using Marketing.App.Resources;

namespace Marketing.App.Access;

/// <summary>What accounts refuse, in the reader's language.</summary>
internal static class AccountMessages
{
    /// <summary>All messages of a refusal, each once.</summary>
    public static IReadOnlyList<string> Of(Words words, ValidationException refused) => [.. refused.Errors.Select(failure => Of(words, failure)).Distinct()];

    private static string Of(Words words, ValidationFailure failure)
    {
        var key = $"Access.Error.{failure.ErrorCode}";
        return words.Has(key) ? words[key, failure.CustomState] : failure.ErrorMessage;
    }
}
