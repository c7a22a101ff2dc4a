namespace Marketing.Data.Import;

/// <summary>The file cannot be imported; becomes <see cref="ImportOutcome.Refused"/> at the verb.</summary>
internal sealed class FileRefusedException(long row, string? column, string reason, string fix) : Exception(reason)
{
    public long Row { get; } = row;

    public string? Column { get; } = column;

    public string Fix { get; } = fix;
}
