using System.Numerics.Tensors;

namespace Marketing.Model.Neural;

/// <summary>
/// Causal scaled dot-product attention (Vaswani et al. 2017, eq. 1) over sequences that lie one behind the other without padding. A token attends to
/// itself and to the earlier ones of its sequence that are keys; only the lower triangle is computed, six rows at a time.
/// </summary>
/// <param name="width">Columns of the model.</param>
/// <param name="heads">Heads; they divide the width.</param>
internal sealed unsafe class Attention(int width, int heads)
{
    private const int Rows = 6;
    private readonly int _head = width / heads;
    private readonly float _scale = 1 / MathF.Sqrt(width / heads);

    /// <summary>Distance of two rows of weights of a sequence.</summary>
    public static int Stride(int length) => (length + Gemm.Panel - 1) / Gemm.Panel * Gemm.Panel;

    /// <summary>Numbers that the weights of all heads of some sequences take.</summary>
    public long WeightCount(ReadOnlySpan<int> start)
    {
        long count = 0;
        for (var s = 0; s + 1 < start.Length; s++)
        {
            var length = start[s + 1] - start[s];
            count += (long)heads * length * Stride(length);
        }

        return count;
    }

    /// <summary>Attends.</summary>
    /// <param name="start">Where each sequence begins, and the end of the last.</param>
    /// <param name="isKey">Whether later tokens may attend to a token.</param>
    /// <param name="qkv">Queries, keys and values side by side, 3 width columns a token.</param>
    /// <param name="weights">Receives the weights before dropout, for <see cref="Backward"/>; see <see cref="WeightCount"/>.</param>
    /// <param name="output">Receives width columns a token.</param>
    /// <param name="dropout">Applied to the weights.</param>
    /// <param name="arena">Memory.</param>
    public void Forward(ReadOnlySpan<int> start, ReadOnlySpan<bool> isKey, float* qkv, float* weights, float* output, Dropout dropout, Arena arena)
    {
        var (row, place) = (3 * width, 0u);
        for (var s = 0; s + 1 < start.Length; s++)
        {
            var (first, length) = (start[s], start[s + 1] - start[s]);
            var stride = Stride(length);
            var mark = arena.Mark();
            float* turned = arena.Take((long)_head * stride), kept = dropout.Leaves ? arena.Take((long)length * stride) : null;
            for (var h = 0; h < heads; h++, weights += (long)length * stride)
            {
                var query = qkv + ((long)first * row) + (h * _head);
                Turn(query + width, row, turned, stride, length);
                Scores(query, row, turned, weights, stride, length);
                for (var i = 0; i < length; i++)
                {
                    Share(weights + ((long)i * stride), i, Math.Min(length, Reach(i)), isKey.Slice(first, length));
                }

                var used = weights;
                if (dropout.Leaves)
                {
                    dropout.At(place++).Apply(weights, kept, (long)length * stride);
                    used = kept;
                }

                Sums(used, stride, query + (2 * width), row, output + ((long)first * width) + (h * _head), width, length);
            }

            arena.Release(mark);
        }
    }

