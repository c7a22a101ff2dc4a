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

    /// <summary>What a class stands for.</summary>
    /// <param name="one">Class, from 1; the first is no such one.</param>
    /// <returns>Times, whether more count alike, and how many orders ago the last time was, from 1 for the last order, with null for no end.</returns>
    public static (int Times, bool OrMore, int From, int? To) Describe(int one)
    {
        var (times, age) = (((one - 1) % Times) + 1, (one - 1) / Times);
        return (times, times == Times, 1 << age, age == Ages - 1 ? null : (2 << age) - 1);
    }

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
