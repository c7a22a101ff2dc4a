namespace Marketing.Data.Import.Files;

/// <summary>Errors of a file as the refusal that a person reads.</summary>
internal static class FileRefusal
{
    /// <summary>The refusal that an error means, or null when it is not the file's.</summary>
    public static ImportOutcome.Refused? Of(Exception error, string file) => error switch
    {
        FileRefusedException refused => refused.Refusal with { File = file },
        InvalidDataException or IOException => FileFault.EndedAt(0, error).Refusal with { File = file },
        _ => null,
    };

    /// <summary>Place, reason and fix in one line.</summary>
    public static string Text(ImportOutcome.Refused refused) => $"{Place(refused)}{refused.Reason} {refused.Fix}".TrimEnd();

    private static string Place(ImportOutcome.Refused refused) =>
        refused.Row == 0 ? "" : refused.Column is null ? $"Row {refused.Row}: " : $"Row {refused.Row}, column {refused.Column}: ";
}
