using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Strategy.Merchandising;
using Marketing.Strategy.Recommendations.Links;

namespace Marketing.Strategy.Recommendations;

/// <summary>
/// Ranks the catalogue of one snapshot for whoever asks under one book of rules. The links of the chain speak in their order; places
/// that one leaves empty are filled by the next. Several threads may ask at once.
/// </summary>
/// <param name="shop">The shop.</param>
/// <param name="book">The rules.</param>
/// <param name="segments">Segments of the snapshot's customers, or null when no rule asks.</param>
/// <param name="chain">Links in order.</param>
internal sealed class Ranker(ShopBase shop, CompiledBook book, Segmentation? segments, IReadOnlyList<ListLink> chain)
{
    public const string Popular = "popular";
    private const double DayMilliseconds = 86_400_000;

    public ShopSnapshot Snapshot => shop.Snapshot;

    /// <summary>What is known of the shop whoever asks.</summary>
    public ShopBase Shop => shop;

    /// <summary>The rules that the lists keep.</summary>
    public CompiledBook Book => book;

    /// <summary>The same with another chain.</summary>
    public Ranker With(Func<IReadOnlyList<ListLink>, IReadOnlyList<ListLink>> change) => new(shop, book, segments, change(chain));

    /// <summary>The list for a customer by index, or for somebody unknown (-1), of whose visit nothing is known.</summary>
    public RankedList Rank(int customer, int take, string? placement, BoughtPolicy? bought = null) => Rank(Asker.Of(customer), take, placement, bought);

