namespace Marketing.Strategy.Segments;

/// <summary>Customers of a frame in the order of one column; customers without a value come last in both directions.</summary>
internal sealed class CustomerOrder
{
    private readonly int[] _order;
    private readonly int _valued;

    private CustomerOrder(int[] order, int valued)
    {
        _order = order;
        _valued = valued;
    }

    /// <summary>Sorts by a column; equal values by index.</summary>
    /// <param name="keys">One key a customer; taken over.</param>
    /// <param name="hasValue">Whether a customer has a value.</param>
    /// <param name="comparer">How keys compare, or null for their own order.</param>
    public static CustomerOrder By<T>(T[] keys, Func<int, bool> hasValue, IComparer<T>? comparer = null)
    {
        comparer ??= Comparer<T>.Default;
        var valued = Enumerable.Range(0, keys.Length).Where(hasValue).ToArray();
        Array.Sort(valued, (a, b) => comparer.Compare(keys[a], keys[b]) is var order and not 0 ? order : a.CompareTo(b));
        return new CustomerOrder([.. valued, .. Enumerable.Range(0, keys.Length).Where(c => !hasValue(c))], valued.Length);
    }

    /// <summary>One page of the customers that pass a filter.</summary>
    /// <param name="passes">Filter.</param>
    /// <param name="descending">Largest first.</param>
    /// <param name="skip">Left out from the start.</param>
    /// <param name="take">Wanted.</param>
    /// <returns>Indices of the page and how many pass in all.</returns>
    public (List<int> Page, int Total) Take(Func<int, bool> passes, bool descending, int skip, int take)
    {
        var page = new List<int>(Math.Min(take, 1000));
        var total = 0;
        for (var i = 0; i < _order.Length; i++)
        {
            var customer = descending && i < _valued ? _order[_valued - 1 - i] : _order[i];
            if (!passes(customer))
            {
                continue;
            }

            if (total >= skip && page.Count < take)
            {
                page.Add(customer);
            }

            total++;
        }

        return (page, total);
    }
}
