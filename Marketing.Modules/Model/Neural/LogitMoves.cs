namespace Marketing.Model.Neural;

/// <summary>
/// What moves the logits of each row of predictions beside its hidden vector: learned numbers for what somebody has had (<see cref="OwnRows"/>), and a learned share of
/// how the products sold just before.
/// </summary>
internal sealed class LogitMoves
{
    /// <summary>What was had, one row a prediction.</summary>
    public OwnRows Own { get; } = new();

    /// <summary>How products sold, or null where that does not count.</summary>
    public TrendTable? Trends { get; init; }

    /// <summary>Step of <see cref="Trends"/> of each prediction; empty without it.</summary>
    public List<int> Step { get; } = [];

    /// <summary>Takes all rows out.</summary>
    public void Clear()
    {
        Own.Clear();
        Step.Clear();
    }
}

/// <summary>How the products of a catalogue sold until each of some steps of time, in several measures.</summary>
/// <param name="products">Products.</param>
/// <param name="measures">A matrix of steps by products each.</param>
internal sealed class TrendTable(int products, IReadOnlyList<float[]> measures)
{
    /// <summary>How many measures there are.</summary>
    public int Measures => measures.Count;

    /// <summary>A measure of all products at a step.</summary>
    public ReadOnlySpan<float> At(int measure, int step) => measures[measure].AsSpan(step * products, products);
}

/// <summary>The learned numbers of <see cref="LogitMoves"/>, and their gradients.</summary>
internal unsafe struct MoveNumbers
{
    /// <summary>One entry a class of what was had.</summary>
    public float* Own, DOwn;

    /// <summary>One entry a measure of how products sold.</summary>
    public float* Trend, DTrend;
}
