using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>
/// The loop of a pacer: what was left at the beginning of a slot, spread over what was left of the period, should have been spent in it;
/// the relative error goes to the controller.
/// </summary>
internal abstract class Pacer(string kind, double budget, ParameterValues values) : IPacer
{
    /// <summary>Factor of the first slot, when nothing is known yet: low, since what is spent too early is gone.</summary>
    protected const string Start = "start";

    private double _spent;
    private double _elapsed;

    public string Kind => kind;

    public IReadOnlyDictionary<string, string> Parameters { get; } = values.Shown;

    public double Factor { get; private set; } = values.Real(Start);

    public double Next(double spent, double elapsed)
    {
        if (!(elapsed >= _elapsed && elapsed <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(elapsed), elapsed, $"The share of the period must be from {_elapsed} to 1.");
        }

        if (!(spent >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(spent), spent, "What was spent must not be negative.");
        }

        if (elapsed > _elapsed)
        {
            var due = (budget - _spent) * (elapsed - _elapsed) / (1 - _elapsed);
            var error = due > 0 ? 1 - ((spent - _spent) / due) : 0;
            (_spent, _elapsed, Factor) = (spent, elapsed, Math.Clamp(Move(error), 0, 1));
        }

        return Factor = spent >= budget || elapsed >= 1 ? 0 : Factor;
    }

    public double Bid(double bid, double spent) => Math.Max(0, Math.Min(bid * Factor, budget - spent));

    /// <summary>The next factor.</summary>
    /// <param name="error">1 less what was spent over what should have been: 1 when nothing was, 0 on the plan, below 0 when it was too much.</param>
    protected abstract double Move(double error);
}
