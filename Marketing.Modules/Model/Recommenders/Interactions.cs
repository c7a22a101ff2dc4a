using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>Which known customer has bought which product, as a binary matrix (customers by products), kept beside its snapshot.</summary>
internal sealed class Interactions
{
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<Interactions>> Kept = [];
    private readonly Lazy<SparseMatrix> _buyers;

    // Optimised at once: in a process that fits one model and ends, these loops would be over before the runtime took note of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Interactions(ShopSnapshot snapshot)
    {
        var (orders, byCustomer) = (snapshot.Orders, CustomerOrders.Of(snapshot));
        var start = new int[snapshot.Customers.Count + 1];
        var (products, met, count) = (new int[orders.Lines], new int[snapshot.Products.Count], 0);
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            foreach (var o in byCustomer.Row(customer))
            {
                for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
                {
                    ref var last = ref met[orders.LineProduct[line]];
                    if (last != customer + 1)
                    {
                        last = customer + 1;
                        products[count++] = orders.LineProduct[line];
                    }
                }
            }

            start[customer + 1] = count;
        }

        // Transposing twice is two counting sorts, after which the products of a customer ascend.
        Bought = new SparseMatrix(snapshot.Customers.Count, snapshot.Products.Count, start, products[..count]).Transpose().Transpose();
        _buyers = new(Bought.Transpose);
    }

    /// <summary>Distinct products of each customer.</summary>
    public SparseMatrix Bought { get; }

    /// <summary>Known customers of each product.</summary>
    public SparseMatrix Buyers => _buyers.Value;

    /// <summary>The interactions of a snapshot, computed once.</summary>
    public static Interactions Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<Interactions>(() => new Interactions(key))).Value;
}
