namespace Marketing.Model.Neural;

/// <summary>
/// Likelihood of the time to an event in steps of equal length, with a hazard a step (Cox 1972, sec. 8; as a loss of networks Gensheimer and
/// Narasimhan 2019, eq. 3): whoever has the event in step w has survived those before it, and of whom nothing is known from step w on has survived those before it.
/// </summary>
internal static unsafe class HazardLoss
{
    /// <summary>Loss of one row.</summary>
    /// <param name="logits">Logits of the hazards, one a step; receive their gradients.</param>
    /// <param name="steps">How many.</param>
    /// <param name="at">Step of the event, or first step of which nothing is known; beyond the last, all were survived.</param>
    /// <param name="seen">Whether the event was seen.</param>
    /// <param name="scale">What loss and gradients are multiplied with.</param>
    /// <returns>Loss in nats, times the scale.</returns>
    public static double Row(float* logits, int steps, int at, bool seen, float scale)
    {
        var loss = 0.0;
        for (var u = 0; u < steps; u++)
        {
            if (u > at || (u == at && !seen))
            {
                logits[u] = 0;
                continue;
            }

            var happened = u == at;
            loss += Softplus(happened ? -logits[u] : logits[u]);
            logits[u] = scale * (Sigmoid(logits[u]) - (happened ? 1 : 0));
        }

        return scale * loss;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>log(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
