using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>How one of several files ended: with an outcome, or broken by a fault that does not end the others.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Outcome">How its import ended, or null.</param>
/// <param name="Fault">What broke it, or null.</param>
internal sealed record FileEnd(string File, ImportOutcome? Outcome, OperatorException? Fault)
{
    /// <summary>Whether the file has not ended.</summary>
    public bool IsOpen => Outcome is null && Fault is null;

    /// <summary>Asks for the end of a file; an outcome of null says that it is open.</summary>
    public static async Task<FileEnd> OfAsync(string file, Func<Task<ImportOutcome?>> import)
    {
        try
        {
            return new FileEnd(file, await import(), null);
        }
        catch (OperatorException fault)
        {
            return new FileEnd(file, null, fault);
        }
    }
}
