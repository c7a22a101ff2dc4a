using System.Globalization;
using System.Runtime.InteropServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Neural;

namespace Marketing.Model.Sequence;

/// <summary>What of a shop's histories is asked.</summary>
/// <param name="Tokens">What becomes tokens.</param>
/// <param name="Length">Most tokens of a history.</param>
/// <param name="Questions">Whether what comes next is asked by tokens of their own at any time between two orders, else by the last token of each order.</param>
/// <param name="Baskets">Whether part of a basket is asked for its rest, too.</param>
/// <param name="Trends">Whether how products sold just before counts.</param>
/// <param name="Weeks">Weeks over which the time to the next order is asked; 0 for not at all. Asks for questions.</param>
/// <param name="HorizonDays">Days whose spend is asked; 0 for not at all.</param>
/// <param name="Seed">Seed of the choice of what is held out.</param>
internal sealed record SequenceQuestions(TokenTerms Tokens, int Length, bool Questions, bool Baskets, bool Trends, int Weeks, int HorizonDays, ulong Seed);

/// <summary>
/// Histories of a shop's known customers. A longer one than the network looks at is cut into several from its end. To stop by, the last orders of
/// some customers are held out, or what customers took after the snapshot.
/// </summary>
internal sealed class ShopSequences : ISequenceSource
{
    private const double WeekMs = 7 * DayMs;
    private const double DayMs = 86_400_000;
    private const int MostHeld = 2_000;
    private const int OneIn = 10;
    private readonly SequenceQuestions _asked;
    private readonly long _asOf;
    private readonly Trends? _trends;
    private readonly double _logAmounts;
    private readonly int _amounts;
    private readonly List<(CustomerTokens Tokens, int From, int To, int Orders, int Within)> _chunks = [];
    private readonly List<(CustomerTokens Tokens, int Orders, long When)> _held = [];

    /// <param name="snapshot">The shop.</param>
    /// <param name="toModel">The model's index of each product of the snapshot, or -1.</param>
    /// <param name="products">Products of the model.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="later">The shop of later, with the same customers and products, whose further orders are what is held out; null to hold out last orders.</param>
    public ShopSequences(ShopSnapshot snapshot, int[] toModel, int products, SequenceQuestions asked, ShopSnapshot? later)
    {
        (_asked, _asOf) = (asked, snapshot.AsOf.ToUnixTimeMilliseconds());
        _trends = asked.Trends ? Sequence.Trends.Of(snapshot, toModel, products) : null;
        var (random, held, hash) = (new SeededRandom(asked.Seed), new List<HeldHistory>(), StableHash.Start);
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            var tokens = CustomerTokens.Of(snapshot, customer, toModel, asked.Tokens);
            var orders = tokens.OrderEnd.Count;
            if (tokens.Count == 0)
            {
                continue;
            }

            hash = tokens.AddTo(hash);
            foreach (var amount in tokens.Amount)
            {
                (_logAmounts, _amounts) = amount > 0 ? (_logAmounts + Math.Log(amount), _amounts + 1) : (_logAmounts, _amounts);
            }

            if (later is not null)
            {
                HoldLater(later, customer, toModel, tokens, held);
            }
            else if (orders >= 3 && held.Count < MostHeld && random.NextInt(OneIn) == 0)
            {
                held.Add(new HeldHistory([.. tokens.Product.Take(tokens.OrderEnd[^1]).Skip(tokens.OrderStart[^1]).Order()], []));
                orders--;
                _held.Add((tokens, orders, tokens.Time[tokens.OrderStart[orders]]));
            }

            Cut(tokens, orders);
        }

