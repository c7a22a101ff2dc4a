namespace Marketing.App.Commands;

/// <summary>Numbers of things in English sentences.</summary>
internal static class Counted
{
    /// <summary>A number with its noun, of which one is one and any other number has an s.</summary>
    public static string Of(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
