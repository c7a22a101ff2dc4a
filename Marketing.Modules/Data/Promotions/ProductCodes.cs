namespace Marketing.Data.Promotions;

/// <summary>
/// Codes of products as people list them: one a line, or apart by semicolons, commas or spaces. A shop's code may hold any of these, so that a piece is divided only where the whole of it is no
/// code of the shop's.
/// </summary>
internal static class ProductCodes
{
    // From what divides most surely to what stands most often within a code. Behind the second, pieces of which none is known are one code mistyped.
    private static readonly char[][] Between = [['\n', '\r'], [';', '；'], [',', '，', '、', '|'], [' ', '\t', '\u3000']];
    private const int Sure = 2;

    /// <summary>The codes in the order in which they are listed; those that no product has are among them.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="isKnown">Whether a product has a code.</param>
    public static IReadOnlyList<string> Read(string typed, Predicate<string> isKnown) => [.. Read(typed.Trim(), isKnown, 0)];

    private static List<string> Read(string piece, Predicate<string> isKnown, int depth)
    {
        if (piece.Length == 0)
        {
            return [];
        }

        if (depth == Between.Length || isKnown(piece))
        {
            return [piece];
        }

        List<string> parts = [.. piece.Split(Between[depth], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(part => Read(part, isKnown, depth + 1))];
        return depth < Sure || parts.Exists(isKnown) ? parts : [piece];
    }
}
