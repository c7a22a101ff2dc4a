using Marketing.Model.Neural;

namespace Marketing.Model.Forecasting.Pooled;

/// <summary>Some series at an origin each, as a <see cref="SeriesNetwork"/> reads them.</summary>
/// <param name="most">Most of them.</param>
/// <param name="past">Columns of what is known of a series at an origin.</param>
/// <param name="known">Columns of what is known of a step.</param>
/// <param name="steps">Steps foretold from an origin.</param>
internal sealed unsafe class NetworkRows(int most, int past, int known, int steps)
{
    private readonly FloatBlock _past = new((long)most * past);
    private readonly FloatBlock _known = new((long)most * steps * known);

    /// <summary>Steps foretold from an origin.</summary>
    public int Steps => steps;

    /// <summary>How many there are.</summary>
    public int Count { get; set; }

    /// <summary>What is known at the origin, a row each.</summary>
    public float* Past => _past.Data;

    /// <summary>What is known of a step, a row for each step of each.</summary>
    public float* Known => _known.Data;

    /// <summary>Place in the season of the first step of each.</summary>
    public int[] Place { get; } = new int[most];

    /// <summary>Logarithm of what is expected of each step without the network, in units of the series' scale.</summary>
    public float[] Offset { get; } = new float[most * steps];

    /// <summary>What came at each step, in units of the series' scale.</summary>
    public float[] Wanted { get; } = new float[most * steps];

    /// <summary>Weight of each step; 0 where it is not known what came.</summary>
    public float[] Weight { get; } = new float[most * steps];

    /// <summary>Columns of one.</summary>
    public Span<float> PastOf(int row) => new(Past + ((long)row * past), past);

    /// <summary>Columns of one step of one.</summary>
    public Span<float> KnownOf(int row, int step) => new(Known + ((((long)row * steps) + step) * known), known);
}
