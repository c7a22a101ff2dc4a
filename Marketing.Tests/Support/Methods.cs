using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Recommenders;

namespace Marketing.Tests.Support;

/// <summary>Methods with parameters written as <c>K=100 include_self=false</c>.</summary>
internal static class Methods
{
    /// <summary>Fits with the defaults.</summary>
    public static StoredRecommender Fit(this IRecommenderMethod method, ShopSnapshot shop, IProgress<Progress>? progress, CancellationToken cancellation) =>
        method.Fit(shop, ParameterValues.Of(method.Kind, method.Parameters), progress, cancellation);

    /// <summary>Fits with parameters.</summary>
    public static StoredRecommender Fit(this IRecommenderMethod method, ShopSnapshot shop, string parameters) =>
        method.Fit(shop, ParameterValues.Of(method.Kind, method.Parameters, Given(parameters)), null, default);

    /// <summary>Options that give parameters to some methods, which are those of their papers else: purchases of any age count alike.</summary>
    public static ModelOptions Options(params IReadOnlyList<(string Kind, string Parameters)> methods) =>
        new() { Methods = methods.ToDictionary(method => method.Kind, method => Given(method.Kind is "popular" or "content" ? method.Parameters : $"interest_half_life_days=none {method.Parameters}")) };

    private static Dictionary<string, string> Given(string parameters) =>
        parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
}
