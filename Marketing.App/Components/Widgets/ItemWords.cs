using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Widgets;

/// <summary>Why items are not taken as they come, in the reader's words. What has no code (older rows) or no words is told as it was written.</summary>
internal static class ItemWords
{
    /// <summary>What is wrong.</summary>
    public static string Reason(Words words, Reason? why, string written) => Said(words, why, "") ?? written;

    /// <summary>What is wrong with an item that was refused, and what to do.</summary>
    public static string ReasonAndFix(Words words, ItemOutcome.Rejected refused) =>
        $"{Reason(words, refused.Why, refused.Reason)} {Said(words, refused.Why, ".Fix") ?? refused.Fix}".TrimEnd();

    private static string? Said(Words words, Reason? why, string part)
    {
        var key = $"Item.{why?.Code}{part}";
        try
        {
            return why is not null && words.Has(key) ? words[key, [.. why.Arguments]] : null;
        }
        catch (FormatException)
        {
            // A row of another version may hold fewer values than the sentence has places.
            return null;
        }
    }
}
