using Marketing.Features.Frame;
using Marketing.Kernel.Numerics;
using Marketing.Tests.Support;

namespace Marketing.Tests.Features.Frame;

public sealed class RfmScoreTests
{
    [Fact]
    public void Scores_agree_with_the_reference_rows()
    {
        var rows = Golden.Read("rfm.json").GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(12, rows.Count);
        foreach (var (score, value) in ((string, Func<System.Text.Json.JsonElement, double>)[])[
            ("R_maxrank", row => -row.GetProperty("r").GetInt32()),
            ("F_maxrank", row => row.GetProperty("f").GetInt32()),
            ("M_maxrank", row => row.GetProperty("m").GetDouble())])
        {
            Assert.Equal(rows.Select(row => row.GetProperty(score).GetByte()), RfmScore.Of([.. rows.Select(value)]));
        }
    }

    [Fact]
    public void Equal_values_share_the_higher_score()
    {
        Assert.Equal([5, 5, 5], RfmScore.Of([7, 7, 7]));
        Assert.Equal([3, 3, 3, 4, 5], RfmScore.Of([1, 1, 1, 2, 3]));
        Assert.Empty(RfmScore.Of([]));
    }

    [Fact]
    public void A_higher_value_never_scores_lower()
    {
        var random = new SeededRandom(13);
        var values = Enumerable.Range(0, 500).Select(_ => (double)random.NextInt(100)).ToArray();
        var scores = RfmScore.Of(values);
        var ordered = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).Select(i => (int)scores[i]).ToList();
        Assert.Equal(ordered.Order(), ordered);
        Assert.Equal([1, 2, 3, 4, 5], ordered.Distinct());
    }
}