        Held = held;
        SpendUnit = _amounts == 0 ? 1 : Math.Exp(_logAmounts / _amounts);
        Fingerprint = string.Create(CultureInfo.InvariantCulture, $"{hash:x} {_asOf / (long)DayMs} {_chunks.Count} {asked}");
    }

    public int Count => _chunks.Count;

    /// <summary>Amount that counts as 1: the geometric mean of the orders' amounts, in minor units.</summary>
    public double SpendUnit { get; }

    public IReadOnlyList<HeldHistory> Held { get; }

    public string Fingerprint { get; }

    public TokenShard NewShard() => NewShard(_asked, _trends?.Sold);

    /// <summary>An empty shard.</summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="trends">How products sold, or null.</param>
    public static TokenShard NewShard(SequenceQuestions asked, TrendTable? trends) => new()
    {
        Signs = asked.Tokens.Signed ? [.. Signs.Classes.Select(_ => new List<int>())] : [],
        Moves = new LogitMoves { Trends = trends },
    };

    public int Tokens(int history)
    {
        var (_, from, to, _, within) = _chunks[history];
        return to - from + (_asked.Questions ? within : 0);
    }

    public void Fill(int history, SeededRandom random, TokenShard shard)
    {
        var (tokens, from, to, orders, _) = _chunks[history];
        var position = _asked.Length - (to - from);
        var order = tokens.OrderEnd.FindIndex(end => end > from);
        var own = Had(tokens, order < 0 ? tokens.OrderEnd.Count : order);
        for (var token = from; token < to;)
        {
            // What is not bought stands alone; a basket has no order of its own, and gets another each time.
            var end = order < 0 || order >= orders || tokens.OrderStart[order] > token ? token + 1 : Math.Min(to, tokens.OrderEnd[order]);
            var basket = Shuffled(token, end, random);
            var cut = _asked.Baskets && basket.Length > 1 ? 1 + random.NextInt(basket.Length - 1) : 0;
            for (var i = 0; i < basket.Length; i++, position++)
            {
                tokens.AddTo(shard, basket[i], position);
                if (i < cut)
                {
                    own.Put(tokens.Product[basket[i]]);
                }

                if (i + 1 == cut)
                {
                    AddMoves(own, tokens.Time[token], shard);
                    shard.Asked.Add(shard.Count - 1);
                    shard.Targets.Add(Array.ConvertAll(basket[cut..], one => tokens.Product[one]));
                }
            }

            token = end;
            if (order >= 0 && order < orders && token == tokens.OrderEnd[order])
            {
                own.Add(Basket(tokens, order));
                Ask(tokens, order, orders, position - 1, random, own, shard);
                order++;
            }
        }

        shard.Start.Add(shard.Count);
    }

    private static int[] Shuffled(int from, int end, SeededRandom random)
    {
        var all = new int[end - from];
        for (var i = 0; i < all.Length; i++)
        {
            var j = random.NextInt(i + 1);
            (all[i], all[j]) = (all[j], from + i);
        }

        return all;
    }

    public void FillHeld(int held, TokenShard shard)
    {
        var (tokens, orders, when) = _held[held];
        FillLast(tokens, orders < tokens.OrderStart.Count ? tokens.OrderStart[orders] : tokens.Count, when, shard);
    }

    /// <summary>Adds the latest tokens of a customer, and the question where there are questions; the last token is the one to foretell from.</summary>
    /// <param name="tokens">The customer's tokens.</param>
    /// <param name="end">Behind the last of them that counts.</param>
    /// <param name="now">When it is asked.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="shard">Receives the tokens.</param>
    /// <param name="without">A product whose tokens are left out, the others keeping their places; null for none.</param>
    /// <param name="withoutToken">One token that is left out in the same way, and not counted as had; null for none.</param>
    public static void FillLast(CustomerTokens tokens, int end, long now, SequenceQuestions asked, TokenShard shard, int? without = null, int? withoutToken = null)
    {
        var from = Math.Max(0, end - asked.Length);
        for (var token = from; token < end; token++)
        {
            if (tokens.Product[token] != without && token != withoutToken)
            {
                tokens.AddTo(shard, token, asked.Length - (end - token));
            }
        }

        if (asked.Questions)
        {
            CustomerTokens.AddQuestion(shard, asked.Length - 1, tokens.OrderBefore(end), now);
        }

        Had(tokens, tokens.OrderEnd.FindLastIndex(one => one <= end) + 1, withoutToken).AddTo(shard.Moves.Own);
        shard.Start.Add(shard.Count);
    }

    // What was had, and how products sold until the question: who asks on a day does not know yet what sells until the order.
    private void AddMoves(OwnProducts own, long when, TokenShard shard)
    {
        own.AddTo(shard.Moves.Own);
        if (_trends is not null)
        {
            shard.Moves.Step.Add(_trends.Step(when));
        }
    }

    private static ReadOnlySpan<int> Basket(CustomerTokens tokens, int order) => CollectionsMarshal.AsSpan(tokens.Product)[tokens.OrderStart[order]..tokens.OrderEnd[order]];

    // What was had in some first orders.
    private static OwnProducts Had(CustomerTokens tokens, int orders, int? withoutToken = null)
    {
        var own = new OwnProducts();
        for (var order = 0; order < orders; order++)
        {
            var basket = Basket(tokens, order);
            var left = withoutToken - tokens.OrderStart[order] ?? -1;
            own.Add(left >= 0 && left < basket.Length ? [.. basket[..left], .. basket[(left + 1)..]] : basket);
        }

        return own;
    }

    private void FillLast(CustomerTokens tokens, int end, long now, TokenShard shard)
    {
        FillLast(tokens, end, now, _asked, shard);
        if (_trends is not null)
        {
            shard.Moves.Step.Add(_trends.Step(now));
        }
    }

    private void HoldLater(ShopSnapshot later, int customer, int[] toModel, CustomerTokens tokens, List<HeldHistory> held)
    {
        var all = CustomerTokens.Of(later, customer, toModel, _asked.Tokens);
        if (all.OrderEnd.Count > tokens.OrderEnd.Count)
        {
            var seen = tokens.Product.Distinct().Order().ToArray();
            var truth = all.Product.Skip(tokens.Count).Distinct().Except(seen).Order().ToArray();
            if (truth.Length > 0)
            {
                held.Add(new HeldHistory(truth, seen));
                _held.Add((tokens, tokens.OrderEnd.Count, _asOf));
            }
        }
    }

    // From the end, so that the latest part is as long as it can be.
    private void Cut(CustomerTokens tokens, int orders)
    {
        var end = orders == tokens.OrderEnd.Count ? tokens.Count : tokens.OrderStart[orders];
        for (var to = end; to > 0; to -= _asked.Length)
        {
            var from = Math.Max(0, to - _asked.Length);
            var within = 0;
            for (var order = 0; order < orders; order++)
            {
                within += tokens.OrderEnd[order] > from && tokens.OrderEnd[order] <= to ? 1 : 0;
            }

            // One token foretells nothing unless an order follows.
            if (within > 0 && (_asked.Weeks > 0 || (_asked.Baskets && to - from > 1) || tokens.OrderEnd.FindIndex(one => one > from) + 1 < orders))
            {
                _chunks.Add((tokens, from, to, orders, within));
            }
        }
    }

    // Behind an order: what the next one holds, when it comes, what is spent.
    private void Ask(CustomerTokens tokens, int order, int orders, int position, SeededRandom random, OwnProducts own, TokenShard shard)
    {
        var now = tokens.Time[tokens.OrderStart[order]];
        var next = order + 1 < orders ? tokens.Time[tokens.OrderStart[order + 1]] : (long?)null;
        var end = orders < tokens.OrderStart.Count ? tokens.Time[tokens.OrderStart[orders]] : _asOf;
        if (_asked.Questions)
        {
            now += (long)(random.NextDouble() * ((next ?? end) - now));
            CustomerTokens.AddQuestion(shard, position, tokens.Time[tokens.OrderStart[order]], now);
        }

        if (next is not null)
        {
            shard.Asked.Add(shard.Count - 1);
            shard.Targets.Add(Basket(tokens, order + 1));
            AddMoves(own, _asked.Questions ? now : next.Value, shard);
        }

        if (_asked.Weeks > 0)
        {
            var week = (int)Math.Min(_asked.Weeks, ((next ?? end) - now) / WeekMs);
            shard.Outlooks.Add(new Outlook(shard.Count - 1, week, next is not null && week < _asked.Weeks, Spend(tokens, order, orders, now, end)));
        }
    }

    private float Spend(CustomerTokens tokens, int order, int orders, long now, long end)
    {
        var until = now + (long)(_asked.HorizonDays * DayMs);
        if (_asked.HorizonDays == 0 || until > end)
        {
            return float.NaN;
        }

        var amount = 0.0;
        for (var o = order + 1; o < orders && tokens.Time[tokens.OrderStart[o]] < until; o++)
        {
            amount += tokens.Amount[o];
        }

        return (float)(amount / SpendUnit);
    }
}
