using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Sequence;

/// <summary>What of a snapshot becomes tokens.</summary>
/// <param name="Events">Whether looks and carts do.</param>
/// <param name="Signed">Whether tokens carry signs.</param>
internal readonly record struct TokenTerms(bool Events, bool Signed);

/// <summary>The history of one customer as tokens, oldest first: the products of each order, and perhaps what was looked at between.</summary>
internal sealed class CustomerTokens
{
    private readonly List<int> _kind = [];
    private readonly List<int> _gap = [];
    private readonly List<int> _price = [];
    private readonly List<int> _quantity = [];
    private readonly List<int> _place = [];

    /// <summary>Products, by the model's index.</summary>
    public List<int> Product { get; } = [];

    /// <summary>Times, UTC milliseconds.</summary>
    public List<long> Time { get; } = [];

    /// <summary>Behind the last token of each order.</summary>
    public List<int> OrderEnd { get; } = [];

    /// <summary>First token of each order.</summary>
    public List<int> OrderStart { get; } = [];

    /// <summary>Amount of each order in minor units.</summary>
    public List<double> Amount { get; } = [];

    /// <summary>How many there are.</summary>
    public int Count => Product.Count;

    /// <summary>What a token is, one of the kinds of <see cref="Signs"/>.</summary>
    public int Kind(int token) => _kind[token];

    /// <summary>Class of the quantity of a token.</summary>
    public int Quantity(int token) => _quantity[token];

    /// <summary>Time of the last order before some token, or null.</summary>
    /// <param name="token">Token.</param>
    public long? OrderBefore(int token)
    {
        var order = OrderEnd.Count - 1;
        while (order >= 0 && OrderEnd[order] > token)
        {
            order--;
        }

        return order < 0 ? null : Time[OrderStart[order]];
    }

    /// <summary>The tokens of a customer.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="toModel">The model's index of each product of the snapshot, or -1; such products are left out.</param>
    /// <param name="terms">What becomes tokens.</param>
    public static CustomerTokens Of(ShopSnapshot snapshot, int customer, int[] toModel, TokenTerms terms)
    {
        var tokens = new CustomerTokens();
        var events = terms.Events ? CustomerEvents.Of(snapshot).Row(customer) : [];
        var (next, before) = (0, (long?)null);
        foreach (var order in CustomerOrders.Of(snapshot).Row(customer))
        {
            var time = snapshot.Orders.Time[order];
            for (; next < events.Length && snapshot.Events.Time[events[next]] < time; next++)
            {
                tokens.AddEvent(snapshot, events[next], toModel, before);
            }

            tokens.AddOrder(snapshot, order, toModel, before);
            before = time;
        }

        for (; next < events.Length; next++)
        {
            tokens.AddEvent(snapshot, events[next], toModel, before);
        }

        return tokens;
    }

    /// <summary>A hash with all that the tokens are.</summary>
    public ulong AddTo(ulong hash)
    {
        for (var i = 0; i < Count; i++)
        {
            hash = StableHash.Add(StableHash.Add(StableHash.Add(StableHash.Add(hash, Product[i]), Time[i]), _kind[i]), (_price[i] * 64) + _quantity[i]);
        }

        return hash;
    }

    /// <summary>Adds some tokens to a shard, without questions.</summary>
    /// <param name="shard">Receives them.</param>
    /// <param name="token">Which.</param>
    /// <param name="position">Its place.</param>
    public void AddTo(TokenShard shard, int token, int position)
    {
        shard.Product.Add(Product[token]);
        shard.Position.Add(position);
        shard.IsKey.Add(true);
        if (shard.Signs.Count > 0)
        {
            AddSigns(shard, _kind[token], _gap[token], _price[token], _quantity[token], _place[token], Signs.Month(Time[token]));
        }
    }

    /// <summary>Adds the question what comes next.</summary>
    /// <param name="shard">Receives it.</param>
    /// <param name="position">Its place.</param>
    /// <param name="before">Time of the last order, or null.</param>
    /// <param name="now">When it is asked.</param>
    public static void AddQuestion(TokenShard shard, int position, long? before, long now)
    {
        shard.Product.Add(TokenShard.NoProduct);
        shard.Position.Add(position);
        shard.IsKey.Add(false);
        if (shard.Signs.Count > 0)
        {
            AddSigns(shard, Signs.Question, Signs.Gap(before, now), 0, 0, 0, Signs.Month(now));
        }
    }

    private static void AddSigns(TokenShard shard, params ReadOnlySpan<int> values)
    {
        for (var s = 0; s < values.Length; s++)
        {
            shard.Signs[s].Add(values[s]);
        }
    }

    // Orders of one instant are one basket: which of them came first, nobody knows.
    private void AddOrder(ShopSnapshot snapshot, int order, int[] toModel, long? before)
    {
        var (orders, time, amount) = (snapshot.Orders, snapshot.Orders.Time[order], 0.0);
        var same = OrderEnd.Count > 0 && OrderEnd[^1] == Count && Time[^1] == time;
        var first = same ? OrderStart[^1] : Count;
        var gap = same ? _gap[^1] : Signs.Gap(before, time);
        for (var line = orders.LineStart[order]; line < orders.LineStart[order + 1]; line++)
        {
            amount += orders.LineQuantity[line] * (double)orders.LinePrice[line];
            if (toModel[orders.LineProduct[line]] is >= 0 and var product && Product.IndexOf(product, first) < 0)
            {
                Add(product, time, Signs.Purchase, gap, Signs.Price(orders.LinePrice[line]), Signs.Quantity(orders.LineQuantity[line]), Signs.Place(Count - first));
            }
        }

        if (same)
        {
            (OrderEnd[^1], Amount[^1]) = (Count, Amount[^1] + amount);
        }
        else if (Count > first)
        {
            OrderStart.Add(first);
            OrderEnd.Add(Count);
            Amount.Add(amount);
        }
    }

    private void AddEvent(ShopSnapshot snapshot, int e, int[] toModel, long? before)
    {
        if (toModel[snapshot.Events.Product[e]] is not (>= 0 and var product))
        {
            return;
        }

        var kind = snapshot.Events.Kind[e] switch
        {
            EventKind.Cart => Signs.Cart,
            EventKind.RemoveFromCart => Signs.Removal,
            _ => Signs.View,
        };
        Add(product, snapshot.Events.Time[e], kind, Signs.Gap(before, snapshot.Events.Time[e]), Signs.Price(snapshot.Products.Price[snapshot.Events.Product[e]]), 0, 0);
    }

    private void Add(int product, long time, int kind, int gap, int price, int quantity, int place)
    {
        Product.Add(product);
        Time.Add(time);
        _kind.Add(kind);
        _gap.Add(gap);
        _price.Add(price);
        _quantity.Add(quantity);
        _place.Add(place);
    }
}
