namespace Marketing.Kernel;

/// <summary>
/// The program cannot go on and a person can mend it: a full disk, a folder without rights, a port in use, a damaged database.
/// The host prints <see cref="Exception.Message"/> and <see cref="Fix"/>, never the stack trace, and exits with <see cref="ExitCode"/>.
/// </summary>
public class OperatorException(string message, string fix, int exitCode = 1, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the person can do about it.</summary>
    public string Fix { get; } = fix;

    /// <summary>Exit status of the process, never 0.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Whether nothing is wrong: a person has stopped the work.</summary>
    public bool IsStopByPerson { get; init; }
}
