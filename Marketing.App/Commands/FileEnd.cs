using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>How one of several files ended: with an outcome, or broken by a fault that the other files need not share.</summary>
/// <param name="File">As it was named.</param>
/// <param name="Outcome">How its import ended, or null.</param>
/// <param name="Fault">What broke it, or null.</param>
internal sealed record FileEnd(string File, ImportOutcome? Outcome, OperatorException? Fault)
{
    /// <summary>Waits for the end of a file.</summary>
    public static async Task<FileEnd> OfAsync(string file, Func<Task<ImportOutcome>> import)
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
