using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>Training of models that foretell whether customers come back, when, and with how much.</summary>
public interface IOutlookTraining
{
    /// <summary>Days for which all of them tell churn and spend.</summary>
    int HorizonDays { get; }

    /// <summary>
    /// Fits what is cheap, and takes what a run has trained for recommendations and tells outlooks, too; each enters the registry as a challenger of
    /// <see cref="ModelPurposes.Outlooks"/>. What the same run has entered already is returned as it is.
    /// </summary>
    /// <returns>The versions; empty while no horizon lies within the history.</returns>
    Task<IReadOnlyList<ModelVersion>> TrainAsync(ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation);

    /// <summary>Whether a method is cheap enough to be fitted anew for a comparison, or the settings allow it all the same.</summary>
    bool MayRefit(string kind);

    /// <summary>Fits a method, to be measured and thrown away; a long one in a process of its own.</summary>
    /// <returns>The model, or null when it has learned to foretell nothing from the snapshot, or its training failed.</returns>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    Task<IOutlookModel?> FitAsync(string kind, ShopSnapshot snapshot, RunId run, IProgress<Progress>? progress, CancellationToken cancellation);
}
