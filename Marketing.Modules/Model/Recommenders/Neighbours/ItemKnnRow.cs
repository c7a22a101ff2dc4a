using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Neighbours;

/// <summary>
/// One thread's memory for the nearest of one product at a time. Its loops are optimised at once: a process that fits one model and ends
/// would be through before the runtime took note of them.
/// </summary>
internal sealed class ItemKnnRow
{
    // Keeps the shortcut in single precision clear of rounding, so that it never drops a tie.
    private const float Margin = 1 - 1e-5f;

    // With less to count than this share of the catalogue, the products met are walked again instead of all.
    private const int Few = 4;

    // Most steps of a bisection; a bound that is still too low costs time only.
    private const int Steps = 24;

    private readonly SparseMatrix _bought;
    private readonly SparseMatrix _buyers;
    private readonly ItemWeights? _weights;
    private readonly ItemKnnTerms _terms;
    private readonly NearestItems _nearest;
    private readonly int[] _counts;
    private readonly double[] _sums;
    private readonly float[] _share;
    private readonly float[] _squares;

    /// <param name="bought">Customers by products.</param>
    /// <param name="buyers">The same, transposed.</param>
    /// <param name="weights">Weights, or null for counts.</param>
    /// <param name="terms">Terms.</param>
    public ItemKnnRow(SparseMatrix bought, SparseMatrix buyers, ItemWeights? weights, ItemKnnTerms terms)
    {
        (_bought, _buyers, _weights, _terms) = (bought, buyers, weights, terms);
        _nearest = new NearestItems(Math.Min(terms.Neighbours, bought.Columns));

        // Room for whole vectors.
        var room = (bought.Columns + Vector256<int>.Count - 1) / Vector256<int>.Count * Vector256<int>.Count;
        (_counts, _share, _squares) = (new int[room], new float[room], new float[room]);
        _sums = weights is null ? [] : new double[bought.Columns];
        for (var item = 0; item < bought.Columns; item++)
        {
            _share[item] = 1f / Math.Max(1, buyers.RowStart[item + 1] - buyers.RowStart[item]);
        }
    }

    /// <summary>The K nearest of a product, in no order.</summary>
    public (int[] Items, float[] Similarities) Nearest(int item)
    {
        _nearest.Clear();
        Count(item);
        if (_weights is not null)
        {
            Weigh(item);
        }

        if (!_terms.IncludeSelf)
        {
            _counts[item] = 0;
        }

        if (Work(item) < _bought.Columns / Few)
        {
            OfferMet(item);
        }
        else if (_weights is null && _terms.Shrinkage == 0)
        {
            OfferCosines(item);
            _counts.AsSpan().Clear();
        }
        else
        {
            OfferAll(item);
            _counts.AsSpan().Clear();
            _sums.AsSpan().Clear();
        }

        return _nearest.Take();
    }

    private long Work(int item)
    {
        var work = 0L;
        foreach (var customer in _buyers.Row(item))
        {
            work += _bought.RowStart[customer + 1] - _bought.RowStart[customer];
        }

        return work;
    }

    // How many customers every product shares with one product. Indices come from the matrix itself, so bounds are not checked again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(int item)
    {
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref var column = ref MemoryMarshal.GetArrayDataReference(_bought.Column);
        ref var start = ref MemoryMarshal.GetArrayDataReference(_bought.RowStart);
        foreach (var customer in _buyers.Row(item))
        {
            ref var at = ref Unsafe.Add(ref column, Unsafe.Add(ref start, customer));
            ref var end = ref Unsafe.Add(ref column, Unsafe.Add(ref start, customer + 1));
            while (Unsafe.IsAddressLessThan(ref at, ref end))
            {
                Unsafe.Add(ref counts, at)++;
                at = ref Unsafe.Add(ref at, 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(int item)
    {
        var (byCustomer, byProduct) = (_weights!.ByCustomer, _weights.ByProduct);
        for (var i = _buyers.RowStart[item]; i < _buyers.RowStart[item + 1]; i++)
        {
            var (customer, weight) = (_buyers.Column[i], byProduct[i]);
            for (var j = _bought.RowStart[customer]; j < _bought.RowStart[customer + 1]; j++)
            {
                _sums[_bought.Column[j]] += weight * byCustomer[j];
            }
        }
    }

    // Most products are far from the nearest K: c² / n tells so in single precision, eight of them at a time and without a root.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OfferCosines(int item)
    {
        for (var at = 0; at < _squares.Length; at += Vector256<int>.Count)
        {
            var common = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref _counts[0], (nuint)at));
            (common * common * Vector256.LoadUnsafe(ref _share[0], (nuint)at)).StoreUnsafe(ref _squares[0], (nuint)at);
        }

        var least = Vector256.Create(Least() * Margin);
        for (var at = 0; at < _squares.Length; at += Vector256<int>.Count)
        {
            var near = Vector256.GreaterThan(Vector256.LoadUnsafe(ref _squares[0], (nuint)at), least).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                Offer(item, at + BitOperations.TrailingZeroCount(near));
            }
        }
    }

    // A square that at least K exceed, and few more, by bisection; 0 when there are fewer. Positive numbers are ordered as their bits are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Least()
    {
        var (wanted, enough) = (_terms.Neighbours, _terms.Neighbours + (_terms.Neighbours / 8));
        var (low, high) = (0, BitConverter.SingleToInt32Bits(_buyers.Columns + 1));
        for (var step = 0; step < Steps && high - low > 1; step++)
        {
            var middle = low + ((high - low) >> 1);
            var (bound, above) = (Vector256.Create(BitConverter.Int32BitsToSingle(middle)), Vector256<int>.Zero);
            for (var at = 0; at < _squares.Length; at += Vector256<int>.Count)
            {
                above -= Vector256.GreaterThan(Vector256.LoadUnsafe(ref _squares[0], (nuint)at), bound).AsInt32();
            }

            var count = Vector256.Sum(above);
            (low, high) = count >= wanted ? (middle, high) : (low, middle);
            if (count >= wanted && count <= enough)
            {
                break;
            }
        }

        return BitConverter.Int32BitsToSingle(low);
    }

    private void OfferAll(int item)
    {
        for (var other = 0; other < _bought.Columns; other++)
        {
            Offer(item, other);
        }
    }

    // What has been offered counts 0 when it is met again.
    private void OfferMet(int item)
    {
        foreach (var customer in _buyers.Row(item))
        {
            foreach (var other in _bought.Row(customer))
            {
                Offer(item, other);
                _counts[other] = 0;
                if (_weights is not null)
                {
                    _sums[other] = 0;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Offer(int item, int other)
    {
        double common = _counts[other];
        if (common == 0)
        {
            return;
        }

        var start = _buyers.RowStart;
        var similarity = _weights is null
            ? common / Math.Sqrt((double)(start[item + 1] - start[item]) * (start[other + 1] - start[other]))
            : _sums[other];
        _nearest.Offer(_terms.Shrinkage == 0 ? similarity : similarity * common / (common + _terms.Shrinkage), other);
    }
}
