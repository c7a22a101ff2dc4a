namespace Marketing.Features.Frame;

/// <summary>RFM scores of the customers of a frame. Pure.</summary>
internal static class FrameScores
{
    /// <summary>Scores of those who are ranked; 0 for everybody else.</summary>
    /// <param name="recency">Days since the last order, without NaN where ranked.</param>
    /// <param name="frequency">Orders.</param>
    /// <param name="monetary">Net money, minor units.</param>
    /// <param name="isRanked">Whether a customer is ranked.</param>
    public static (byte[] R, byte[] F, byte[] M) Of(float[] recency, int[] frequency, long[] monetary, Func<int, bool> isRanked)
    {
        var ranked = Enumerable.Range(0, frequency.Length).Where(isRanked).ToArray();
        return (Score(c => -recency[c]), Score(c => frequency[c]), Score(c => monetary[c]));

        byte[] Score(Func<int, double> value)
        {
            var own = RfmScore.Of(Array.ConvertAll(ranked, c => value(c)));
            var scores = new byte[frequency.Length];
            for (var i = 0; i < ranked.Length; i++)
            {
                scores[ranked[i]] = own[i];
            }

            return scores;
        }
    }
}
