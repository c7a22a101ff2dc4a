namespace Marketing.Data.Customers;

/// <summary>What a person typed, as a pattern of <c>like ... escape '\'</c> in which only their words count, not their signs.</summary>
internal static class LikePattern
{
    public static string Prefix(string words) => Escape(words.Trim()) + "%";

    /// <summary>The words in their order, whatever lies between them.</summary>
    public static string Inside(string words) => $"%{string.Join('%', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Escape))}%";

    private static string Escape(string word) => word.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
