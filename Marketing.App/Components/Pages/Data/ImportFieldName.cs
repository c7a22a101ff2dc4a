using Marketing.App.Resources;

namespace Marketing.App.Components.Pages.Data;

/// <summary>Fields of files in words.</summary>
internal static class ImportFieldName
{
    /// <summary>The words for a field; its machine name where there are none.</summary>
    public static string Of(Words words, string field)
    {
        // Columns of order files have names of their own; keys differ by more than their capitals.
        var key = char.IsUpper(field[0]) ? $"ImportWizard.Order.{field}" : $"ImportWizard.Field.{field}";
        return words.Has(key) ? words[key] : field;
    }
}
