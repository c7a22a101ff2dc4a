using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>YᵀY, kept for many products with it.</summary>
/// <typeparam name="T">Precision of the factors.</typeparam>
/// <param name="values">Row after row; symmetric.</param>
/// <param name="f">Rows and columns.</param>
internal sealed class GramMatrix<T>(T[] values, int f)
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly PackedRows? _packed = values is float[] single ? new PackedRows(single, f) : null;

    /// <summary>Row after row.</summary>
    public T[] Values => values;

    /// <summary>The matrix times each of some vectors.</summary>
    public void Times(ReadOnlySpan<T> vectors, Span<T> products)
    {
        if (_packed is not null)
        {
            _packed.Dots(MemoryMarshal.Cast<T, float>(vectors), MemoryMarshal.Cast<T, float>(products));
            return;
        }

        for (var at = 0; at < vectors.Length; at++)
        {
            products[at] = TensorPrimitives.Dot(vectors.Slice(at / f * f, f), values.AsSpan(at % f * f, f));
        }
    }
}
