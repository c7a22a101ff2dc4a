namespace Marketing.Model;

/// <summary>Spreads a budget evenly over a period, live. Not safe for several threads; keeps nothing but what it is told.</summary>
public interface IPacer
{
    /// <summary>Method.</summary>
    string Kind { get; }

    /// <summary>All its parameters, by the field's names.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>What bids are multiplied with, or the share of chances that is taken, in [0, 1]; 0 when the budget or the period is at its end.</summary>
    double Factor { get; }

    /// <summary>Tells how far the period and the spending are; best often and at equal steps, some hundred in a period. What is left is spread over what is left of the period.</summary>
    /// <param name="spent">Spent from the beginning on.</param>
    /// <param name="elapsed">Share of the period that is over, in [0, 1] and never less than before: of its time to spend evenly by the clock, of its expected traffic to spend evenly by traffic.</param>
    /// <returns>The factor from now on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1] or less than before, or what was spent is negative or no number.</exception>
    double Next(double spent, double elapsed);

    /// <summary>A bid times the factor, and never more than is left: whoever pays no more than the bid never spends more than the budget.</summary>
    /// <param name="bid">The bid without pacing, not negative.</param>
    /// <param name="spent">Spent from the beginning on, with what was won a moment ago.</param>
    double Bid(double bid, double spent);
}

/// <summary>Every method that spreads a budget over a period.</summary>
public interface IPacingMethods
{
    /// <summary>Methods on offer, by the field's names.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Parameters of a method, by the field's names.</summary>
    /// <exception cref="ArgumentException">The kind is not on offer.</exception>
    IReadOnlyList<MethodParameter> Parameters(string kind);

    /// <summary>Begins a period.</summary>
    /// <param name="kind">Method.</param>
    /// <param name="budget">What may be spent in it, above 0.</param>
    /// <param name="parameters">Values that differ from the defaults, by name.</param>
    /// <exception cref="ArgumentException">The kind or a parameter is not known, a value is out of its range, or the budget is not above 0.</exception>
    IPacer Begin(string kind, double budget, IReadOnlyDictionary<string, string> parameters);
}