    /// <summary>The list for whoever asks.</summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="take">How many products.</param>
    /// <param name="placement">Place that asks, or null.</param>
    /// <param name="bought">Whether bought products may come again, or null for what the book says.</param>
    public RankedList Rank(Asker asker, int take, string? placement, BoughtPolicy? bought = null)
    {
        var plan = PlanOf(asker.Customer, placement);
        var draft = new ListDraft(shop, plan, asker, take, bought ?? book.Book.Bought);
        var count = shop.Snapshot.Products.Count;
        var buffer = ArrayPool<float>.Shared.Rent(count);
        ListLink? answered = null;
        try
        {
            var scores = buffer.AsSpan(0, count);
            foreach (var link in chain)
            {
                if (draft.IsFull)
                {
                    break;
                }

                if (link.Score(asker, scores) && draft.Fill(link, scores) > 0)
                {
                    answered ??= link;
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }

        var places = draft.Places();
        return new RankedList(asker, answered ?? (places.Count > 0 ? places[0].Link : chain[^1]), plan.Candidates, places);
    }

    /// <summary>A list that <see cref="Rank(Asker, int, string?, BoughtPolicy?)"/> gave to whoever asked, with chance where the book lets it in.</summary>
    public RankedList Explore(RankedList list, string? placement, SeededRandom random) => shop.Exploration.Of(list, PlanOf(list.Asker.Customer, placement), random);

    /// <summary>What the book says to a customer (-1 for somebody unknown) at a place.</summary>
    public RulePlan PlanOf(int customer, string? placement) => book.For(SegmentOf(customer), placement);

    private string? SegmentOf(int customer) => segments is not null && customer >= 0 && segments.Of[customer] is >= 0 and var segment ? segments.Codes[segment] : null;

    /// <summary>One list while it is made: pinned places, and the others in order.</summary>
    private sealed class ListDraft(ShopBase shop, RulePlan plan, Asker asker, int take, BoughtPolicy bought)
    {
        private readonly List<Place> _others = [];
        private readonly List<int> _placed = [];
        private Dictionary<int, Place>? _pinned;

        public bool IsFull => _pinned is not null && _placed.Count >= Math.Min(take, plan.Offered.Length);

        /// <summary>Fills places by what a link says; returns how many that no rule pinned.</summary>
        public int Fill(ListLink link, Span<float> scores)
        {
            Weigh(scores);
            if (_pinned is null)
            {
                Pin(link, scores);
            }

            Mask(scores);
            var before = _others.Count;
            var wanted = take - _placed.Count;
            foreach (var product in plan.Balances ? BalancedSelection.Choose(plan, shop.Facts, scores, _placed, wanted) : Best(scores, wanted))
            {
                _others.Add(Of(link, product, scores[product], plan.Raised?[product]));
                _placed.Add(product);
            }

            return _others.Count - before;
        }

        /// <summary>The list; what could not be filled closes up.</summary>
        public List<Place> Places()
        {
            if (_pinned is not { Count: > 0 })
            {
                return _others;
            }

            var places = new List<Place>(take);
            for (var (slot, next) = (0, 0); slot < take; slot++)
            {
                if (_pinned.Remove(slot, out var pinned))
                {
                    places.Add(pinned);
                }
                else if (next < _others.Count)
                {
                    places.Add(_others[next++]);
                }
            }

            return places;
        }

        private void Weigh(Span<float> scores)
        {
            if (plan.Factor is not null)
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(scores, plan.Factor, scores);
            }
        }

        // A pinned product needs nothing that speaks for it, but must be on offer, must not have been bought where that counts, and may
        // stand beside those that are pinned before it.
        private void Pin(ListLink link, ReadOnlySpan<float> scores)
        {
            _pinned = [];
            foreach (var pin in plan.Pins)
            {
                if (pin.Slot >= take)
                {
                    continue;
                }

                var (best, mayStand) = (-1, BalancedSelection.Room(plan, shop.Facts, _placed));
                for (var p = 0; p < scores.Length; p++)
                {
                    if (pin.Matches[p] && plan.Offered[p] && !IsBarred(p) && !_placed.Contains(p) && mayStand(p) && (best < 0 || IsBetter(p, best, scores)))
                    {
                        best = p;
                    }
                }

                if (best >= 0)
                {
                    _pinned[pin.Slot] = Of(link, best, scores[best], pin.Rule);
                    _placed.Add(best);
                }
            }
        }

        // A link that has nothing to say of both leaves it to what is popular.
        private bool IsBetter(int product, int other, ReadOnlySpan<float> scores) =>
            scores[product] > scores[other] || (scores[product] == scores[other] && shop.Popularity[product] > shop.Popularity[other]);

        // The selection leaves out negative infinity.
        private void Mask(Span<float> scores)
        {
            for (var p = 0; p < scores.Length; p++)
            {
                if (!(scores[p] > 0) || !plan.Offered[p])
                {
                    scores[p] = float.NegativeInfinity;
                }
            }

            foreach (var p in asker.Basket)
            {
                scores[p] = float.NegativeInfinity;
            }

            foreach (var p in bought == BoughtPolicy.Include ? [] : shop.Purchases.Products(asker.Customer))
            {
                if (IsKeptBack(p))
                {
                    scores[p] = float.NegativeInfinity;
                }
            }

            foreach (var placed in _placed)
            {
                scores[placed] = float.NegativeInfinity;
            }
        }

        private bool IsBarred(int product) => asker.Basket.Contains(product) || (shop.Purchases.Times(asker.Customer, product) > 0 && IsKeptBack(product));

        // Of a product that was bought.
        private bool IsKeptBack(int product) => bought == BoughtPolicy.Exclude || (bought == BoughtPolicy.Due && DueSince(product) is null);

        // Days since the last purchase and the cycle, where the cycle has passed.
        private (int, int)? DueSince(int product)
        {
            var cycle = shop.Facts.Cycles[product];
            var days = (shop.Snapshot.AsOf.ToUnixTimeMilliseconds() - shop.Purchases.Last(asker.Customer, product)) / DayMilliseconds;
            return cycle > 0 && days >= cycle ? ((int)days, (int)Math.Ceiling(cycle)) : null;
        }

        private static List<int> Best(ReadOnlySpan<float> scores, int wanted)
        {
            Span<float> best = stackalloc float[wanted];
            Span<int> items = stackalloc int[wanted];
            return [.. items[..TopK.Select(scores, best, items)]];
        }

        private Place Of(ListLink link, int product, float score, MerchandisingRule? rule)
        {
            var times = shop.Purchases.Times(asker.Customer, product);
            return new Place(product, score, link, link.Because(asker, product), times, rule, bought == BoughtPolicy.Due && times > 0 ? DueSince(product) : null) { Stock = plan.Stock?[product] ?? StockSignal.None };
        }
    }
}
