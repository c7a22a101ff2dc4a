using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>
/// Adaptive pacing (Balseiro and Gur 2019): bids are divided by <c>1 + μ</c>, where <c>μ</c>, the price of a unit of the budget,
/// goes down the gradient of the dual, <c>μ ← max(0, μ - ε e)</c>, with spending in units of what is due so that ε has none.
/// </summary>
internal sealed class DualPacer(double budget, ParameterValues values) : Pacer(Name, budget, values)
{
    public const string Name = "dual";

    private readonly double _step = values.Real("step");
    private double _price = (1 / values.Real(Start)) - 1;

    public static IReadOnlyList<MethodParameter> Known { get; } = [MethodParameter.Real(Start, 0.1, 0.001, 1), MethodParameter.Real("step", 0.8, 0.0001, 100)];

    protected override double Move(double error)
    {
        _price = Math.Max(0, _price - (_step * error));
        return 1 / (1 + _price);
    }
}
