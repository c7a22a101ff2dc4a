using Marketing.Kernel.Storage;
using Marketing.Strategy;

namespace Marketing.Execution.Templates;

/// <summary>The draft that a new campaign starts from.</summary>
internal static class StartingDraft
{
    public static CampaignDraft Of(string audience, string language, DateOnly day, ExecutionOptions options)
    {
        var chinese = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        var suffix = chinese ? "zh-hans" : "en";
        return new CampaignDraft(
            $"{Name(audience, chinese)} {day:yyyy-MM-dd}",
            audience,
            EmbeddedText.Read($"Execution/Templates/subject-{suffix}.liquid").Trim(),
            EmbeddedText.Read($"Execution/Templates/mail-{suffix}.liquid"),
            options.HoldoutShare,
            options.Products);
    }

    private static string Name(string audience, bool chinese) => audience switch
    {
        AudienceCodes.WinBack => chinese ? "赢回客户" : "Win back",
        AudienceCodes.Everybody => chinese ? "全体客户" : "Everybody",
        _ when audience.StartsWith(AudienceCodes.AlikePrefix, StringComparison.Ordinal) => Alike(audience[AudienceCodes.AlikePrefix.Length..], chinese),
        _ => audience[(audience.IndexOf(':', StringComparison.Ordinal) + 1)..],
    };

    private static string Alike(string segment, bool chinese) => chinese ? $"与 {segment} 相似" : $"Like {segment}";
}