    /// <summary>Gradient of queries, keys and values.</summary>
    /// <param name="start">As in <see cref="Forward"/>.</param>
    /// <param name="qkv">As in <see cref="Forward"/>.</param>
    /// <param name="weights">What <see cref="Forward"/> kept.</param>
    /// <param name="dOutput">Gradient of the output, width columns a token.</param>
    /// <param name="dQkv">Receives 3 width columns a token.</param>
    /// <param name="dropout">As in <see cref="Forward"/>.</param>
    /// <param name="arena">Memory.</param>
    public void Backward(ReadOnlySpan<int> start, float* qkv, float* weights, float* dOutput, float* dQkv, Dropout dropout, Arena arena)
    {
        var (row, place) = (3 * width, 0u);
        for (var s = 0; s + 1 < start.Length; s++)
        {
            var (first, length) = (start[s], start[s + 1] - start[s]);
            var stride = Stride(length);
            var mark = arena.Mark();
            float* turned = arena.Take((long)_head * stride), kept = arena.Take((long)length * stride), slope = arena.Take((long)length * stride);
            for (var h = 0; h < heads; h++, weights += (long)length * stride, place++)
            {
                float* query = qkv + ((long)first * row) + (h * _head), dQuery = dQkv + ((long)first * row) + (h * _head);
                var given = dOutput + ((long)first * width) + (h * _head);
                var used = weights;
                if (dropout.Leaves)
                {
                    dropout.At(place).Apply(weights, kept, (long)length * stride);
                    used = kept;
                }

                TurnedSums(used, stride, given, width, dQuery + (2 * width), row, length);
                Turn(query + (2 * width), row, turned, stride, length);
                Scores(given, width, turned, slope, stride, length);
                if (dropout.Leaves)
                {
                    dropout.At(place).Apply(slope, slope, (long)length * stride);
                }

                for (var i = 0; i < length; i++)
                {
                    Slope(weights + ((long)i * stride), slope + ((long)i * stride), Math.Min(length, Reach(i)));
                }

                Sums(slope, stride, query + width, row, dQuery, row, length);
                TurnedSums(slope, stride, query, row, dQuery + width, row, length);
            }

            arena.Release(mark);
        }
    }

    // Columns that the tile of a row reaches: whatever stands right of them is 0, or is not looked at.
    private static int Reach(int i) => (i / Rows * Rows) + Rows;

    private void Turn(float* from, int row, float* to, int stride, int length)
    {
        for (var j = 0; j < length; j++)
        {
            for (var c = 0; c < _head; c++)
            {
                to[((long)c * stride) + j] = from[((long)j * row) + c];
            }
        }
    }

    // Products of each token with the tokens up to the end of its tile.
    private void Scores(float* left, int leftRow, float* turned, float* to, int stride, int length)
    {
        for (var i = 0; i < length; i += Rows)
        {
            var (taken, reach) = (Math.Min(Rows, length - i), Math.Min(length, i + Rows));
            Gemm.Multiply(left + ((long)i * leftRow), leftRow, 1, turned, stride, to + ((long)i * stride), stride, taken, reach, _head, add: false);
        }
    }

    // Sums of rows up to the end of each tile.
    private void Sums(float* weights, int stride, float* rows, int row, float* to, int toRow, int length)
    {
        for (var i = 0; i < length; i += Rows)
        {
            var (taken, reach) = (Math.Min(Rows, length - i), Math.Min(length, i + Rows));
            Gemm.Multiply(weights + ((long)i * stride), stride, 1, rows, row, to + ((long)i * toRow), toRow, taken, _head, reach, add: false);
        }
    }

    // The same with the weights turned over: each token receives from the tokens of its tile and behind it.
    private void TurnedSums(float* weights, int stride, float* rows, int row, float* to, int toRow, int length)
    {
        for (var j = 0; j < length; j += Rows)
        {
            Gemm.Multiply(weights + ((long)j * stride) + j, 1, stride, rows + ((long)j * row), row, to + ((long)j * toRow), toRow, Math.Min(Rows, length - j), _head, length - j, add: false);
        }
    }

    // Scores of one token become shares of those that it may attend to; others become 0.
    private void Share(float* scores, int own, int reach, ReadOnlySpan<bool> isKey)
    {
        for (var j = 0; j <= own; j++)
        {
            scores[j] = j == own || isKey[j] ? scores[j] * _scale : float.NegativeInfinity;
        }

        var sum = VectorMath.ExpSum(scores, own + 1, out _);
        var span = new Span<float>(scores, own + 1);
        TensorPrimitives.Divide(span, sum, span);
        for (var j = 0; j < own; j++)
        {
            // e to the least power that the exponential knows is not quite 0.
            scores[j] = isKey[j] ? scores[j] : 0;
        }

        new Span<float>(scores + own + 1, reach - own - 1).Clear();
    }

    // Gradient of the shares becomes that of the products.
    private void Slope(float* weights, float* slope, int reach)
    {
        var mean = TensorPrimitives.Dot(new ReadOnlySpan<float>(weights, reach), new ReadOnlySpan<float>(slope, reach));
        for (var j = 0; j < reach; j++)
        {
            slope[j] = weights[j] * (slope[j] - mean) * _scale;
        }
    }
}
