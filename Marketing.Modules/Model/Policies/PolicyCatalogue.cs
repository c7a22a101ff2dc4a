using Marketing.Model.Recommenders;

namespace Marketing.Model.Policies;

/// <summary>The methods on offer, baselines first.</summary>
internal static class PolicyCatalogue
{
    private const string Floor = "floor";
    private const string Prior = "prior";
    private const string Given = "given";
    private const string Shared = "shared";

    public static IReadOnlyList<PolicyMethod> All { get; } =
    [
        new("uniform", RewardRange.Any, new UniformRanking(), null, [], (_, values) => Counts(values, CountStyle.Mean, CountPrior.Given)),
        new("fixed", RewardRange.Any, new GivenRanking(), Floor, [MethodParameter.Real(Floor, 0, 0, 1)], (_, values) => Counts(values, CountStyle.Mean, CountPrior.Given)),
        new("epsilon-greedy", RewardRange.Any, new LargestRanking(), "epsilon",
            [MethodParameter.Real("epsilon", 0.1, 0, 1), MethodParameter.Word(Prior, Shared, "first"), MethodParameter.Real("prior-weight", 1, 0.001, 1e6)],
            (_, values) => Counts(values, CountStyle.Mean, values.Word(Prior) == Shared ? CountPrior.Shared : CountPrior.First, alpha: values.Real("prior-weight"))),
        new("ucb1", RewardRange.Unit, new LargestRanking(), Floor, [MethodParameter.Real("c", 1, 0, 100), MethodParameter.Real(Floor, 0.05, 0, 1)],
            (_, values) => Counts(values, CountStyle.Upper, CountPrior.First, c: values.Real("c"))),
        new("thompson", RewardRange.Binary, new BetaRanking(), Floor,
            [Shape("alpha"), Shape("beta"), MethodParameter.Real("reshape", 1, 0.01, 1), MethodParameter.Word(Prior, Given, Shared), MethodParameter.Real(Floor, 0, 0, 1)],
            (_, values) => Counts(values, CountStyle.Beta, values.Word(Prior) == Shared ? CountPrior.Shared : CountPrior.Given, values.Real("alpha"), values.Real("beta"), values.Real("reshape"))),
        new("lin-ucb", RewardRange.Any, new LargestRanking(), Floor, [MethodParameter.Real("alpha", 1, 0, 1e6), .. Linear(0.05)],
            (features, values) => Coefficients(features, values, GaussianStyle.Upper, values.Real("alpha"), 0)),
        new("linear-thompson", RewardRange.Any, new NormalRanking(), Floor, [MethodParameter.RealOrLearned("v", 0, 1e9), .. Linear(0)],
            (features, values) => Coefficients(features, values, GaussianStyle.Drawn, values.RealOrLearned("v"), 0)),
        new("logistic-thompson", RewardRange.Binary, new NormalRanking(), Floor, [MethodParameter.Real("v", 1, 0, 100), MethodParameter.Real("prior-rate", 0.5, 1e-6, 1 - 1e-6), .. Linear(0)],
            (features, values) => Coefficients(features, values, GaussianStyle.DrawnLogistic, values.Real("v"), Math.Log(values.Real("prior-rate") / (1 - values.Real("prior-rate"))))),
    ];

    /// <summary>Finds a method.</summary>
    /// <exception cref="ArgumentException">It is not on offer.</exception>
    public static PolicyMethod Of(string kind) =>
        All.FirstOrDefault(method => method.Kind == kind) ?? throw new ArgumentException($"There is no policy '{kind}'; there are {string.Join(", ", All.Select(method => method.Kind))}.", nameof(kind));

    private static MethodParameter Shape(string name) => MethodParameter.Real(name, 1, DistributionTable.LeastShape, 1e6);

    private static IReadOnlyList<MethodParameter> Linear(double floor) =>
        [MethodParameter.Real("lambda", 1, 1e-6, 1e9), MethodParameter.Flag("bias", true), MethodParameter.Word(Prior, Given, Shared), MethodParameter.Real(Floor, floor, 0, 1)];

    private static CountMemory Counts(ParameterValues values, CountStyle style, CountPrior prior, double alpha = 1, double beta = 1, double c = 1) =>
        CountMemory.Empty(new CountTerms(style, prior, alpha, beta, c, Forgetting.Of(values)));

    private static GaussianMemory Coefficients(int features, ParameterValues values, GaussianStyle style, double? scale, double start)
    {
        var bias = values.Flag("bias");
        return features == 0 && !bias
            ? throw new ArgumentException("Without a context and without a bias there is nothing to tell arms apart by; give features, or bias = true.", nameof(features))
            : GaussianMemory.Empty(new GaussianTerms(style, features, bias, values.Real("lambda"), scale, values.Word(Prior) == Shared, start, Forgetting.Of(values)));
    }
}
