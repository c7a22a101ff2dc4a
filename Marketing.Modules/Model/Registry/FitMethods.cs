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

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => Check(Method(kind), Values(kind, parameters));

    public void CheckNightly(string kind, IReadOnlyDictionary<string, string> parameters) => Check(Method(kind), NightlyValues(kind, parameters));

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

    /// <summary>Name of the metric by which long trainings of a method are validated; null for other methods, and for one that is not on offer any more.</summary>
    public string? Validation(string kind) => (Array.Find(_methods, method => method.Kind == kind) as ILongMethod)?.Validation;

    /// <summary>Whether a training of a method starts from the model of an earlier one where there is one.</summary>
    public bool StartsFromEarlier(string kind) => Long(kind, null) is { StartsFromEarlier: true };

    /// <summary>The values with which a method is fitted: over its own, or those of nights when none are given.</summary>
    public ParameterValues Values(string kind, IReadOnlyDictionary<string, string>? parameters) => parameters is null
        ? NightlyValues(kind, new Dictionary<string, string>())
        : ParameterValues.Of(kind, Method(kind).Parameters, Said(kind, parameters));

    /// <summary>The values with which nights fit a method, and over them what somebody asks for.</summary>
    public ParameterValues NightlyValues(string kind, IReadOnlyDictionary<string, string> parameters)
    {
        var said = Said(kind, parameters);
        var given = new Dictionary<string, string>(ModelOptions.OfNights(kind, said));
        foreach (var (name, value) in said)
        {
            given[name] = value;
        }

        return ParameterValues.Of(kind, Method(kind).Parameters, given);
    }

    // What the options say, and over it what somebody gives.
    private Dictionary<string, string> Said(string kind, IReadOnlyDictionary<string, string> parameters)
    {
        var said = new Dictionary<string, string>(options.Value.Methods.GetValueOrDefault(kind) ?? []);
        foreach (var (name, value) in parameters)
        {
            said[name] = value;
        }

        return said;
    }

    private static void Check(IRecommenderMethod method, ParameterValues values)
    {
        if (method.Conflict(values) is { } conflict)
        {
            throw new ConflictingValuesException($"{conflict.Said}.", conflict.Parameter, conflict.Wanted);
        }
    }

    private ILongMethod? Long(string kind, IReadOnlyDictionary<string, string>? parameters) =>
        Method(kind) is ILongMethod method && method.IsLong(Values(kind, parameters)) ? method : null;

    private static ParameterValues Able(IRecommenderMethod method, ShopSnapshot snapshot, ParameterValues values) => method.Obstacle(snapshot, values) is { } obstacle
        ? throw new UnfitMethodException(method.Kind, $"{obstacle}.", $"Leave {method.Kind} out of Model:Recommenders, or give other values under Model:Methods:{method.Kind}.")
        : values;

    private IRecommenderMethod Method(string kind) =>
        Array.Find(_methods, method => method.Kind == kind) ?? throw new ArgumentException($"There is no recommender '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind));
}
