namespace Marketing.Model;

/// <summary>The bound of UCB1 (Auer, Cesa-Bianchi and Fischer 2002, fig. 1), wherever it is asked for.</summary>
public static class UpperConfidence
{
    /// <summary>What is added to the mean of an arm: <c>c sqrt(2 ln(n + 1) / n_a)</c>, n + 1 being the play that is about to be made; with what is left of the plays, the discounted form (Garivier and Moulines 2011, eq. 2).</summary>
    /// <param name="c">Width, not below 0.</param>
    /// <param name="plays">Plays of all arms so far, n.</param>
    /// <param name="own">Plays of this arm, above 0.</param>
    public static double Width(double c, double plays, double own) => c * Math.Sqrt(2 * Math.Log(plays + 1) / own);
}
