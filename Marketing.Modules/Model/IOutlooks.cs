using Marketing.Data;

namespace Marketing.Model;

/// <summary>What is expected of a customer from the snapshot's instant on.</summary>
/// <param name="Churn">Probability of no order within the horizon, in [0, 1].</param>
/// <param name="NextOrderDays">Days until half of such customers have ordered again; null when fewer than half do within the time that the model looks ahead.</param>
/// <param name="Spend">Expected spend within the horizon, in minor units of the snapshot's currency.</param>
public readonly record struct CustomerOutlook(double Churn, double? NextOrderDays, double Spend);

/// <summary>A fitted model that foretells whether customers come back, when, and with how much.</summary>
public interface IOutlookModel
{
    /// <summary>Method.</summary>
    string Kind { get; }

    /// <summary>All its parameters, by the field's names.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Whether it has learned to foretell; what has not, foretells nothing.</summary>
    bool TellsOutlooks { get; }

    /// <summary>Days of the horizon for which churn and spend are told.</summary>
    int HorizonDays { get; }

    /// <summary>Foretells.</summary>
    /// <param name="snapshot">The shop; any instant, not only the one it was fitted at.</param>
    /// <param name="customers">Indices of customers.</param>
    /// <param name="outlooks">Receives one entry a customer; one who has never ordered is not known and gets a churn of 1 and a spend of 0.</param>
    void Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Span<CustomerOutlook> outlooks);
}
