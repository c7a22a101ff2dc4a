using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
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

    /// <summary>Fits a recommender that can be stored.</summary>
    public StoredRecommender FitStored(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var method = Method(kind);
        var given = new Dictionary<string, string>(parameters is null ? ModelOptions.OfNights(kind) : []);
        foreach (var (name, value) in (options.Value.Methods.GetValueOrDefault(kind) ?? []).Concat(parameters ?? new Dictionary<string, string>()))
        {
            given[name] = value;
        }

        var values = ParameterValues.Of(kind, method.Parameters, given);
        return method.Obstacle(snapshot, values) is { } obstacle
            ? throw new OperatorException($"{obstacle}.", $"Leave {kind} out of Model:Recommenders, or allow more under Model:Methods:{kind}.")
            : method.Fit(snapshot, values, progress, cancellation);
    }

    private IRecommenderMethod Method(string kind) =>
        Array.Find(_methods, method => method.Kind == kind) ?? throw new ArgumentException($"There is no recommender '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
}
