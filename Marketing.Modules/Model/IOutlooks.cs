using Marketing.Data;

namespace Marketing.Model;

/// <summary>What is expected of a customer from the snapshot's instant on.</summary>
/// <param name="Churn">Probability of no order within the horizon, in [0, 1].</param>
/// <param name="NextOrderDays">Days until half of such customers have ordered again; null when fewer than half do within the time that the model looks ahead.</param>
/// <param name="Spend">Expected spend within the horizon, in minor units of the snapshot's currency.</param>
public readonly record struct CustomerOutlook(double Churn, double? NextOrderDays, double Spend)
{
    /// <summary>Most minor units that are foretold of a customer: up to here, whole numbers are exact in double precision.</summary>
    public const double MostSpend = 1L << 53;

    /// <summary>Whether all three can be: a probability in [0, 1], no negative time, an amount in [0, <see cref="MostSpend"/>], and all finite.</summary>
    public bool IsSound => Churn is >= 0 and <= 1 && NextOrderDays is null or (>= 0 and < double.PositiveInfinity) && Spend is >= 0 and <= MostSpend;
}

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
    /// <param name="outlooks">Receives one entry a customer; null for one of whom it can tell nothing: who has never ordered, or nothing that the model knows.</param>
    void Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Span<CustomerOutlook?> outlooks);
}
