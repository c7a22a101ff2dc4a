using Marketing.Data;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Training;

/// <summary>A method whose training takes minutes to hours: it runs in a process of its own, can go on where it was broken off, and is watched.</summary>
internal interface ILongMethod : IRecommenderMethod
{
    /// <summary>Name of the metric by which its trainings are validated.</summary>
    string Validation => "ndcg@10";

    /// <summary>Whether a training starts from the model of an earlier one where there is one.</summary>
    bool StartsFromEarlier => true;

    /// <summary>Whether the training is long with some values; with others it is trained like any method.</summary>
    /// <param name="values">A value for each of the parameters.</param>
    bool IsLong(ParameterValues values) => true;

    /// <summary>Fits the method on a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="values">A value for each of the parameters.</param>
    /// <param name="care">What surrounds the training.</param>
    /// <param name="cancellation">Stops the work; the last checkpoint stays.</param>
    StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, TrainingCare care, CancellationToken cancellation);
}
