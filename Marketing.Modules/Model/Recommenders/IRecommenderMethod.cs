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

    /// <summary>Fits the method on a snapshot.</summary>
    StoredRecommender Fit(ShopSnapshot snapshot, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Reads what <see cref="StoredRecommender.Write"/> wrote.</summary>
    /// <param name="reader">Stands at the body.</param>
    /// <param name="parameters">Parameters of the version.</param>
    /// <exception cref="InvalidDataException">The body contradicts itself.</exception>
    StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters);
}
