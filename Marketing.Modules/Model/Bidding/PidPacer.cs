using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>
/// A controller with a proportional, an integral and a derivative part on the logarithm of the factor (Zhang, Rong, Wang, Zhu and Wang
/// 2016, sec. 3: bids times <c>exp(φ)</c>). In the velocity form (Åström and Hägglund 1995),
/// <c>Δφ = kP (e - e₋₁) + kI e + kD (e - 2 e₋₁ + e₋₂)</c>, so that a factor at its limit piles nothing up.
/// </summary>
internal sealed class PidPacer(double budget, ParameterValues values) : Pacer(Name, budget, values)
{
    public const string Name = "pid";

    // A slot that was overspent many times moves no more than one that was four times; a factor of e^-9 is next to nothing and comes back.
    private const double LowestError = -3;
    private const double LowestLog = -9;

    private readonly double _p = values.Real("kP"), _i = values.Real("kI"), _d = values.Real("kD");
    private double _log = Math.Log(values.Real(Start));
    private (double One, double Two)? _before;

    public static IReadOnlyList<MethodParameter> Known { get; } =
    [
        MethodParameter.Real(Start, 0.1, 0.001, 1),
        MethodParameter.Real("kP", 0.1, 0, 10),
        MethodParameter.Real("kI", 0.5, 0.001, 10),
        MethodParameter.Real("kD", 0.05, 0, 10),
    ];

    protected override double Move(double error)
    {
        var e = Math.Max(LowestError, error);
        var (one, two) = _before ?? (e, e);
        _log = Math.Clamp(_log + (_p * (e - one)) + (_i * e) + (_d * (e - (2 * one) + two)), LowestLog, 0);
        _before = (e, one);
        return Math.Exp(_log);
    }
}
