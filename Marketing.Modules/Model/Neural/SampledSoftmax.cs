using System.Numerics.Tensors;

namespace Marketing.Model.Neural;

/// <summary>
/// Cross-entropy of a softmax whose denominator is estimated from some products drawn evenly, the same for all rows, each standing for as many as
/// the catalogue has for one drawn (Bengio and Senécal 2008; the correction by log Q is log(V / K) for even draws). A product drawn that is to be foretold in a row is left out there.
/// </summary>
/// <param name="width">Columns of hidden rows and of the catalogue's.</param>
/// <param name="products">Rows of the catalogue, V.</param>
internal sealed unsafe class SampledSoftmax(int width, int products)
{
    /// <summary>Loss of some rows, and its gradients.</summary>
    /// <param name="hidden">Rows, width columns each.</param>
    /// <param name="targets">What was to be foretold; the targets of a row share its weight.</param>
    /// <param name="drawn">Products drawn, K of them, all different, ascending.</param>
    /// <param name="moves">What moves the logits of each row.</param>
    /// <param name="numbers">By how much; the gradients are added to.</param>
    /// <param name="catalogue">The catalogue's vectors.</param>
    /// <param name="scale">What each row's loss is multiplied with.</param>
    /// <param name="dHidden">Receives the gradient of the rows; null to leave gradients out.</param>
    /// <param name="dCatalogue">Gradient of the catalogue's vectors; the rows of drawn and foretold products are added to.</param>
    /// <param name="arena">Memory.</param>
    /// <returns>Sum of the rows' losses in nats, times the scale.</returns>
    public double Loss(float* hidden, TargetRows targets, ReadOnlySpan<int> drawn, LogitMoves moves, MoveNumbers numbers, float* catalogue, float scale, float* dHidden, float* dCatalogue, Arena arena)
    {
        var (mark, count, loss) = (arena.Mark(), targets.Count, 0.0);
        var stride = (drawn.Length + Gemm.Panel - 1) / Gemm.Panel * Gemm.Panel;
        float* others = arena.Take((long)drawn.Length * width), turned = arena.Take((long)width * stride), logits = arena.Take((long)count * stride);
        for (var j = 0; j < drawn.Length; j++)
        {
            var from = catalogue + ((long)drawn[j] * width);
            for (var c = 0; c < width; c++)
            {
                others[((long)j * width) + c] = from[c];
                turned[((long)c * stride) + j] = from[c];
            }
        }

        Gemm.Multiply(hidden, width, 1, turned, stride, logits, stride, count, drawn.Length, width, add: false);
        if (dHidden != null)
        {
            new Span<float>(dHidden, checked(count * width)).Clear();
        }

        for (var row = 0; row < count; row++)
        {
            loss += Row(logits + ((long)row * stride), hidden + ((long)row * width), targets, row, drawn, moves, numbers, catalogue, scale, dHidden == null ? null : dHidden + ((long)row * width), dCatalogue);
        }

        if (dHidden != null)
        {
            var back = arena.TakeZeros((long)drawn.Length * width);
            Gemm.Multiply(logits, stride, 1, others, width, dHidden, width, count, width, drawn.Length, add: true);
            Gemm.Multiply(logits, 1, stride, hidden, width, back, width, drawn.Length, width, count, add: true);
            for (var j = 0; j < drawn.Length; j++)
            {
                Add(dCatalogue + ((long)drawn[j] * width), back + ((long)j * width), 1);
            }
        }

        arena.Release(mark);
        return loss;
    }

