using System.Numerics;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>What a customer has had until a point of the history, in classes: how often, and how many orders ago.</summary>
internal sealed class OwnProducts
{
    /// <summary>Classes of how often.</summary>
    private const int Times = 5;

    /// <summary>Classes of how many orders ago.</summary>
    private const int Ages = 6;

    private readonly Dictionary<int, (int Times, int Last)> _known = [];
    private readonly List<int> _inBasket = [];
    private int _orders;

    /// <summary>How many classes there are; the first is for what lies in the basket at work.</summary>
    public const int Classes = 1 + (Times * Ages);

    /// <summary>Takes up an order.</summary>
    public void Add(ReadOnlySpan<int> products)
    {
        foreach (var product in products)
        {
            _known[product] = (_known.GetValueOrDefault(product).Times + 1, _orders);
        }

        _orders++;
        _inBasket.Clear();
    }

    /// <summary>Puts a product in the basket at work.</summary>
    public void Put(int product) => _inBasket.Add(product);

    /// <summary>Adds a row of what is known now.</summary>
    public void AddTo(OwnRows rows)
    {
        foreach (var product in _inBasket)
        {
            rows.Add(product, 0);
        }

        foreach (var (product, (times, last)) in _known)
        {
            if (!_inBasket.Contains(product))
            {
                rows.Add(product, 1 + (Math.Min(times, Times) - 1) + (Times * Math.Min(Ages - 1, BitOperations.Log2((uint)(_orders - last)))));
            }
        }

        rows.EndRow();
    }
}
