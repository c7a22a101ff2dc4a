using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Every recommender method, to be fitted and thrown away: for measuring, comparing and looking. Nothing is stored.</summary>
public interface IRecommenderMethods
{
    /// <summary>Methods on offer, cheapest first.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Parameters of a method, by the field's names.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    IReadOnlyList<MethodParameter> Parameters(string kind);

    /// <summary>Looks whether parameters may be given to a method, over what the options say.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range; the message names it.</exception>
    /// <exception cref="ConflictingValuesException">Two values do not go together.</exception>
    void Check(string kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>The same over the values of nights, as a training of the shop takes them.</summary>
    /// <inheritdoc cref="Check"/>
    void CheckNightly(string kind, IReadOnlyDictionary<string, string> parameters);

    /// <summary>Fits a method on a snapshot.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="parameters">
    /// Values that differ from the options', by name, over the defaults, with which a method is that of its paper; null to fit it as
    /// nights do, over the values that serve shops better (docs/algorithms.md, Looks, carts and age).
    /// </param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range.</exception>
    IRecommender Fit(string kind, ShopSnapshot snapshot, IReadOnlyDictionary<string, string>? parameters, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Fits a method with its parameters over the defaults, and lets one that trains in passes stop when what came later is foretold best.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="later">The shop of later, with the same customers and products; of no meaning for methods that have no passes to stop.</param>
    /// <param name="parameters">Values that differ from the options', by name.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The kind is not on offer, has no such parameter, or a value is out of its range.</exception>
    IRecommender FitToward(string kind, ShopSnapshot snapshot, ShopSnapshot later, IReadOnlyDictionary<string, string> parameters, IProgress<Progress>? progress, CancellationToken cancellation);
}