    // The targets of a row stand each alone against the products drawn.
    private double Row(float* logits, float* hidden, TargetRows targets, int row, ReadOnlySpan<int> drawn, LogitMoves moves, MoveNumbers numbers, float* catalogue, float scale, float* dHidden, float* dCatalogue)
    {
        var (from, end) = (targets.Start[row], targets.Start[row + 1]);
        var shift = MathF.Log(products / (float)drawn.Length);
        for (var j = 0; j < drawn.Length; j++)
        {
            logits[j] = IsTarget(targets, from, end, drawn[j]) ? float.NegativeInfinity : logits[j] + shift;
        }

        var own = moves.Own;
        for (var i = own.Start[row]; i < own.Start[row + 1]; i++)
        {
            if (drawn.BinarySearch(own.Product[i]) is >= 0 and var j)
            {
                logits[j] += numbers.Own[own.Class[i]];
            }
        }

        for (var m = 0; m < (moves.Trends?.Measures ?? 0); m++)
        {
            var sold = moves.Trends!.At(m, moves.Step[row]);
            for (var j = 0; j < drawn.Length; j++)
            {
                logits[j] += numbers.Trend[m] * sold[drawn[j]];
            }
        }

        var sum = (double)VectorMath.ExpSum(logits, drawn.Length, out var max);
        if (float.IsNegativeInfinity(max))
        {
            (sum, max) = (0, 0);
            new Span<float>(logits, drawn.Length).Clear();
        }

        var (loss, share) = (0.0, 0.0);
        for (var t = from; t < end; t++)
        {
            var vector = catalogue + ((long)targets.Product[t] * width);
            var ofClass = ClassOf(own, row, targets.Product[t]);
            var logit = TensorPrimitives.Dot(new ReadOnlySpan<float>(hidden, width), new ReadOnlySpan<float>(vector, width)) + (ofClass < 0 ? 0 : numbers.Own[ofClass]);
            for (var m = 0; m < (moves.Trends?.Measures ?? 0); m++)
            {
                logit += numbers.Trend[m] * moves.Trends!.At(m, moves.Step[row])[targets.Product[t]];
            }


            // log(e^logit + sum e^max), from the greater of the two.
            var rest = sum > 0 ? max + Math.Log(sum) : double.NegativeInfinity;
            var top = Math.Max(logit, rest);
            var all = top + Math.Log(Math.Exp(logit - top) + Math.Exp(rest - top));
            loss += targets.Weight[t] * (all - logit);
            if (dHidden != null)
            {
                var slope = (float)(scale * targets.Weight[t] * (Math.Exp(logit - all) - 1));
                Add(dHidden, vector, slope);
                if (ofClass >= 0)
                {
                    numbers.DOwn[ofClass] += slope;
                }

                for (var m = 0; m < (moves.Trends?.Measures ?? 0); m++)
                {
                    numbers.DTrend[m] += slope * moves.Trends!.At(m, moves.Step[row])[targets.Product[t]];
                }

                Add(dCatalogue + ((long)targets.Product[t] * width), hidden, slope);
                share += targets.Weight[t] * Math.Exp(max - all);
            }
        }

        if (dHidden != null)
        {
            var span = new Span<float>(logits, drawn.Length);
            TensorPrimitives.Multiply(span, (float)(scale * share), span);
            for (var i = own.Start[row]; i < own.Start[row + 1]; i++)
            {
                if (drawn.BinarySearch(own.Product[i]) is >= 0 and var j)
                {
                    numbers.DOwn[own.Class[i]] += logits[j];
                }
            }

            for (var m = 0; m < (moves.Trends?.Measures ?? 0); m++)
            {
                var sold = moves.Trends!.At(m, moves.Step[row]);
                for (var j = 0; j < drawn.Length; j++)
                {
                    numbers.DTrend[m] += logits[j] * sold[drawn[j]];
                }
            }
        }

        return scale * loss;
    }

    private static int ClassOf(OwnRows own, int row, int product)
    {
        for (var i = own.Start[row]; i < own.Start[row + 1]; i++)
        {
            if (own.Product[i] == product)
            {
                return own.Class[i];
            }
        }

        return -1;
    }

    private static bool IsTarget(TargetRows targets, int from, int end, int product)
    {
        for (var t = from; t < end; t++)
        {
            if (targets.Product[t] == product)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(float* to, float* more, float factor)
    {
        var own = new Span<float>(to, width);
        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(more, width), factor, own, own);
    }
}
