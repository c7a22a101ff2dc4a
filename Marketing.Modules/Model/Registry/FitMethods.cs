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

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters)
    {
        if (Method(kind).Conflict(Values(kind, parameters)) is { } conflict)
        {
            throw new ConflictingValuesException($"{conflict.Said}.", conflict.Parameter, conflict.Wanted);
        }
    }

    public IRecommender Fit(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
        FitStored(kind, snapshot, parameters, progress, cancellation);

    public IRecommender FitToward(string kind, ShopSnapshot snapshot, ShopSnapshot later, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation) =>
        Long(kind, parameters) is { } method
            ? method.Fit(snapshot, Able(method, snapshot, Values(kind, parameters)), TrainingCare.Watched(kind, progress) with { Later = later }, cancellation)
            : FitStored(kind, snapshot, parameters, progress, cancellation);

    /// <summary>Fits a recommender that can be stored.</summary>
    public StoredRecommender FitStored(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (method, values) = (Method(kind), Values(kind, parameters));
        return method.Fit(snapshot, Able(method, snapshot, values), progress, cancellation);
    }

    /// <summary>Whether a method is trained in a process of its own, with the values that the options give it.</summary>
    public bool IsLong(string kind) => Long(kind, null) is not null;

    /// <summary>Whether a training of a method starts from the model of an earlier one where there is one.</summary>
    public bool StartsFromEarlier(string kind) => Long(kind, null) is { StartsFromEarlier: true };

    /// <summary>The values with which a method is fitted.</summary>
    public ParameterValues Values(string kind, IReadOnlyDictionary<string, string>? parameters)
    {
        var given = new Dictionary<string, string>(parameters is null ? ModelOptions.OfNights(kind, options.Value.Methods.GetValueOrDefault(kind)) : []);
        foreach (var (name, value) in (options.Value.Methods.GetValueOrDefault(kind) ?? []).Concat(parameters ?? new Dictionary<string, string>()))
        {
            given[name] = value;
        }

        return ParameterValues.Of(kind, Method(kind).Parameters, given);
    }

    private ILongMethod? Long(string kind, IReadOnlyDictionary<string, string>? parameters) =>
        Method(kind) is ILongMethod method && method.IsLong(Values(kind, parameters)) ? method : null;

    private static ParameterValues Able(IRecommenderMethod method, ShopSnapshot snapshot, ParameterValues values) => method.Obstacle(snapshot, values) is { } obstacle
        ? throw new UnfitMethodException(method.Kind, $"{obstacle}.", $"Leave {method.Kind} out of Model:Recommenders, or give other values under Model:Methods:{method.Kind}.")
        : values;

    private IRecommenderMethod Method(string kind) =>
        Array.Find(_methods, method => method.Kind == kind) ?? throw new ArgumentException($"There is no recommender '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
}
