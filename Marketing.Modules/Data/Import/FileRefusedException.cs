namespace Marketing.Data.Import;

/// <summary>The file cannot be imported; becomes <see cref="ImportOutcome.Refused"/> at the verb. Made by <see cref="FileFault"/>.</summary>
/// <param name="refusal">Place, reason and fix; the name of the file is the verb's to say.</param>
internal sealed class FileRefusedException(ImportOutcome.Refused refusal) : Exception(refusal.Reason)
{
    public ImportOutcome.Refused Refusal { get; } = refusal;
}
