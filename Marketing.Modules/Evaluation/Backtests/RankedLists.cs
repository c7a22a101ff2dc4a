namespace Marketing.Evaluation.Backtests;

/// <summary>The first places of every evaluated customer.</summary>
/// <param name="length">Places of a list, at most.</param>
/// <param name="customers">How many lists.</param>
internal sealed class RankedLists(int length, int customers)
{
    private readonly int[] _items = new int[length * customers];
    private readonly float[] _scores = new float[length * customers];
    private readonly int[] _counts = new int[customers];

    /// <summary>How many lists.</summary>
    public int Customers => customers;

    /// <summary>Places that some lists may fill, list after list, and how many each of them does.</summary>
    public (Memory<float> Scores, Memory<int> Items, Memory<int> Counts) Room(int first, int lists) =>
        (_scores.AsMemory(first * length, lists * length), _items.AsMemory(first * length, lists * length), _counts.AsMemory(first, lists));

    /// <summary>Products of a list, best first.</summary>
    public ReadOnlySpan<int> Items(int list) => _items.AsSpan(list * length, _counts[list]);

    /// <summary>Their scores.</summary>
    public ReadOnlySpan<float> Scores(int list) => _scores.AsSpan(list * length, _counts[list]);
}
