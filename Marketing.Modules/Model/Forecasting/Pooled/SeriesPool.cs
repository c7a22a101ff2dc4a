namespace Marketing.Model.Forecasting.Pooled;

/// <summary>Series of one kind that all end at the same step.</summary>
/// <param name="Values">A series each, from its own first step to the common last one; 0 or more.</param>
/// <param name="Season">Steps of one season, 1 for none.</param>
/// <param name="Year">Steps after which the year comes round with the season kept, for example 364 for days; 0 where the steps are not known.</param>
internal sealed record SeriesPool(IReadOnlyList<float[]> Values, int Season, int Year)
{
    /// <summary>Marks of steps, for example holidays: of every step of the longest series and of those to be foretold; empty for none.</summary>
    public IReadOnlyList<bool> Marked { get; init; } = [];

    /// <summary>Holidays of the same steps by name, a step with several once for each; those on which people are at work are left out; empty for none.</summary>
    public IReadOnlyList<PooledHoliday> Holidays { get; init; } = [];

    /// <summary>What all that is sold, in no series too, brought at each step, as it came; empty where the series are all.</summary>
    public double[] Sales { get; init; } = [];

    /// <summary>Price of each series a step, as long as its values, NaN where none is known; empty for none. Only the past is ever read.</summary>
    public IReadOnlyList<float[]> Price { get; init; } = [];

    /// <summary>Steps of each series on which it was, or is planned to be, on promotion: as long as its values or longer, by the steps to be foretold; empty for none.</summary>
    public IReadOnlyList<bool[]> Promoted { get; init; } = [];

    /// <summary>Names of what each series is one of, such as a category; empty for none.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Kinds { get; init; } = [];

    /// <summary>How much customers were written to at each step of the longest series, of a usual step on which they were at all; empty for none. Only the past of an origin is read.</summary>
    public float[] Mailed { get; init; } = [];

    /// <summary>Whether customers are to be written to at the steps to be foretold, from the first after the last known; empty where nothing is planned.</summary>
    public bool[] MailPlan { get; init; } = [];

    /// <summary>Steps of the longest series.</summary>
    public int Steps { get; } = LongestOf(Values);

    /// <summary>All series together at each step.</summary>
    public double[] Totals { get; } = TotalsOf(Values);

    private static int LongestOf(IReadOnlyList<float[]> values) => values.Count == 0 ? 0 : values.Max(one => one.Length);

    private static double[] TotalsOf(IReadOnlyList<float[]> values)
    {
        var totals = new double[LongestOf(values)];
        foreach (var series in values)
        {
            var offset = totals.Length - series.Length;
            for (var t = 0; t < series.Length; t++)
            {
                totals[offset + t] += series[t];
            }
        }

        return totals;
    }
}

/// <summary>A holiday of a pool.</summary>
/// <param name="Step">Step of the longest series, or beyond it.</param>
/// <param name="Code">Machine name, the same every year.</param>
internal readonly record struct PooledHoliday(int Step, string Code);
