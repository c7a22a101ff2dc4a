using Marketing.App.Resources;

namespace Marketing.App.Privacy;

/// <summary>Words of the page on which a person reads what the shop keeps about them.</summary>
internal static class PersonPageWords
{
    /// <summary>The words by key.</summary>
    /// <param name="person">Language tag of the person, or null when it is not known.</param>
    /// <param name="reader">Language of whoever asks for the page, which holds then.</param>
    public static Func<string, string?> For(string? person, string reader)
    {
        var words = Words.In(person is null ? reader : person.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Words.Chinese : Words.English);
        return key => words.Has($"Person.{key}") ? words[$"Person.{key}"] : null;
    }
}
