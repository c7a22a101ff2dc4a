using Marketing.App.Resources;
using Marketing.Evaluation;

namespace Marketing.App.Components.Pages.Ads;

/// <summary>Why logs cannot answer, and what to do.</summary>
internal static class RefusalWords
{
    /// <summary>Why.</summary>
    public static string Why(Words words, Display display, OffPolicyRefusal refusal)
    {
        double? Of(string name) => refusal.Values.TryGetValue(name, out var value) ? value : null;
        string Count(string name) => display.Number(Of(name), 0);
        var key = $"Ads.Refusal.{refusal.Code}";
        return refusal.Code switch
        {
            OffPolicyReason.NoOverlap => words[key, display.Percent(Of("mass"), 0), display.Percent(Of("limit"), 0)],
            OffPolicyReason.SmallEffectiveSample => words[key, Count("effective"), Count("rows"), Count("least")],
            OffPolicyReason.WeightsOff => words[key, display.Number(Of("mean"), 3)],
            _ when words.Has(key) => words[key, Count("rows")],
            var other => other,
        };
    }

    /// <summary>What to do.</summary>
    public static string Fix(Words words, OffPolicyRefusal refusal) => words[words.Has($"Ads.RefusalFix.{refusal.Code}") ? $"Ads.RefusalFix.{refusal.Code}" : "Ads.RefusalFix.other"];
}
