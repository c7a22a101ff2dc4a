using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>The methods on offer.</summary>
internal static class ContactCatalogue
{
    public const string Seed = "seed";

    private const string Tau = "tau";
    private const string LeastRows = "least_rows";

    public static IReadOnlyList<ContactMethod> All { get; } =
    [
        new("logging", Explores: false, [Seeded()], fit => new LoggingModel(BehaviourTrees.Fit(fit.Log, new SupportTerms(0, 1), TreeParameters.Usual(fit.Values.Whole(Seed)), fit.Cancellation)),
            (reader, features, actions, _) => new LoggingModel(BehaviourTrees.Read(reader, features, actions, new SupportTerms(0, 1)))),
        new("myopic", Explores: true, [.. TreeParameters.Parameters, .. Support(20), Seeded()], fit => FittedQ.Myopic(fit.Log, fit.Values, Behaviour(fit, "myopic"), fit.Progress, fit.Cancellation), Forest),
        new("q-table", Explores: true, [.. QTable.Own, .. Support(5), Seeded()], fit => QTable.Fit(fit.Log, fit.Values, Terms(fit.Values), fit.Values.Whole(Seed), fit.Progress, fit.Cancellation),
            (reader, features, actions, values) => QTable.Read(reader, features, actions, Terms(values))),
        new("fitted-q", Explores: true, [.. FittedQ.Own, .. TreeParameters.Parameters, .. Support(20), Seeded()], fit => FittedQ.Fit(fit.Log, fit.Values, Behaviour(fit, "fitted-q"), fit.Progress, fit.Cancellation), Forest),
        new("cql", Explores: true, [.. ConservativeQ.Own, .. Support(20), Seeded()], fit => ConservativeQ.Fit(fit.Log, fit.Values, Behaviour(fit, "cql"), fit.Progress, fit.Cancellation),
            (reader, features, actions, values) => NetworkModel.Read(reader, features, actions, Terms(values))),
    ];

    /// <summary>Finds a method.</summary>
    /// <exception cref="ArgumentException">It is not on offer.</exception>
    public static ContactMethod Of(string kind) =>
        All.FirstOrDefault(method => method.Kind == kind) ?? throw new ArgumentException($"There is no model '{kind}'; there are {string.Join(", ", All.Select(method => method.Kind))}.", nameof(kind));

    private static MethodParameter Seeded() => MethodParameter.Whole(Seed, 1, 0, int.MaxValue);

    private static IReadOnlyList<MethodParameter> Support(int leastRows) => [MethodParameter.Real(Tau, 0.05, 0, 1), MethodParameter.Whole(LeastRows, leastRows, 0, 1_000_000)];

    private static SupportTerms Terms(ParameterValues values) => new(values.Real(Tau), values.Whole(LeastRows));

    private static ForestModel Forest(BinaryReader reader, int features, int actions, ParameterValues values) => ForestModel.Read(reader, features, actions, Terms(values));

    private static BehaviourTrees Behaviour(ContactFit fit, string kind)
    {
        var behaviour = BehaviourTrees.Fit(fit.Log, Terms(fit.Values), TreeParameters.Usual(fit.Values.Whole(Seed)), fit.Cancellation);
        return behaviour.HasAny ? behaviour : throw new UnfitMethodException(kind, $"No action has {fit.Values.Whole(LeastRows)} rows in the log.", $"Log more, or lower {LeastRows}.");
    }
}
