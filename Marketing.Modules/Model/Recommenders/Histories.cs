using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>Histories of a snapshot's known customers: what each has bought, who has bought each product, and the baskets in order of time. Kept beside the snapshot.</summary>
internal sealed class Histories
{
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<Histories>> Kept = [];
    private readonly CustomerOrders _orders;
    private readonly int[] _productStart;
    private readonly int[] _product;

    private Histories(ShopSnapshot snapshot)
    {
        Bought = Interactions.Of(snapshot).Bought;
        Buyers = Interactions.Of(snapshot).Buyers;
        var orders = snapshot.Orders;
        _orders = CustomerOrders.Of(snapshot);
        _productStart = new int[orders.Count + 1];
        _product = new int[orders.Lines];
        for (var o = 0; o < orders.Count; o++)
        {
            var end = _productStart[o];
            if (orders.Customer[o] >= 0)
            {
                var lines = orders.LineProduct.AsSpan(orders.LineStart[o], orders.LineStart[o + 1] - orders.LineStart[o]);
                var room = _product.AsSpan(end, lines.Length);
                lines.CopyTo(room);
                room.Sort();
                var distinct = 0;
                for (var i = 0; i < room.Length; i++)
                {
                    if (i == 0 || room[i] != room[i - 1])
                    {
                        _product[end + distinct++] = room[i];
                    }
                }

                end += distinct;
            }

            _productStart[o + 1] = end;
        }
    }

    /// <summary>Customers by products, binary.</summary>
    public SparseMatrix Bought { get; }

    /// <summary>Products by customers, binary.</summary>
    public SparseMatrix Buyers { get; }

    /// <summary>The histories of a snapshot, computed once.</summary>
    public static Histories Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<Histories>(() => new Histories(key))).Value;

    /// <summary>Orders of a customer in order of time.</summary>
    public ReadOnlySpan<int> Orders(int customer) => _orders.Row(customer);

    /// <summary>Distinct products of a known customer's order, ascending.</summary>
    public ReadOnlySpan<int> Basket(int order) => _product.AsSpan(_productStart[order], _productStart[order + 1] - _productStart[order]);
}
