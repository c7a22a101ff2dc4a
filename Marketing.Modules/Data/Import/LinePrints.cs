using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Marketing.Data.Import;

/// <summary>
/// Which lines an order has shown already. Rows of an order mostly follow one another, so only the order at hand has a table;
/// the others are a list in file order, from which the table is filled again when an order comes back.
/// </summary>
internal sealed class LinePrints
{
    private readonly List<ulong> _prints = [];
    private readonly List<Stretch> _stretches = [];
    private readonly List<int> _lastStretch = [];
    private ulong[] _table = new ulong[256];
    private int[] _stamps = new int[256];
    private int _stamp;
    private int _used;
    private int _order = -1;
    private int _start;

    /// <summary>Notes a fingerprint of an order and says whether it is new there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Add(int order, ulong print)
    {
        if (order != _order)
        {
            Turn(order);
        }

        if (!Insert(print))
        {
            return false;
        }

        _prints.Add(print);
        return true;
    }

    private void Turn(int order)
    {
        if (_order >= 0 && _prints.Count > _start)
        {
            _stretches.Add(new Stretch(_start, _prints.Count, _lastStretch[_order]));
            _lastStretch[_order] = _stretches.Count - 1;
        }

        while (_lastStretch.Count <= order)
        {
            _lastStretch.Add(-1);
        }

        (_order, _start, _used) = (order, _prints.Count, 0);
        _stamp++;
        for (var s = _lastStretch[order]; s >= 0; s = _stretches[s].Before)
        {
            foreach (var print in CollectionsMarshal.AsSpan(_prints)[_stretches[s].Start.._stretches[s].End])
            {
                Insert(print);
            }
        }
    }

    // Open addressing; a cell counts only when it bears the stamp of the order at hand, so that nothing is ever cleared.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Insert(ulong print)
    {
        if (_used * 2 >= _table.Length)
        {
            Grow();
        }

        var mask = _table.Length - 1;
        for (var i = (int)print & mask; ; i = (i + 1) & mask)
        {
            if (_stamps[i] != _stamp)
            {
                (_stamps[i], _table[i]) = (_stamp, print);
                _used++;
                return true;
            }

            if (_table[i] == print)
            {
                return false;
            }
        }
    }

    private void Grow()
    {
        var (table, stamps) = (_table, _stamps);
        _table = new ulong[table.Length * 2];
        _stamps = new int[table.Length * 2];
        _used = 0;
        for (var i = 0; i < table.Length; i++)
        {
            if (stamps[i] == _stamp)
            {
                Insert(table[i]);
            }
        }
    }

    private readonly record struct Stretch(int Start, int End, int Before);
}
