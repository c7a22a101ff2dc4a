using System.Text.RegularExpressions;
using Marketing.Strategy.Segments;

namespace Marketing.Tests.Strategy.Segments;

public sealed partial class SegmentRuleTests
{
    [Fact]
    public void Every_score_is_in_exactly_one_segment()
    {
        foreach (var (r, f, m) in Scores())
        {
            var holding = SegmentRule.All.Where(rule => rule.Holds(r, f, m)).ToList();
            Assert.True(holding.Count == 1, $"R {r}, F {f}, M {m} is in {string.Join(" and ", holding.Select(rule => rule.Code))}.");
            Assert.Equal(holding[0].Code, SegmentRule.All[SegmentRule.IndexOf(r, f, m)].Code);
        }
    }

    [Fact]
    public void Every_printed_rule_says_what_is_done()
    {
        foreach (var rule in SegmentRule.All)
        {
            foreach (var (r, f, m) in Scores())
            {
                Assert.True(rule.Holds(r, f, m) == Read(rule.Text, r, f + m), $"'{rule.Text}' and the predicate of {rule.Code} differ at R {r}, F {f}, M {m}.");
            }
        }
    }

    [Fact]
    public void There_are_the_eleven_segments_of_the_field() => Assert.Equal(
        ["champions", "loyal", "potential-loyalist", "new", "promising", "need-attention", "about-to-sleep", "at-risk", "cannot-lose", "hibernating", "lost"],
        SegmentRule.All.Select(rule => rule.Code));

    [Theory]
    [InlineData(5, 5, 5, "champions")]
    [InlineData(4, 3, 3, "loyal")]
    [InlineData(5, 1, 2, "new")]
    [InlineData(2, 4, 3, "at-risk")]
    [InlineData(1, 5, 5, "cannot-lose")]
    [InlineData(1, 1, 1, "lost")]
    public void Well_known_corners_have_their_names(int r, int f, int m, string code) =>
        Assert.Equal(code, SegmentRule.All[SegmentRule.IndexOf(r, f, m)].Code);

    [Fact]
    public void Without_an_order_there_is_no_segment() => Assert.Equal(-1, SegmentRule.IndexOf(0, 0, 0));

    private static IEnumerable<(int R, int F, int M)> Scores() =>
        from r in Enumerable.Range(1, 5) from f in Enumerable.Range(1, 5) from m in Enumerable.Range(1, 5) select (r, f, m);

    // Reads the sentence as a person would: every part separated by a comma must hold.
    private static bool Read(string text, int r, int sum) => text.Split(", ").All(part =>
    {
        var match = Part().Match(part);
        Assert.True(match.Success, $"'{part}' cannot be read.");
        var value = match.Groups["name"].Value == "R" ? r : sum;
        return (!match.Groups["low"].Success || int.Parse(match.Groups["low"].Value) <= value) && match.Groups["sign"].Value switch
        {
            "" => true,
            "=" => value == int.Parse(match.Groups["bound"].Value),
            "≥" => value >= int.Parse(match.Groups["bound"].Value),
            _ => value <= int.Parse(match.Groups["bound"].Value),
        };
    });

    [GeneratedRegex(@"^((?<low>\d+) ≤ )?(?<name>R|F \+ M)( (?<sign>[=≥≤]) (?<bound>\d+))?$")]
    private static partial Regex Part();
}
