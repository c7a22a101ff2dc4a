namespace Marketing.Features.Frame;

/// <summary>
/// Quintile scores of recency, frequency and monetary value (Hughes 1994): <c>ceil(5 · maxrank / n)</c>, where maxrank is the number
/// of customers whose value is not above one's own. Equal values share the higher score, so that no tie is broken by chance.
/// </summary>
internal static class RfmScore
{
    /// <summary>Scores 1 (low value) to 5 (high value), one a value.</summary>
    /// <param name="values">Values without NaN, the more the better; left as they are.</param>
    public static byte[] Of(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        var sorted = values.ToArray();
        var position = new int[n];
        for (var i = 0; i < n; i++)
        {
            position[i] = i;
        }

        Array.Sort(sorted, position);
        var scores = new byte[n];
        for (var from = 0; from < n;)
        {
            var to = from + 1;
            while (to < n && sorted[to] == sorted[from])
            {
                to++;
            }

            var score = (byte)(((5L * to) + n - 1) / n);
            for (var i = from; i < to; i++)
            {
                scores[position[i]] = score;
            }

            from = to;
        }

        return scores;
    }
}
