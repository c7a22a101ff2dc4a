using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model.Recommenders;

/// <summary>A method: fits recommenders of its kind and reads them back.</summary>
internal interface IRecommenderMethod
{
    /// <summary>Method by the field's name.</summary>
    string Kind { get; }

    /// <summary>Order on offer: cheapest first.</summary>
    int Cost { get; }

    /// <summary>Its parameters, by the field's names.</summary>
    IReadOnlyList<MethodParameter> Parameters { get; }

    /// <summary>Why the method cannot be fitted on a snapshot, in a sentence without its full stop; null when it can.</summary>
    string? Obstacle(ShopSnapshot snapshot, ParameterValues values) => null;

    /// <summary>Fits the method on a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="values">A value for each of <see cref="Parameters"/>.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Reads what <see cref="StoredRecommender.Write"/> wrote.</summary>
    /// <param name="reader">Stands at the body.</param>
    /// <param name="parameters">Parameters of the version.</param>
    /// <exception cref="InvalidDataException">The body contradicts itself.</exception>
    StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters);
}
