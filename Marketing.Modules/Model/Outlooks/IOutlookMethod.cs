using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;

namespace Marketing.Model.Outlooks;

/// <summary>A method that foretells what customers will do and recommends nothing.</summary>
internal interface IOutlookMethod : IStoredMethod
{
    /// <summary>Its parameters, by the field's names; <c>horizon_days</c> is among them.</summary>
    IReadOnlyList<MethodParameter> Parameters { get; }

    /// <summary>Fits the method on a snapshot.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="values">A value for each of <see cref="Parameters"/>.</param>
    /// <param name="progress">Takes reports, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    StoredOutlook Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation);
}

/// <summary>A model of such a method.</summary>
internal abstract class StoredOutlook(string kind, IReadOnlyDictionary<string, string> parameters, int horizonDays) : StoredModel(kind, parameters), IOutlookModel
{
    /// <summary>Name of the parameter that says for how many days churn and spend are told.</summary>
    public const string Horizon = "horizon_days";

    public int HorizonDays => horizonDays;

    public abstract bool TellsOutlooks { get; }

    public abstract void Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Span<CustomerOutlook?> outlooks);
}
