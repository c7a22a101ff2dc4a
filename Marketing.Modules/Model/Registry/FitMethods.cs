using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Training;
using Microsoft.Extensions.Options;

namespace Marketing.Model.Registry;

/// <summary>Finds methods by their kind, and fits them with what was given, over what the options say, over the defaults of nights or of the papers.</summary>
internal sealed class FitMethods(IEnumerable<IRecommenderMethod> methods, IOptions<ModelOptions> options) : IRecommenderMethods
{
    private readonly IRecommenderMethod[] _methods = [.. methods.OrderBy(method => method.Cost)];

    public IReadOnlyList<string> Kinds => Array.ConvertAll(_methods, method => method.Kind);

    public IReadOnlyList<MethodParameter> Parameters(string kind) => Method(kind).Parameters;

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => ParameterValues.Of(kind, Method(kind).Parameters, parameters);

    public IRecommender Fit(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
        FitStored(kind, snapshot, parameters, progress, cancellation);

    public IRecommender FitToward(string kind, ShopSnapshot snapshot, ShopSnapshot later, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Method(kind) is ILongMethod method
            ? method.Fit(snapshot, Values(method, snapshot, parameters), method.Watched(progress) with { Later = later }, cancellation)
            : FitStored(kind, snapshot, parameters, progress, cancellation);

    /// <summary>Fits a recommender that can be stored.</summary>
    public StoredRecommender FitStored(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var method = Method(kind);
        return method.Fit(snapshot, Values(method, snapshot, parameters), progress, cancellation);
    }

    /// <summary>The parameters with which a method is fitted.</summary>
    /// <param name="method">Method.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="parameters">Values that differ from the options', by name; null to fit as nights do.</param>
    /// <exception cref="OperatorException">The method cannot be fitted on the snapshot.</exception>
    public ParameterValues Values(IRecommenderMethod method, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters)
    {
        var given = new Dictionary<string, string>(parameters is null ? ModelOptions.OfNights(method.Kind) : []);
        foreach (var (name, value) in (options.Value.Methods.GetValueOrDefault(method.Kind) ?? []).Concat(parameters ?? new Dictionary<string, string>()))
        {
            given[name] = value;
        }

        var values = ParameterValues.Of(method.Kind, method.Parameters, given);
        return method.Obstacle(snapshot, values) is { } obstacle
            ? throw new OperatorException($"{obstacle}.", $"Leave {method.Kind} out of Model:Recommenders, or give other values under Model:Methods:{method.Kind}.")
            : values;
    }

    private IRecommenderMethod Method(string kind) =>
        Array.Find(_methods, method => method.Kind == kind) ?? throw new ArgumentException($"There is no recommender '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
}
