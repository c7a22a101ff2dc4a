using System.Numerics.Tensors;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>
/// The rows of a large table that a step has touched: only their gradients are added up, only they are updated, by their moments as they
/// were left (the lazy form of Adam). Rows that no step touches cost nothing.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="threads">Threads, each with gradients of its own.</param>
internal sealed unsafe class TouchedRows(Parameter table, int threads)
{
    private readonly HashSet<int>[] _noted = [.. Enumerable.Range(0, threads).Select(_ => new HashSet<int>())];
    private int[] _rows = [];

    /// <summary>Notes the rows that a shard touches.</summary>
    /// <param name="thread">Thread that learns from it.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="drawn">Products drawn.</param>
    public void Note(int thread, TokenShard shard, ReadOnlySpan<int> drawn)
    {
        var noted = _noted[thread];
        foreach (var product in shard.Product)
        {
            if (product != TokenShard.NoProduct)
            {
                noted.Add(product);
            }
        }

        noted.UnionWith(shard.Targets.Product);
        foreach (var product in drawn)
        {
            noted.Add(product);
        }
    }

    /// <summary>Adds the gradients of all threads up in those of the first.</summary>
    /// <returns>The sum of their squares.</returns>
    public double Gather(IReadOnlyList<FloatBlock> gradients)
    {
        var all = new HashSet<int>();
        foreach (var noted in _noted)
        {
            all.UnionWith(noted);
        }

        _rows = [.. all.Order()];
        var squares = 0.0;
        foreach (var row in _rows)
        {
            var sum = Row(gradients[0], row);
            for (var w = 1; w < threads; w++)
            {
                if (_noted[w].Contains(row))
                {
                    var more = Row(gradients[w], row);
                    TensorPrimitives.Add(sum, more, sum);
                    more.Clear();
                }
            }

            squares += TensorPrimitives.SumOfSquares((ReadOnlySpan<float>)sum);
        }

        return squares;
    }

    /// <summary>Updates the rows, and forgets them.</summary>
    /// <param name="adam">Optimiser.</param>
    /// <param name="state">Parameters and moments.</param>
    /// <param name="gradients">Gradients, added up; those of the rows become 0.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="factor">What gradients are multiplied with.</param>
    public void Update(AdamW adam, SequenceState state, FloatBlock gradients, float rate, float factor)
    {
        foreach (var row in _rows)
        {
            var from = table.Offset + ((long)row * table.Columns);
            adam.Update(state.Values.Data + from, gradients.Data + from, state.First.Data + from, state.Second.Data + from, table.Columns, state.Step, rate, factor, table.Decays);
            Row(gradients, row).Clear();
        }

        Forget();
    }

    /// <summary>Forgets the rows.</summary>
    public void Forget()
    {
        foreach (var noted in _noted)
        {
            noted.Clear();
        }

        _rows = [];
    }

    private Span<float> Row(FloatBlock block, int row) => new(block.Data + table.Offset + ((long)row * table.Columns), table.Columns);
}
