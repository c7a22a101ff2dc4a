namespace Marketing.Execution.Sql;

/// <summary>Patterns of <c>like</c>, with <c>\</c> as the escape.</summary>
internal static class Like
{
    /// <summary>Finds texts that hold what a person typed, or null when nothing was typed.</summary>
    public static string? Holding(string? words) => string.IsNullOrWhiteSpace(words)
        ? null
        : $"%{words.Trim().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
