namespace Marketing.Execution.Outbox;

/// <summary>How handing one message to a mail server ended.</summary>
internal abstract record SmtpAttempt
{
    private SmtpAttempt()
    {
    }

    /// <summary>The server has taken it.</summary>
    internal sealed record Taken : SmtpAttempt;

    /// <summary>The server refused it for good.</summary>
    internal sealed record Refused(string Reason) : SmtpAttempt;

    /// <summary>The server did not take it now.</summary>
    internal sealed record NotNow(string Reason) : SmtpAttempt;

    /// <summary>The server did not take it now, and the others need not be tried either: it closes the line or the line broke.</summary>
    internal sealed record Closed(string Reason) : SmtpAttempt;

    /// <summary>The line broke after the content had begun to leave: it may or may not have arrived.</summary>
    internal sealed record Unknown(string Reason) : SmtpAttempt;

    /// <summary>Nothing left, and the same would happen to every message.</summary>
    internal sealed record Unusable(string Reason) : SmtpAttempt;
}
