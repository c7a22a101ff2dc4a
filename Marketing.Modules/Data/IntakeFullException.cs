using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>Too many calls of live intake wait for the writer; nothing of this call was taken.</summary>
/// <param name="retryAfter">After what time it is worth to try again.</param>
public sealed class IntakeFullException(TimeSpan retryAfter)
    : OperatorException("More live facts wait to be stored than can be written soon.", "Send them again a little later; what was stored already is known by its ids.")
{
    /// <summary>After what time it is worth to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
