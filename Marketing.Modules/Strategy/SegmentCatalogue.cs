namespace Marketing.Strategy;

/// <summary>Codes of the segments, best customers first; the same list for lists, charts and tests of the host's resources.</summary>
public static class SegmentCatalogue
{
    /// <summary>Every code with its rule as shown to people.</summary>
    public static IReadOnlyList<(string Code, string Rule)> All { get; } = [.. Segments.SegmentRule.All.Select(rule => (rule.Code, rule.Text))];

    /// <summary>Codes of the segments of which a shop wants more: those with customers who still buy, and who have bought for more than a little.</summary>
    public static IReadOnlyList<string> Expandable { get; } = [.. Segments.SegmentRule.All.Where(rule => rule.IsExpandable).Select(rule => rule.Code)];
}
