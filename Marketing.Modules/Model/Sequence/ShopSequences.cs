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
/// Histories of a shop's known customers. Of a longer one than the network looks at, windows are learned from, which lie elsewhere each time: on average each token is in one, and nothing
/// of a window tells how much of the history is still to come. To stop by, the last orders of some customers are held out, or what customers took after the snapshot.
/// </summary>
internal sealed class ShopSequences : ISequenceSource
{
    private const double WeekMs = 7 * DayMs;
    private const double DayMs = 86_400_000;
    private const int MostHeld = 2_000;
    private const int FewestToHold = 3;
    private const ulong OneIn = 10;
    private readonly SequenceQuestions _asked;
    private readonly long _asOf;
    private readonly Trends? _trends;
    private readonly double _logAmounts;
    private readonly int _amounts;
    private readonly double _meanGap;
    private readonly List<Window> _windows = [];
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
        var (held, hash) = (new List<HeldHistory>(), StableHash.Start);
        var histories = new List<(int Customer, CustomerTokens Tokens)>();
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            var tokens = CustomerTokens.Of(snapshot, customer, toModel, asked.Tokens);
            if (tokens.Count == 0)
            {
                continue;
            }

            histories.Add((customer, tokens));
            hash = tokens.AddTo(hash);
            foreach (var amount in tokens.Amount)
            {
                (_logAmounts, _amounts) = amount > 0 ? (_logAmounts + Math.Log(amount), _amounts + 1) : (_logAmounts, _amounts);
            }
        }

        var lot = later is null ? Lot(snapshot, histories) : 0;
        var gaps = (Sum: 0.0, Count: 0);
        foreach (var (customer, tokens) in histories)
        {
            var (orders, drawn) = (tokens.OrderEnd.Count, Drawn(snapshot, customer) < lot);
            if (later is not null)
            {
                HoldLater(later, customer, toModel, tokens, held);
            }
            else if (drawn && orders >= FewestToHold)
            {
                held.Add(new HeldHistory([.. tokens.Product.Take(tokens.OrderEnd[^1]).Skip(tokens.OrderStart[^1]).Order()], []));
                orders--;
                _held.Add((tokens, orders, tokens.Time[tokens.OrderStart[orders]]));
            }

            if (!drawn && orders > 0)
            {
                gaps = (gaps.Sum + (_asOf - tokens.Time[tokens.OrderStart[0]]), gaps.Count + orders);
            }

            Cut(tokens, orders, tellsOutlooks: !drawn);
        }

        Held = held;
        SpendUnit = _amounts == 0 ? 1 : Math.Exp(_logAmounts / _amounts);
        _meanGap = gaps.Sum > 0 ? gaps.Sum / gaps.Count : 1;
        Fingerprint = string.Create(CultureInfo.InvariantCulture, $"{hash:x} {_asOf} {SpendUnit:R} {_windows.Count} {asked}");
    }

    public int Count => _windows.Count;

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
        var window = _windows[history];
        return Math.Min(_asked.Length, window.Last - (window.Shifts ? 0 : Math.Max(0, window.From))) + (_asked.Questions ? window.Within : 0);
    }

    public void Fill(int history, SeededRandom random, TokenShard shard)
    {
        var window = _windows[history];
        var shift = window.Shifts ? random.NextInt(_asked.Length) : 0;
        var (tokens, from, to) = (window.Tokens, Math.Max(0, window.From - shift), Math.Min(window.Last, window.From + _asked.Length - shift));
        if (from >= to)
        {
            return;
        }

        var position = _asked.Length - (to - from);
        var order = tokens.OrderEnd.FindIndex(end => end > from);
        var own = Had(tokens, order < 0 ? tokens.OrderEnd.Count : order);
        (int Order, long Now)? open = null;
        for (var token = from; token < to;)
        {
            // What is not bought stands alone; a basket has no order of its own, and gets another each time.
            var alone = order < 0 || order >= window.Orders || tokens.OrderStart[order] > token;
            if (open is { } waiting && (!alone || tokens.Time[token] > waiting.Now))
            {
                Ask(window, waiting.Order, waiting.Now, position - 1, own, shard);
                open = null;
            }

            var end = alone ? token + 1 : Math.Min(to, tokens.OrderEnd[order]);
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
            if (!alone && token == tokens.OrderEnd[order])
            {
                own.Add(Basket(tokens, order));
                open = (order, Instant(window, order, random));
                order++;
                if (!_asked.Questions)
                {
                    Ask(window, open.Value.Order, open.Value.Now, position - 1, own, shard);
                    open = null;
                }
            }
        }

        if (open is { } last)
        {
            Ask(window, last.Order, last.Now, position - 1, own, shard);
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

    // By their ids, so that the same customers are held out night after night.
    private ulong Drawn(ShopSnapshot snapshot, int customer)
    {
        var state = StableHash.Add(StableHash.Add(StableHash.Start, (long)_asked.Seed), snapshot.Customers.Id[customer]);
        return SeededRandom.SplitMix(ref state);
    }

    // Hashes below it are drawn: one in some, and no more than are enough to stop by.
    private ulong Lot(ShopSnapshot snapshot, List<(int Customer, CustomerTokens Tokens)> histories)
    {
        const ulong OneOfSome = ulong.MaxValue / OneIn;
        ulong[] able = [.. histories.Where(one => one.Tokens.OrderEnd.Count >= FewestToHold).Select(one => Drawn(snapshot, one.Customer)).Where(hash => hash < OneOfSome).Order()];
        return able.Length > MostHeld ? able[MostHeld] : OneOfSome;
    }

    private void Cut(CustomerTokens tokens, int orders, bool tellsOutlooks)
    {
        var end = orders < tokens.OrderEnd.Count ? tokens.OrderStart[orders] : tokens.Count;
        if (!_asked.Questions && orders > 0 && tokens.OrderEnd[orders - 1] - tokens.OrderStart[orders - 1] == 1)
        {
            // A last order of one product is only foretold: the place from which it is foretold is that from which everybody's next one will be.
            end = tokens.OrderStart[orders - 1];
        }

        var shifts = _asked.Questions && end > _asked.Length;
        for (var last = shifts ? _asked.Length : end; shifts ? last < end + (2 * _asked.Length) - 1 : last > 0; last += shifts ? _asked.Length : -_asked.Length)
        {
            var from = last - _asked.Length;
            var window = new Window(tokens, from, Math.Min(end, last), orders, 0, shifts, tellsOutlooks && _asked.Weeks > 0);
            var (reach, within) = (Math.Max(0, shifts ? from - _asked.Length + 1 : from), 0);
            for (var order = 0; order < orders; order++)
            {
                within += tokens.OrderEnd[order] > reach && tokens.OrderEnd[order] <= window.Last ? 1 : 0;
            }

            // One token foretells nothing unless an order follows.
            if (within > 0 && (window.TellsOutlooks || (_asked.Baskets && window.Last - reach > 1) || tokens.OrderEnd.FindIndex(one => one > reach) + 1 < orders))
            {
                _windows.Add(window with { Within = Math.Min(within, _asked.Length) });
            }
        }
    }

    // When it is asked what comes after an order: at any time until the next, or until nothing is known any more.
    private long Instant(Window window, int order, SeededRandom random)
    {
        var now = window.Tokens.Time[window.Tokens.OrderStart[order]];
        return _asked.Questions ? now + (long)(random.NextDouble() * (After(window, order) - now)) : now;
    }

    private long After(Window window, int order) => order + 1 < window.Tokens.OrderStart.Count ? window.Tokens.Time[window.Tokens.OrderStart[order + 1]] : _asOf;

    // Behind an order: what the next one holds, when it comes, what is spent.
    private void Ask(Window window, int order, long now, int position, OwnProducts own, TokenShard shard)
    {
        var (tokens, before) = (window.Tokens, window.Tokens.Time[window.Tokens.OrderStart[order]]);
        var next = order + 1 < window.Orders ? After(window, order) : (long?)null;
        if (next is null && !window.TellsOutlooks)
        {
            return;
        }

        if (_asked.Questions)
        {
            CustomerTokens.AddQuestion(shard, position, before, now);
        }

        if (next is not null)
        {
            shard.Asked.Add(shard.Count - 1);
            shard.Targets.Add(Basket(tokens, order + 1));
            AddMoves(own, _asked.Questions ? now : next.Value, shard);
        }

        if (window.TellsOutlooks)
        {
            // Somebody is met on any day between two orders, so that long waits are met more often than short ones: they count by their length. Of a week that has not ended, only who came would
            // be known: nobody is counted there.
            var after = next ?? _asOf;
            var week = (int)Math.Min(_asked.Weeks, (after - now) / WeekMs);
            var seen = next is not null && week < _asked.Weeks && now + ((week + 1) * WeekMs) <= _asOf;
            shard.Outlooks.Add(new Outlook(shard.Count - 1, week, seen, Spend(tokens, order, now), (float)((after - before) / _meanGap)));
        }
    }

    private float Spend(CustomerTokens tokens, int order, long now)
    {
        var until = now + (long)(_asked.HorizonDays * DayMs);
        if (_asked.HorizonDays == 0 || until > _asOf)
        {
            return float.NaN;
        }

        var amount = 0.0;
        for (var o = order + 1; o < tokens.OrderStart.Count && tokens.Time[tokens.OrderStart[o]] < until; o++)
        {
            amount += tokens.Amount[o];
        }

        return (float)(amount / SpendUnit);
    }

    /// <summary>Part of a history that is learned from.</summary>
    /// <param name="Tokens">The whole history.</param>
    /// <param name="From">First token; below 0 where there are fewer than the network looks at.</param>
    /// <param name="Last">Behind the last token that may be in it.</param>
    /// <param name="Orders">Orders of the history that count.</param>
    /// <param name="Within">Most orders that end in it.</param>
    /// <param name="Shifts">Whether it lies up to a length earlier each time.</param>
    /// <param name="TellsOutlooks">Whether it is asked when the next order comes, and what is spent.</param>
    private readonly record struct Window(CustomerTokens Tokens, int From, int Last, int Orders, int Within, bool Shifts, bool TellsOutlooks);
}
