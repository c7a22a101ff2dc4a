using System.Runtime.CompilerServices;

namespace Marketing.Model.Policies;

/// <summary>A variable of a table's shape, moved and stretched.</summary>
/// <param name="table">Shape.</param>
/// <param name="location">Where its 0 lies.</param>
/// <param name="scale">How long its 1 is; above 0.</param>
internal readonly struct Marginal(DistributionTable table, double location, double scale)
{
    private readonly DistributionTable _table = table;
    private readonly double _perStep = 1 / (scale * table.Step);

    public double Low { get; } = location + (scale * table.Low);

    public double High { get; } = location + (scale * table.High);

    public double CoreLow { get; } = location + (scale * table.CoreLow);

    public double CoreHigh { get; } = location + (scale * table.CoreHigh);

    public double Deviation { get; } = scale * table.Deviation;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Below(double x, out double density)
    {
        var below = _table.Below((x - Low) * _perStep, out density);
        density *= _perStep;
        return below;
    }
}
