using System.ComponentModel.DataAnnotations;

namespace Marketing.Kernel;

/// <summary>Settings of the Kernel, from the section <c>Kernel</c>.</summary>
public sealed class KernelOptions
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA-512 for a new password; older hashes are renewed at the next sign-in.</summary>
    [Range(1, 10_000_000)]
    public int PasswordRounds { get; set; } = 600_000;

    /// <summary>Fewest characters of a password.</summary>
    [Range(8, 128)]
    public int PasswordLength { get; set; } = 12;

    /// <summary>Failed attempts under one name after which it is locked.</summary>
    [Range(1, 100)]
    public int FailuresBeforeLock { get; set; } = 5;

    /// <summary>Length of the first lock; each further failure doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FirstLock { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest lock.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestLock { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long failed attempts are remembered after the last one.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan FailureMemory { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a one-time setup link is good for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SetupLinkLife { get; set; } = TimeSpan.FromHours(24);
}
