namespace Marketing.Kernel;

/// <summary>One report of long work.</summary>
/// <param name="Step">Machine name of the step, for example <c>import</c>; shown in words by the host.</param>
/// <param name="Share">Done share in [0, 1], or null when it cannot be known.</param>
/// <param name="Note">A short fact, for example <c>412,000 rows</c>.</param>
public sealed record Progress(string Step, double? Share = null, string? Note = null);
