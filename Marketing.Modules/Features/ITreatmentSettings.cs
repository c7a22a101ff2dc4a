namespace Marketing.Features;

/// <summary>A treatment that a person has set.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Treatment">How it is treated.</param>
/// <param name="Actor">Who set it.</param>
/// <param name="At">When, by the system's clock.</param>
public sealed record SavedTreatment(string Feature, Treatment Treatment, string Actor, DateTimeOffset At);

/// <summary>A treatment that is in force.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Treatment">How it is treated.</param>
/// <param name="Saved">Who set it and when; null when the configuration says so.</param>
public sealed record TreatmentInForce(string Feature, Treatment Treatment, SavedTreatment? Saved);

/// <summary>
/// Which treatments are in force. What a person has set stands above the configuration (<see cref="FeaturesOptions.Treatments"/>); a
/// feature named by neither is left as it is. Read from memory; another process sees a change when it starts again.
/// </summary>
public interface ITreatmentSettings
{
    /// <summary>Features that a person or the configuration says something about, by name; the same list until something changes.</summary>
    IReadOnlyList<TreatmentInForce> InForce { get; }

    /// <summary>The treatment of a feature; one that changes nothing where nothing is said.</summary>
    Treatment Of(string feature);

    /// <summary>Sets the treatment of a feature. Audited.</summary>
    /// <exception cref="FluentValidation.ValidationException">There is no such feature, or the treatment cannot be meant; the message says the fix.</exception>
    Task SaveAsync(string feature, Treatment treatment, string actor, CancellationToken cancellation);

    /// <summary>Goes back to what the configuration says. Audited.</summary>
    /// <returns>Whether there was anything to take back.</returns>
    Task<bool> RevertAsync(string feature, string actor, CancellationToken cancellation);
}
