using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders;

/// <summary>
/// How much each known customer wants each product, as a matrix (customers by products): the strongest sign, <c>max w 2^(-age / half-life)</c> over
/// its purchases (w = 1), carts and looks; in (0, 1], the age in days until the snapshot. Purchases alone and without a half-life give the
/// binary matrix, without values. Kept beside the snapshot.
/// </summary>
internal sealed class Interest
{
    private static readonly PerShop<InterestTerms, Interest> Kept = new((snapshot, terms) => new Interest(snapshot, terms));
    private readonly ShopSnapshot _shop;
    private readonly InterestTerms _terms;
    private readonly Lazy<SparseMatrix> _wanters;
    private readonly Lazy<double[]> _squares;

    private Interest(ShopSnapshot shop, InterestTerms terms)
    {
        (_shop, _terms) = (shop, terms);
        Wanted = terms.IsBinary ? Interactions.Of(shop).Bought : Weighted();
        _wanters = new(() => terms.IsBinary ? Interactions.Of(shop).Buyers : Wanted.Transpose());
        _squares = new(Squared);
    }

    /// <summary>Customers by products.</summary>
    public SparseMatrix Wanted { get; }

    /// <summary>Products by customers.</summary>
    public SparseMatrix Wanters => _wanters.Value;

    /// <summary>Squared length of each customer's row.</summary>
    public double[] Squares => _squares.Value;

    /// <summary>The interest of a snapshot's customers, computed once for the same terms.</summary>
    public static Interest Of(ShopSnapshot snapshot, InterestTerms terms) => Kept.Of(snapshot, terms);

    /// <summary>Where a product that the customer wants stands among the entries of <see cref="Wanted"/>.</summary>
    public int Place(int customer, int product) => Wanted.RowStart[customer] + Wanted.Row(customer).BinarySearch(product);

    /// <summary>By what a customer is known to want a product.</summary>
    public InterestSign Sign(int customer, int product) =>
        _terms.WithoutEvents ? InterestSign.Purchase : CustomerSigns.Of(_shop).Sign(customer, product, _terms);

    /// <summary>What the age of an order leaves of its weight.</summary>
    public double Decay(int order) => CustomerSigns.Decay(_shop.Orders.Time[order], _shop.AsOf.ToUnixTimeMilliseconds(), _terms.HalfLifeDays);

    /// <summary>
    /// For each entry of <see cref="Wanted"/> the sum of the weights of the customer's baskets that hold the product, each decayed by its age. What was
    /// looked at or put in the cart and never bought counts as its value's part of the latest basket, or of a single one where there is none.
    /// </summary>
    /// <param name="weight">Weight of basket t, counted from 0, of n.</param>
    public double[] Weigh(Func<int, int, double> weight)
    {
        var (histories, sums) = (Histories.Of(_shop), new double[Wanted.Entries]);
        for (var customer = 0; customer < Wanted.Rows; customer++)
        {
            var orders = histories.Orders(customer);
            for (var t = 0; t < orders.Length; t++)
            {
                var one = weight(orders.Length, t) * Decay(orders[t]);
                foreach (var product in histories.Basket(orders[t]))
                {
                    sums[Place(customer, product)] += one;
                }
            }

            var baskets = Math.Max(1, orders.Length);
            for (var i = Wanted.RowStart[customer]; !_terms.WithoutEvents && i < Wanted.RowStart[customer + 1]; i++)
            {
                sums[i] = histories.Bought.Contains(customer, Wanted.Column[i]) ? sums[i] : weight(baskets, baskets - 1) * Wanted.Value![i];
            }
        }

        return sums;
    }

    /// <summary>Adds the inner product of a customer's row with each customer's row; with purchases alone the number of products in common.</summary>
    /// <param name="customer">Customer.</param>
    /// <param name="dots">One entry a customer.</param>
    public void Multiply(int customer, Span<double> dots)
    {
        var wanters = Wanters;
        for (var i = Wanted.RowStart[customer]; i < Wanted.RowStart[customer + 1]; i++)
        {
            var (product, value) = (Wanted.Column[i], (double)Wanted.ValueAt(i));
            var others = wanters.Row(product);
            var strengths = wanters.Values(product);
            for (var j = 0; j < others.Length; j++)
            {
                dots[others[j]] += strengths.IsEmpty ? value : value * strengths[j];
            }
        }
    }

    /// <summary>Indices of the products that any known customer wants, ascending.</summary>
    public int[] Catalogue()
    {
        var wanted = new bool[Wanted.Columns];
        foreach (var product in Wanted.Column)
        {
            wanted[product] = true;
        }

        return [.. Enumerable.Range(0, wanted.Length).Where(product => wanted[product])];
    }

    private SparseMatrix Weighted()
    {
        var (signs, at) = (CustomerSigns.Of(_shop), _shop.AsOf.ToUnixTimeMilliseconds());
        var (start, column, value) = (new int[_shop.Customers.Count + 1], new List<int>(), new List<float>());
        for (var customer = 0; customer < _shop.Customers.Count; customer++)
        {
            var (from, to) = signs.Row(customer);
            for (var i = from; i < to; i++)
            {
                if (signs.Value(i, _terms, at) is > 0 and var one)
                {
                    column.Add(signs.Product(i));
                    value.Add((float)one);
                }
            }

            start[customer + 1] = column.Count;
        }

        return new SparseMatrix(_shop.Customers.Count, _shop.Products.Count, start, [.. column], [.. value]);
    }

    private double[] Squared()
    {
        var squares = new double[Wanted.Rows];
        for (var customer = 0; customer < squares.Length; customer++)
        {
            for (var i = Wanted.RowStart[customer]; i < Wanted.RowStart[customer + 1]; i++)
            {
                double value = Wanted.ValueAt(i);
                squares[customer] += value * value;
            }
        }

        return squares;
    }
}
