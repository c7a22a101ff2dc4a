namespace Marketing.Data.Import;

/// <summary>What is said of a file whose text cannot be split into rows.</summary>
internal static class CsvFault
{
    public static FileRefusedException Quote(long row, string? column, string reason) => new(
        row,
        column,
        $"{reason} The field begins with a quotation mark that has no partner where it should end.",
        "Write a quotation mark inside a field twice (\"\"), and close every field that begins with one.");

    public static FileRefusedException TooLong(long row, string? column, int limit) => new(
        row,
        column,
        $"The row is longer than {limit:N0} bytes.",
        "Look for a quotation mark that is opened and never closed, or for line ends that are missing.");

    public static FileRefusedException NotUtf8(long row, string? column) => new(row, column, "The text is not UTF-8.", CsvStart.SaveAsUtf8);
}
