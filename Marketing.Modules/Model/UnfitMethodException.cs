using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>A method cannot be fitted on this shop, for example since it is too large for it.</summary>
public sealed class UnfitMethodException(string kind, string message, string fix) : OperatorException(message, fix)
{
    /// <summary>Method.</summary>
    public string Kind { get; } = kind;
}
