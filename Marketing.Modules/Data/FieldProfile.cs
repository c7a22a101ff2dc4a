namespace Marketing.Data;

/// <summary>Numbers in short. Amounts are minor units, times are UTC milliseconds. Quantiles are of type 7 (Hyndman and Fan 1996).</summary>
/// <param name="Count">Values that are there, above 0.</param>
/// <param name="Least">Smallest.</param>
/// <param name="Quartile1">First quartile.</param>
/// <param name="Median">Median.</param>
/// <param name="Quartile3">Third quartile.</param>
/// <param name="Most">Largest.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation with n - 1; 0 for a single value.</param>
public sealed record NumberSummary(long Count, double Least, double Quartile1, double Median, double Quartile3, double Most, double Mean, double Deviation);

/// <summary>One bar of a distribution. The outermost bars hold everything beyond them.</summary>
/// <param name="Low">From.</param>
/// <param name="High">To.</param>
/// <param name="All">Values in it.</param>
/// <param name="Now">Those of the period looked at.</param>
/// <param name="Before">Those of the period before.</param>
public sealed record HistogramBar(double Low, double High, long All, long Now, long Before);

/// <summary>How often one value occurs.</summary>
/// <param name="Value">The value; empty for all others together.</param>
/// <param name="All">In the whole shop.</param>
/// <param name="Now">In the period looked at.</param>
/// <param name="Before">In the period before.</param>
public sealed record ValueCount(string Value, long All, long Now, long Before);

/// <summary>One side of a comparison.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Numbers">Summary, or null without numbers.</param>
public sealed record FieldSide(long Rows, long Missing, long Distinct, NumberSummary? Numbers)
{
    /// <summary>Share of rows without a value, in [0, 1]; null without a row.</summary>
    public double? MissingShare => Rows == 0 ? null : (double)Missing / Rows;
}

/// <summary>How far a field has moved.</summary>
/// <param name="Psi">Population stability index, at least 0; under 0.1 is calm, above 0.25 a clear shift (Siddiqi 2006). Null when undefined.</param>
/// <param name="Ks">Kolmogorov-Smirnov distance of numbers, in [0, 1]; null when undefined or for categories.</param>
/// <param name="KsP">Its p-value; among many rows even a small distance has a small one.</param>
/// <param name="Reason">Why it is undefined, as a code: <c>no-rows-now</c>, <c>no-rows-before</c>, <c>too-few-rows</c>, <c>moves-by-itself</c>; else null.</param>
public sealed record FieldShift(double? Psi, double? Ks, double? KsP, string? Reason);

/// <summary>What one field of the shop's data looks like.</summary>
/// <param name="Dataset"><c>orders lines customers products returns events</c>.</param>
/// <param name="Field">Its name there.</param>
/// <param name="Type"><c>money number time category text reference yes-no</c>.</param>
/// <param name="All">The whole shop.</param>
/// <param name="Now">The period looked at, or an import.</param>
/// <param name="Before">The period before, or what was there before the import.</param>
/// <param name="Shift">How far it moved.</param>
/// <param name="Bars">Distribution of numbers; empty else.</param>
/// <param name="Top">Most frequent values of categories, and the rest; empty else.</param>
/// <param name="Course">Mean of numbers, else rows, in each of the last periods, oldest first; null where there were no rows.</param>
public sealed record FieldProfile(string Dataset, string Field, string Type, FieldSide All, FieldSide Now, FieldSide Before, FieldShift Shift, IReadOnlyList<HistogramBar> Bars, IReadOnlyList<ValueCount> Top, IReadOnlyList<double?> Course)
{
    /// <summary>Name in the whole shop, for example <c>orders.amount</c>.</summary>
    public string Name => $"{Dataset}.{Field}";
}
