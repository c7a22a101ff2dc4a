using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;

namespace Marketing.Evaluation.Backtests;

/// <summary>
/// The question of a backtest, in indices of the snapshot at the cut. The catalogue is what known customers had bought before the cut;
/// the truth of a customer known before the cut is what they bought in the window out of it, if only new products count less what they
/// had bought before. Customers without a truth are not evaluated.
/// </summary>
/// <param name="Past">The shop at the cut.</param>
/// <param name="Bought">Customers by products before the cut.</param>
/// <param name="Catalogue">Whether a product is in the catalogue.</param>
/// <param name="Truth">Customers by products in the window.</param>
/// <param name="OnlyNew">Whether products bought before are kept out of the ranking.</param>
internal sealed record HeldOut(ShopSnapshot Past, SparseMatrix Bought, bool[] Catalogue, SparseMatrix Truth, bool OnlyNew)
{
    /// <summary>Customers evaluated, ascending.</summary>
    public int[] Customers { get; } = [.. Enumerable.Range(0, Truth.Rows).Where(customer => !Truth.Row(customer).IsEmpty)];

    /// <summary>Products by the customers who bought them before the cut.</summary>
    public SparseMatrix Buyers { get; } = Bought.Transpose();

    /// <summary>Number of products in the catalogue.</summary>
    public int CatalogueSize { get; } = Catalogue.Count(inside => inside);

    /// <summary>Compares the shop at the cut with what followed.</summary>
    /// <param name="past">The shop as of the cut.</param>
    /// <param name="later">The shop at or after the end of the window.</param>
    /// <param name="window">From the cut to the end.</param>
    /// <param name="onlyNew">Whether only products new to the customer count.</param>
    public static HeldOut Of(ShopSnapshot past, ShopSnapshot later, Period window, bool onlyNew)
    {
        var (customers, products) = (past.Customers.Count, past.Products.Count);
        var before = Purchases.Between(past, long.MinValue, window.Start.ToUnixTimeMilliseconds());
        var bought = SparseMatrix.FromPairs(customers, products, before.Customer, before.Product);
        var catalogue = new bool[products];
        foreach (var product in bought.Column)
        {
            catalogue[product] = true;
        }

        var after = Purchases.Between(later, window.Start.ToUnixTimeMilliseconds(), window.End.ToUnixTimeMilliseconds());
        var (customerOf, productOf) = (Translate(later.Customers.Id, past.Customers.Id), Translate(later.Products.Id, past.Products.Id));
        var (truthCustomer, truthProduct) = (new List<int>(), new List<int>());
        for (var i = 0; i < after.Customer.Length; i++)
        {
            var (customer, product) = (customerOf[after.Customer[i]], productOf[after.Product[i]]);
            if (customer >= 0 && product >= 0 && !bought.Row(customer).IsEmpty && catalogue[product] && !(onlyNew && bought.Contains(customer, product)))
            {
                truthCustomer.Add(customer);
                truthProduct.Add(product);
            }
        }

        return new HeldOut(past, bought, catalogue, SparseMatrix.FromPairs(customers, products, [.. truthCustomer], [.. truthProduct]), onlyNew);
    }

    /// <summary>Index in one ascending list of ids of each id of another, or -1.</summary>
    public static int[] Translate(long[] from, long[] to) => Array.ConvertAll(from, id => Math.Max(-1, Array.BinarySearch(to, id)));
}
