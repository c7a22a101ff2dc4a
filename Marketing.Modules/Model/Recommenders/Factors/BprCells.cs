using System.Runtime.CompilerServices;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>Pairs of a customer and a product of theirs, by blocks of customers and blocks of products.</summary>
internal sealed class BprCells
{
    // Up to 64 MB a bit a pair tells sooner than a search who has what.
    private const long MostBits = 1L << 29;

    private readonly SparseMatrix _bought;
    private readonly int _blocks;
    private readonly int[] _customerStart;
    private readonly int[] _label;
    private readonly int[] _order;
    private readonly int[] _start;
    private readonly ulong[] _has;

    // With strengths: those of a customer's pairs of a cell, added up; else empty.
    private readonly double[] _sum;
    private readonly double _most;

    /// <param name="bought">Customers by products, with strengths or without.</param>
    /// <param name="blocks">Blocks of each kind.</param>
    public BprCells(SparseMatrix bought, int blocks)
    {
        (_bought, _blocks) = (bought, blocks);
        (Customer, Product) = (new int[bought.Entries], new int[bought.Entries]);
        _label = new int[bought.Columns];
        _order = [.. Enumerable.Range(0, bought.Columns)];
        _start = new int[(blocks * blocks) + 1];
        _customerStart = new int[blocks + 1];
        _has = Bits(bought);
        _sum = new double[bought.Value is null ? 0 : bought.Entries];
        _most = bought.Value is null || bought.Entries == 0 ? 1 : bought.Value.Max();

        // About as many pairs in each block of customers.
        for (var block = 1; block <= blocks; block++)
        {
            var row = _customerStart[block - 1];
            while (row < bought.Rows && (block == blocks || bought.RowStart[row + 1] <= (long)bought.Entries * block / blocks))
            {
                row++;
            }

            _customerStart[block] = row;
        }
    }

    /// <summary>Customer of each pair.</summary>
    public int[] Customer { get; }

    /// <summary>Product of each pair.</summary>
    public int[] Product { get; }

    /// <summary>Puts products into blocks by chance, and the pairs into their cells.</summary>
    public void Draw(SeededRandom random, CancellationToken cancellation)
    {
        for (var left = _order.Length; left > 1; left--)
        {
            var at = random.NextInt(left);
            (_order[left - 1], _order[at]) = (_order[at], _order[left - 1]);
        }

        for (var i = 0; i < _order.Length; i++)
        {
            _label[_order[i]] = (int)((long)i * _blocks / _order.Length);
        }

        Parallel.For(0, _blocks, HeavyWork.Loop(cancellation), Fill);
    }

    /// <summary>Where the pairs of two blocks stand.</summary>
    public (int From, int To) Cell(int customerBlock, int productBlock)
    {
        var cell = (customerBlock * _blocks) + productBlock;
        return (_start[cell], cell + 1 == _start.Length - 1 ? Customer.Length : _start[cell + 1]);
    }

    /// <summary>Draws of a customer's pairs of a cell in a pass: as many as their strengths sum to, the greatest strength there is counting 1; one a pair where all are alike.</summary>
    public int Draws(int from, int to, SeededRandom random) =>
        _sum.Length == 0 ? to - from : (int)((_sum[to - 1] / _most) + random.NextDouble());

    /// <summary>Draws one of a customer's pairs of a cell, in proportion to their strengths.</summary>
    public int Pair(int from, int to, SeededRandom random)
    {
        if (to - from == 1)
        {
            return from;
        }

        if (_sum.Length == 0)
        {
            return from + random.NextInt(to - from);
        }

        var at = Array.BinarySearch(_sum, from, to - from, random.NextDouble() * _sum[to - 1]);
        return Math.Min(to - 1, at < 0 ? ~at : at + 1);
    }

    /// <summary>Whether a customer has a product.</summary>
    public bool Has(int customer, int product)
    {
        var bit = ((long)customer * _bought.Columns) + product;
        return _has.Length > 0 ? ((_has[bit >> 6] >> (int)(bit & 63)) & 1) != 0 : _bought.Contains(customer, product);
    }

    /// <summary>Products of a block.</summary>
    public ReadOnlySpan<int> Block(int productBlock) => _order.AsSpan(First(productBlock)..First(productBlock + 1));

    private static ulong[] Bits(SparseMatrix bought)
    {
        var bits = (long)bought.Rows * bought.Columns;
        var has = bits > MostBits ? [] : new ulong[(bits >> 6) + 1];
        for (var row = 0; row < bought.Rows && has.Length > 0; row++)
        {
            foreach (var column in bought.Row(row))
            {
                var bit = ((long)row * bought.Columns) + column;
                has[bit >> 6] |= 1UL << (int)(bit & 63);
            }
        }

        return has;
    }

    // The least i with i · blocks / products = block.
    private int First(int block) => (int)((((long)block * _order.Length) + _blocks - 1) / _blocks);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int block)
    {
        var (from, to) = (_customerStart[block], _customerStart[block + 1]);
        Span<int> next = stackalloc int[_blocks];
        next.Clear();
        for (var i = _bought.RowStart[from]; i < _bought.RowStart[to]; i++)
        {
            next[_label[_bought.Column[i]]]++;
        }

        var place = _bought.RowStart[from];
        for (var cell = 0; cell < _blocks; cell++)
        {
            _start[(block * _blocks) + cell] = place;
            (next[cell], place) = (place, place + next[cell]);
        }

        for (var row = from; row < to; row++)
        {
            for (var i = _bought.RowStart[row]; i < _bought.RowStart[row + 1]; i++)
            {
                var at = next[_label[_bought.Column[i]]]++;
                (Customer[at], Product[at]) = (row, _bought.Column[i]);
                if (_sum.Length > 0)
                {
                    _sum[at] = _bought.Value![i];
                }
            }
        }

        for (var cell = 0; cell < _blocks && _sum.Length > 0; cell++)
        {
            var first = _start[(block * _blocks) + cell];
            for (var at = first + 1; at < next[cell]; at++)
            {
                _sum[at] += Customer[at] == Customer[at - 1] ? _sum[at - 1] : 0;
            }
        }
    }
}
