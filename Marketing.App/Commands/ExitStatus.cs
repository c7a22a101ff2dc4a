namespace Marketing.App.Commands;

/// <summary>What the process answers with; the help names them.</summary>
internal static class ExitStatus
{
    public const int Succeeded = 0;

    /// <summary>Something that a person can mend; the message says what.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or wrong input.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by a signal before the work was done.</summary>
    public const int Stopped = 130;
}
