using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Marketing.Data.Import;

/// <summary>What the number of an order says.</summary>
internal enum NumberKind : byte
{
    Sale,
    Cancellation,
    BadDebt,
    Existing,
}

/// <summary>The orders of the shop and of the file by number, and which lines were seen.</summary>
internal sealed class OrderBook
{
    private readonly ByteDictionary _numbers = new();
    private readonly List<Order> _orders = [];
    private readonly LinePrints _prints = new();
    private readonly byte[] _cancellation;
    private readonly byte[] _badDebt;
    private long _lastId;

    public OrderBook(KnownShop known, ImportOptions options)
    {
        _cancellation = Encoding.UTF8.GetBytes(options.CancellationPrefix);
        _badDebt = Encoding.UTF8.GetBytes(options.BadDebtPrefix);
        _lastId = known.LastOrder;
        foreach (var number in known.Numbers)
        {
            _numbers.Number(Encoding.UTF8.GetBytes(number), out var added);
            if (added)
            {
                _orders.Add(new Order(0, -1, 0, NumberKind.Existing));
            }
        }
    }

    /// <summary>Orders written.</summary>
    public long Written { get; private set; }

    /// <summary>The index of a number.</summary>
    public int Number(ReadOnlySpan<byte> number)
    {
        var index = _numbers.Number(number, out var added);
        if (added)
        {
            _orders.Add(new Order(0, -1, 0, KindOf(number)));
        }

        return index;
    }

    public NumberKind Kind(int index) => _orders[index].Kind;

    /// <summary>What a number says, whether the shop holds it or not.</summary>
    public NumberKind KindOf(ReadOnlySpan<byte> number) =>
        Cell.HasPrefix(number, _cancellation) ? NumberKind.Cancellation
        : Cell.HasPrefix(number, _badDebt) ? NumberKind.BadDebt
        : NumberKind.Sale;

    public byte[] Text(int index) => _numbers[index];

    /// <summary>
    /// Notes a line and says whether it is new in its order. Lines are kept as 64-bit fingerprints: two different lines of an order
    /// of a thousand share one with a chance below one in ten million million.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsNew(in CleanRow row)
    {
        var print = Mix(((ulong)(uint)row.Customer << 32) | (uint)row.Code);
        print = Mix(print ^ (((ulong)(uint)row.Name << 32) | (uint)row.Quantity));
        print = Mix(print ^ (ulong)row.Price);
        return _prints.Add(row.Order, Mix(print ^ (ulong)row.At));
    }

    /// <summary>The customer of an order: that of its first line.</summary>
    public int Owner(in CleanRow row)
    {
        var order = _orders[row.Order];
        return order.Id == 0 ? row.Customer : order.Customer;
    }

    /// <summary>Writes a line into the batch, its order before it when it is the order's first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(in CleanRow row, long customer, long product, OrderDetails? details, OrderBatch batch)
    {
        ref var order = ref CollectionsMarshal.AsSpan(_orders)[row.Order];
        if (order.Id == 0)
        {
            order = order with { Id = ++_lastId, Customer = row.Customer };
            batch.Orders.Add(new NewOrder(order.Id, _numbers[row.Order], customer, row.At, details));
            Written++;
        }

        batch.Lines.Add(new NewLine(order.Id, order.Lines, product, row.Quantity, row.Price));
        order = order with { Lines = order.Lines + 1 };
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private readonly record struct Order(long Id, int Customer, int Lines, NumberKind Kind);
}
