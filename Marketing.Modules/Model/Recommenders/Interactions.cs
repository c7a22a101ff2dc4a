using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>Which known customer has bought which product, as a binary matrix (customers by products), kept beside its snapshot.</summary>
internal sealed class Interactions
{
    private static readonly ConditionalWeakTable<ShopSnapshot, Lazy<Interactions>> Kept = [];

    private Interactions(ShopSnapshot snapshot)
    {
        var orders = snapshot.Orders;
        var (customers, products) = (new List<int>(orders.Lines), new List<int>(orders.Lines));
        for (var o = 0; o < orders.Count; o++)
        {
            if (orders.Customer[o] is not (>= 0 and var customer))
            {
                continue;
            }

            for (var line = orders.LineStart[o]; line < orders.LineStart[o + 1]; line++)
            {
                customers.Add(customer);
                products.Add(orders.LineProduct[line]);
            }
        }

        Bought = SparseMatrix.FromPairs(snapshot.Customers.Count, snapshot.Products.Count, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(customers), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(products));
    }

    /// <summary>Distinct products of each customer.</summary>
    public SparseMatrix Bought { get; }

    /// <summary>The interactions of a snapshot, computed once.</summary>
    public static Interactions Of(ShopSnapshot snapshot) => Kept.GetValue(snapshot, key => new Lazy<Interactions>(() => new Interactions(key))).Value;

    /// <summary>Indices of the products that any known customer has bought, ascending.</summary>
    public int[] Catalogue()
    {
        var sold = new bool[Bought.Columns];
        foreach (var product in Bought.Column)
        {
            sold[product] = true;
        }

        return [.. Enumerable.Range(0, sold.Length).Where(product => sold[product])];
    }
}
