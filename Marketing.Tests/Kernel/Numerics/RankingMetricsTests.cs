using System.Text.Json;
using Marketing.Kernel.Numerics;
using Marketing.Tests.Support;

namespace Marketing.Tests.Kernel.Numerics;

public sealed class RankingMetricsTests
{
    [Fact]
    public void Every_reference_case_agrees_to_twelve_digits()
    {
        var compared = 0;
        foreach (var reference in Golden.Read("ranking_metrics.json").GetProperty("cases").EnumerateArray())
        {
            var ranked = Golden.Integers(reference.GetProperty("ranked"));
            var truth = Golden.Integers(reference.GetProperty("truth")).Order().ToArray();
            foreach (var at in reference.GetProperty("at").EnumerateObject())
            {
                compared++;
                Compare(at.Value, RankingMetrics.At(ranked, truth, int.Parse(at.Name)));
            }
        }

        Assert.Equal(36, compared);
    }

    private static void Compare(JsonElement expected, RankingMetrics? actual)
    {
        if (actual is not { } metrics)
        {
            Assert.Equal(JsonValueKind.Null, expected.GetProperty("ndcg").ValueKind);
            return;
        }

        Assert.Equal(expected.GetProperty("hits").GetInt32(), metrics.Hits);
        Assert.Equal(expected.GetProperty("ndcg").GetDouble(), metrics.Ndcg, 1e-12);
        Assert.Equal(expected.GetProperty("recall").GetDouble(), metrics.Recall, 1e-12);
        Assert.Equal(expected.GetProperty("recall_truncated").GetDouble(), metrics.RecallTruncated, 1e-12);
        Assert.Equal(expected.GetProperty("precision").GetDouble(), metrics.Precision, 1e-12);
        Assert.Equal(expected.GetProperty("hit").GetDouble(), metrics.Hit);
        Assert.Equal(expected.GetProperty("ap_div_min_T_k").GetDouble(), metrics.AveragePrecision, 1e-12);
        Assert.Equal(expected.GetProperty("mrr").GetDouble(), metrics.ReciprocalRank, 1e-12);
    }
}
