using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>How values become probabilities: greedy or in proportion to <c>exp(Q / temperature)</c> (Sutton and Barto 2018, sec. 2.2 and 13.1), and with a share of choices that are uniformly random among the actions that may be chosen.</summary>
/// <param name="Softmax">Whether in proportion to exponentials.</param>
/// <param name="Epsilon">Share of uniformly random choices, in [0, 1].</param>
/// <param name="Temperature">Temperature, in standard deviations of a reward; above 0.</param>
internal sealed record Exploration(bool Softmax, double Epsilon, double Temperature)
{
    private const string ExploreName = "explore";
    private const string EpsilonName = "epsilon";
    private const string TemperatureName = "temperature";
    private const string Greedy = "epsilon";

    public static IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Word(ExploreName, Greedy, "softmax"),
        MethodParameter.Real(EpsilonName, 0.05, 0, 1),
        MethodParameter.Real(TemperatureName, 0.1, 1e-6, 1e6),
    ];

    public static Exploration Of(ParameterValues values) => new(values.Word(ExploreName) != Greedy, values.Real(EpsilonName), values.Real(TemperatureName));

    /// <summary>Fills probabilities.</summary>
    /// <param name="q">Q of each action.</param>
    /// <param name="allowed">Whether each may be chosen.</param>
    /// <param name="otherwise">What is chosen where none may.</param>
    /// <param name="spread">Standard deviation of a reward.</param>
    /// <param name="probabilities">Takes one an action; they add up to 1.</param>
    public void Fill(ReadOnlySpan<double> q, ReadOnlySpan<bool> allowed, int otherwise, double spread, Span<double> probabilities)
    {
        probabilities.Clear();
        var best = TemporalDifference.Best(q, allowed);
        if (best < 0)
        {
            probabilities[otherwise] = 1;
            return;
        }

        var (sum, count) = (0.0, 0);
        for (var a = 0; a < q.Length; a++)
        {
            if (allowed[a] && !double.IsNaN(q[a]))
            {
                probabilities[a] = Softmax ? Math.Exp((q[a] - q[best]) / (Temperature * spread)) : a == best ? 1 : 0;
                (sum, count) = (sum + probabilities[a], count + 1);
            }
        }

        for (var a = 0; a < q.Length; a++)
        {
            probabilities[a] = allowed[a] && !double.IsNaN(q[a]) ? ((1 - Epsilon) * probabilities[a] / sum) + (Epsilon / count) : 0;
        }
    }
}
