using System.ComponentModel.DataAnnotations;

namespace Marketing.Execution;

/// <summary>Settings of execution; configuration section <c>Execution</c>.</summary>
public sealed class ExecutionOptions
{
    /// <summary>Sender's address until one is saved; live sending is refused with it.</summary>
    [Required]
    [EmailAddress]
    public string From { get; set; } = "shop@example.com";

    /// <summary>Attempts to deliver a message before it fails for good.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 6;

    /// <summary>Seconds before the second attempt; doubled for each further one.</summary>
    [Range(1, 86_400)]
    public int BackoffSeconds { get; set; } = 300;

    /// <summary>Files written between two commits.</summary>
    [Range(1, 1000)]
    public int SliceSize { get; set; } = 100;

    /// <summary>Seconds to wait for an answer of the mail server.</summary>
    [Range(1, 600)]
    public int SmtpTimeoutSeconds { get; set; } = 60;

    /// <summary>Share of an audience held back to measure in a new draft.</summary>
    [Range(0, 0.9)]
    public double HoldoutShare { get; set; } = 0.1;

    /// <summary>Recommended products a message in a new draft.</summary>
    [Range(0, 12)]
    public int Products { get; set; } = 6;

    /// <summary>Steps a template may take for one message.</summary>
    [Range(100, 1_000_000)]
    public int TemplateSteps { get; set; } = 20_000;

    /// <summary>Letters a template may produce, at its end and in between.</summary>
    [Range(1_000, 10_000_000)]
    public int TemplateLetters { get; set; } = 500_000;
}
