namespace Marketing.Kernel;

/// <summary>One line of the audit log.</summary>
/// <param name="Id">Order of writing.</param>
/// <param name="At">System time.</param>
/// <param name="Actor">Who did it: a user's name, <c>system</c> or <c>command line</c>.</param>
/// <param name="Action">Machine name, for example <c>campaign.schedule</c>.</param>
/// <param name="Subject">What it was done to, for example <c>campaign 12</c>.</param>
/// <param name="Detail">Facts as JSON; no secrets, no personal data.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, string Actor, string Action, string Subject, string Detail);

/// <summary>Whether the chain through the audit log holds.</summary>
/// <param name="Lines">Lines that hold, from the first.</param>
/// <param name="Broken">Number of the first line that does not hold, or null when all do.</param>
/// <param name="Problem">What is wrong there, or null.</param>
/// <param name="Expired">Number of the last line that was removed at the end of its period; 0 when none was. The chain goes on from its hash.</param>
public sealed record AuditChain(long Lines, long? Broken, string? Problem, long Expired = 0);

/// <summary>Every change of state by a person, kept until its period ends.</summary>
public interface IAuditLog
{
    /// <summary>Writes one line.</summary>
    Task WriteAsync(string actor, string action, string subject, object? detail, CancellationToken cancellation);

    /// <summary>Lines, newest first; search looks into actor, action and subject.</summary>
    Task<Page<AuditEntry>> ListAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>Walks the chain of hashes: a line that was changed, removed or put in breaks it.</summary>
    Task<AuditChain> VerifyAsync(CancellationToken cancellation);
}
