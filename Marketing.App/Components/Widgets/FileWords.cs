using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Widgets;

/// <summary>Why files do not come in, and what is wrong with their rows, in the reader's words. What has no code (older rows) or no words is told as it was written.</summary>
internal static class FileWords
{
    /// <summary>Where, and what is wrong there.</summary>
    public static string Reason(Words words, ImportOutcome.Refused refused)
    {
        var reason = CodedWords.Of(words, refused.Why, code => $"FileFault.{code}") ?? refused.Reason;
        return (refused.Row, refused.Column) switch
        {
            (0, _) => reason,
            (var row, null) => words["Data.RefusedRow", Numerals.Whole(row), reason],
            var (row, column) => words["Data.RefusedColumn", Numerals.Whole(row), column, reason],
        };
    }

    /// <summary>What to do, or empty.</summary>
    public static string Fix(Words words, ImportOutcome.Refused refused) => CodedWords.Of(words, refused.Why, code => $"FileFault.{code}.Fix") ?? refused.Fix;

    /// <summary>Place, reason and fix in one line.</summary>
    public static string Line(Words words, ImportOutcome.Refused refused) => $"{Reason(words, refused)} {Fix(words, refused)}".TrimEnd();

    /// <summary>Notes behind rejected rows.</summary>
    public static RowNotes Notes(Words words) => new(words["Data.NoteHeader"], issue => CodedWords.OfRule(words, issue));
}
