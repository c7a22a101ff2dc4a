using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Registry;

namespace Marketing.Model.Recommenders;

/// <summary>A method: fits recommenders of its kind and reads them back.</summary>
internal interface IRecommenderMethod : IStoredMethod
{
    /// <summary>Order on offer: cheapest first.</summary>
    int Cost { get; }

    /// <summary>Its parameters, by the field's names.</summary>
    IReadOnlyList<MethodParameter> Parameters { get; }

    /// <summary>Which of the values do not go together, whatever the shop; null when all do.</summary>
    ValueConflict? Conflict(ParameterValues values) => null;

    /// <summary>Why the method cannot be fitted on a snapshot, in a sentence without its full stop; null when it can.</summary>
    string? Obstacle(ShopSnapshot snapshot, ParameterValues values) => Conflict(values)?.Said;

    /// <summary>Fits the method on a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="values">A value for each of <see cref="Parameters"/>.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <inheritdoc cref="IStoredMethod.Read"/>
    new StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters);

    StoredModel IStoredMethod.Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters) => Read(reader, parameters);
}
