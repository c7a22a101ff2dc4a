using System.Globalization;
using Marketing.Data;
using Marketing.Features;

namespace Marketing.Strategy.Audiences;

/// <summary>One audience: its rule as shown to people, who is in it, and why.</summary>
internal sealed record AudienceRule(string Code, string Text, Func<Segmentation, int, bool> Holds, Func<Segmentation, int, IReadOnlyList<Reason>> Reasons)
{
    /// <summary>All audiences under the module's options.</summary>
    public static IReadOnlyList<AudienceRule> All(StrategyOptions options)
    {
        var everybody = new Reason[] { new(ReasonCodes.Everybody, []) };
        return
        [
            WinBack(options.WinBackDays, options.WinBackGaps),
            new(AudienceCodes.Everybody, "orders ≥ 1", (segments, c) => segments.Frame.Stored.Frequency[c] > 0, (_, _) => everybody),
            .. Segments.SegmentRule.All.Select((rule, index) => Segment(rule.Code, rule.Text, index)),
        ];
    }

    /// <summary>
    /// Repeat buyers who are overdue: no order for more than the minimum and for more than a multiple of their own rhythm. The own
    /// gap needs orders on two days; without it there is no rhythm to be late against.
    /// </summary>
    private static AudienceRule WinBack(int days, double gaps)
    {
        return new(
            AudienceCodes.WinBack,
            string.Create(CultureInfo.InvariantCulture, $"orders ≥ 2, days since the last > max({days}, {gaps:0.##} × own mean gap)"),
            (segments, c) => segments.Frame.Frequency[c] >= 2 && IsOverdue(segments.Frame, c),
            (segments, c) =>
            [
                new(ReasonCodes.Overdue, [Days(segments.Frame.Stored.RecencyDays[c]), Days(segments.Frame.Stored.MeanGapDays[c])]),
                new(ReasonCodes.RepeatBuyer, [segments.Frame.Stored.Frequency[c].ToString(CultureInfo.InvariantCulture)]),
            ]);

        bool IsOverdue(FeatureFrame frame, int c) => frame.RecencyDays[c] > days && frame.RecencyDays[c] > gaps * frame.MeanGapDays[c];
    }

    private static AudienceRule Segment(string code, string text, int index)
    {
        var reasons = new Reason[] { new(ReasonCodes.InSegment, [code]) };
        return new(AudienceCodes.SegmentPrefix + code, text, (segments, c) => segments.Of[c] == index, (_, _) => reasons);
    }

    private static string Days(float days) => Math.Round(days).ToString(CultureInfo.InvariantCulture);
}
