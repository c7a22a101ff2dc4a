using System.Globalization;
using Marketing.Data;

namespace Marketing.Model.Recommenders;

/// <summary>What signs of a customer for a product weigh. A purchase weighs 1; the default are purchases alone, all alike, the binary matrix of the literature.</summary>
/// <param name="Cart">Weight of a product put in the cart, in [0, 1].</param>
/// <param name="View">Weight of a look, in [0, 1].</param>
/// <param name="HalfLifeDays">Days after which a sign weighs half, above 0; null for all ages alike.</param>
internal readonly record struct InterestTerms(double Cart, double View, double? HalfLifeDays)
{
    private const string CartName = "cart_weight";
    private const string ViewName = "view_weight";
    private const string HalfLifeName = "interest_half_life_days";

    /// <summary>Weights of the signs, for methods that have a half-life of their own.</summary>
    public static IReadOnlyList<MethodParameter> Weights { get; } = [MethodParameter.RealOrLearned(CartName, 0, 1), MethodParameter.RealOrLearned(ViewName, 0, 1)];

    /// <summary>Weights of the signs, and their half-life.</summary>
    public static IReadOnlyList<MethodParameter> All { get; } = [.. Weights, MethodParameter.RealOrNone(HalfLifeName, null, 0.1, 1_000_000)];

    /// <summary>Whether looks and carts count for nothing.</summary>
    public bool WithoutEvents => Cart == 0 && View == 0;

    /// <summary>Whether nothing counts but whether something was bought.</summary>
    public bool IsBinary => WithoutEvents && HalfLifeDays is null;

    /// <summary>The terms of a fitted model by its parameters; what they do not name is as it was before there were such parameters: purchases, all alike.</summary>
    /// <param name="settled">Parameters after <see cref="Settle"/>.</param>
    public static InterestTerms Of(IReadOnlyDictionary<string, string> settled) => new(
        Number(settled, CartName) ?? 0,
        Number(settled, ViewName) ?? 0,
        Number(settled, HalfLifeName));

    /// <summary>Those of a method's values that say what signs weigh, for another method.</summary>
    public static Dictionary<string, string> Among(IReadOnlyDictionary<string, string> values, IReadOnlyList<MethodParameter> wanted) =>
        All.Where(one => values.ContainsKey(one.Name) && wanted.Any(parameter => parameter.Name == one.Name)).ToDictionary(one => one.Name, one => values[one.Name]);

    /// <summary>Puts numbers in the place of what is to be learned. Where nobody known has looked at anything there is nothing to weigh, and the weights are 0.</summary>
    /// <param name="snapshot">The shop that a model is fitted on.</param>
    /// <param name="values">Values of <see cref="Weights"/>, perhaps among others.</param>
    public static ParameterValues Settle(ShopSnapshot snapshot, ParameterValues values)
    {
        var (cart, view) = (values.RealOrLearned(CartName), values.RealOrLearned(ViewName));
        if ((cart, view) is (0, 0))
        {
            return values;
        }

        var learned = LearnedWeights.Of(snapshot);
        return values
            .With(CartName, learned.HasSigns ? cart ?? learned.Cart : 0)
            .With(ViewName, learned.HasSigns ? view ?? learned.View : 0);
    }

    private static double? Number(IReadOnlyDictionary<string, string> values, string name) =>
        values.TryGetValue(name, out var text) && text != MethodParameter.None ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
