using System.Numerics.Tensors;

namespace Marketing.Model.Neural;

/// <summary>
/// Cross-entropy of a softmax over a whole catalogue. The logits of a few rows at a time are computed, turned into their gradient in place and used
/// up, so that rows by catalogue never stand in memory at once.
/// </summary>
/// <param name="width">Columns of hidden rows and of the catalogue's.</param>
/// <param name="products">Rows of the catalogue.</param>
internal sealed unsafe class CatalogueSoftmax(int width, int products)
{
    // As many numbers as leave a thread's logits in the cache that the processors share.
    private const int Room = 1 << 20;
    private const int Least = 24;
    private const int Most = 128;
    private readonly int _stride = (products + Gemm.Panel - 1) / Gemm.Panel * Gemm.Panel;

    /// <summary>Rows whose logits stand in memory at once.</summary>
    private int Together => Math.Clamp(Room / _stride, Least, Most);

    /// <summary>Loss of some rows, and its gradients.</summary>
    /// <param name="hidden">Rows, width columns each.</param>
    /// <param name="targets">What was to be foretold: products and weights of each row.</param>
    /// <param name="catalogue">The catalogue's vectors, products by width.</param>
    /// <param name="turned">The same turned over, width by products.</param>
    /// <param name="moves">What moves the logits of each row.</param>
    /// <param name="numbers">By how much; the gradients are added to.</param>
    /// <param name="scale">What each row's loss is multiplied with.</param>
    /// <param name="dHidden">Receives the gradient of the rows; null to leave gradients out.</param>
    /// <param name="dCatalogue">Gradient of the catalogue's vectors; added to.</param>
    /// <param name="arena">Memory.</param>
    /// <returns>Sum of the rows' losses in nats, times the scale.</returns>
    public double Loss(float* hidden, TargetRows targets, LogitMoves moves, MoveNumbers numbers, float* catalogue, Panels turned, float scale, float* dHidden, float* dCatalogue, Arena arena)
    {
        var (loss, mark) = (0.0, arena.Mark());
        var logits = arena.Take((long)Together * _stride);
        for (var from = 0; from < targets.Count; from += Together)
        {
            var rows = Math.Min(Together, targets.Count - from);
            var part = hidden + ((long)from * width);
            Gemm.Multiply(part, width, 1, turned, logits, _stride, rows, add: false);
            for (var row = 0; row < rows; row++)
            {
                loss += Row(logits + ((long)row * _stride), targets, moves, numbers, from + row, scale, dHidden != null);
            }

            if (dHidden != null)
            {
                Gemm.Multiply(logits, _stride, 1, catalogue, width, dHidden + ((long)from * width), width, rows, width, products, add: false);
                Gemm.Multiply(logits, 1, _stride, part, width, dCatalogue, width, products, width, rows, add: true);
            }
        }

        arena.Release(mark);
        return loss;
    }

    /// <summary>Moves the logits of a row.</summary>
    public static void Move(LogitMoves moves, MoveNumbers numbers, int row, Span<float> logits)
    {
        var own = moves.Own;
        for (var i = own.Start[row]; i < own.Start[row + 1]; i++)
        {
            logits[own.Product[i]] += numbers.Own[own.Class[i]];
        }

        for (var m = 0; m < (moves.Trends?.Measures ?? 0); m++)
        {
            TensorPrimitives.MultiplyAdd(moves.Trends!.At(m, moves.Step[row]), numbers.Trend[m], logits, logits);
        }
    }

    // Gradients of the numbers by those of the logits.
    private static void MoveBack(LogitMoves moves, MoveNumbers numbers, int row, ReadOnlySpan<float> logits)
    {
        var own = moves.Own;
        for (var i = own.Start[row]; i < own.Start[row + 1]; i++)
        {
            numbers.DOwn[own.Class[i]] += logits[own.Product[i]];
        }

        for (var m = 0; m < (moves.Trends?.Measures ?? 0); m++)
        {
            numbers.DTrend[m] += TensorPrimitives.Dot(moves.Trends!.At(m, moves.Step[row]), logits);
        }
    }

    // Loss of one row; its logits become their gradient.
    private double Row(float* logits, TargetRows targets, LogitMoves moves, MoveNumbers numbers, int row, float scale, bool gradient)
    {
        var (loss, weights) = (0.0, 0f);
        var all = new Span<float>(logits, products);
        Move(moves, numbers, row, all);

        for (var t = targets.Start[row]; t < targets.Start[row + 1]; t++)
        {
            loss -= targets.Weight[t] * logits[targets.Product[t]];
            weights += targets.Weight[t];
        }

        var sum = VectorMath.ExpSum(logits, products, out var max);
        if (gradient)
        {
            TensorPrimitives.Multiply(all, scale * weights / sum, all);
            for (var t = targets.Start[row]; t < targets.Start[row + 1]; t++)
            {
                logits[targets.Product[t]] -= scale * targets.Weight[t];
            }

            MoveBack(moves, numbers, row, all);
        }

        return scale * (loss + (weights * (max + Math.Log(sum))));
    }
}

/// <summary>Products to be foretold, row after row, each with its weight; those of a row usually add up to 1.</summary>
internal sealed class TargetRows
{
    /// <summary>Where the targets of each row begin, and the end of the last.</summary>
    public List<int> Start { get; } = [0];

    /// <summary>Products.</summary>
    public List<int> Product { get; } = [];

    /// <summary>Their weights.</summary>
    public List<float> Weight { get; } = [];

    /// <summary>Rows.</summary>
    public int Count => Start.Count - 1;

    /// <summary>Adds a row of one product.</summary>
    public void Add(int product)
    {
        Product.Add(product);
        Weight.Add(1);
        Start.Add(Product.Count);
    }

    /// <summary>Adds a row of several products of the same weight.</summary>
    public void Add(ReadOnlySpan<int> products)
    {
        foreach (var product in products)
        {
            Product.Add(product);
            Weight.Add(1f / products.Length);
        }

        Start.Add(Product.Count);
    }

    /// <summary>Takes all rows out.</summary>
    public void Clear()
    {
        Start.RemoveRange(1, Count);
        Product.Clear();
        Weight.Clear();
    }
}
