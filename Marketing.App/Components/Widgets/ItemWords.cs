using Marketing.App.Resources;
using Marketing.Data;

namespace Marketing.App.Components.Widgets;

/// <summary>Why items and deliveries are not taken as they come, in the reader's words. What has no code (older rows) or no words is told as it was written.</summary>
internal static class ItemWords
{
    /// <summary>What is wrong.</summary>
    public static string Reason(Words words, Reason? why, string written) => Said(words, why) ?? written;

    /// <summary>What is wrong with an item that was refused, and what to do.</summary>
    public static string ReasonAndFix(Words words, ItemOutcome.Rejected refused) =>
        $"{Reason(words, refused.Why, refused.Reason)} {Fix(words, refused.Why) ?? refused.Fix}".TrimEnd();

    /// <summary>What is said of a delivery, with its place in the body and what to do.</summary>
    public static string Of(Words words, WebhookDelivery delivery) => Said(words, delivery.Why) is { } said
        ? $"{(string.IsNullOrEmpty(delivery.Field) ? "" : $"{delivery.Field}: ")}{said} {Fix(words, delivery.Why)}".TrimEnd()
        : delivery.Reason ?? "";

    private static string? Said(Words words, Reason? why) => CodedWords.Of(words, why, code => $"Item.{code}");

    private static string? Fix(Words words, Reason? why) => CodedWords.Of(words, why, code => $"Item.{code}.Fix");
}
