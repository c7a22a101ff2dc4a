using System.Buffers;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Strategy.Merchandising;

namespace Marketing.Strategy.Recommendations;

/// <summary>
/// Ranks the catalogue of one snapshot for its customers under one book of rules. The version speaks first; places that it leaves
/// empty are filled by popularity. Several threads may ask at once.
/// </summary>
/// <param name="shop">The shop.</param>
/// <param name="book">The rules.</param>
/// <param name="segments">Segments of the snapshot's customers, or null when no rule asks.</param>
/// <param name="version">Version that speaks, or null.</param>
/// <param name="model">The same, loaded.</param>
/// <param name="reasonProducts">Own products named as a reason at most.</param>
internal sealed class Ranker(ShopBase shop, CompiledBook book, Segmentation? segments, ModelVersionId? version, IRecommender? model, int reasonProducts)
{
    public const string Popular = "popular";
    private const double DayMilliseconds = 86_400_000;

    public ShopSnapshot Snapshot => shop.Snapshot;

    /// <summary>The rules that the lists keep.</summary>
    public CompiledBook Book => book;

    /// <summary>The list for a customer by index, or for somebody unknown (-1).</summary>
    /// <param name="customer">Index.</param>
    /// <param name="take">How many products.</param>
    /// <param name="placement">Place that asks, or null.</param>
    /// <param name="bought">Whether bought products may come again, or null for what the book says.</param>
    public RankedList Rank(int customer, int take, string? placement, BoughtPolicy? bought = null)
    {
        var plan = book.For(SegmentOf(customer), placement);
        var draft = new ListDraft(shop, plan, customer, take, bought ?? book.Book.Bought, reasonProducts);
        var own = 0;
        if (model is not null)
        {
            Fill(draft, model);
            own = draft.Chosen;
        }

        Fill(draft, shop.Popular);
        return own > 0 ? new RankedList(model!.Kind, version, plan.Candidates, draft.Places()) : new RankedList(Popular, null, plan.Candidates, draft.Places());
    }

    private string? SegmentOf(int customer) => segments is not null && customer >= 0 && segments.Of[customer] is >= 0 and var segment ? segments.Codes[segment] : null;

    private void Fill(ListDraft draft, IRecommender recommender)
    {
        if (draft.IsFull)
        {
            return;
        }

        var count = shop.Snapshot.Products.Count;
        var buffer = ArrayPool<float>.Shared.Rent(count);
        try
        {
            var scores = buffer.AsSpan(0, count);
            recommender.Score(shop.Snapshot, draft.Customer, scores);
            draft.Fill(recommender, scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>One list while it is made: pinned places, and the others in order.</summary>
    private sealed class ListDraft(ShopBase shop, RulePlan plan, int customer, int take, BoughtPolicy bought, int reasonProducts)
    {
        private readonly List<Place> _others = [];
        private readonly List<int> _placed = [];
        private Dictionary<int, Place>? _pinned;

        public int Customer => customer;

        public int Chosen => _placed.Count;

        public bool IsFull => _pinned is not null && _placed.Count >= Math.Min(take, plan.Offered.Length);

        public void Fill(IRecommender recommender, Span<float> scores)
        {
            Weigh(scores);
            if (_pinned is null)
            {
                Pin(recommender, scores);
            }

            Mask(scores);
            var wanted = take - _placed.Count;
            foreach (var product in plan.Balances ? BalancedSelection.Choose(plan, shop.Facts, scores, _placed, wanted) : Best(scores, wanted))
            {
                _others.Add(Of(recommender, product, scores[product], plan.Raised?[product]));
                _placed.Add(product);
            }
        }

        /// <summary>The list; what could not be filled closes up.</summary>
        public IReadOnlyList<Place> Places()
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

        // A pinned product needs nothing that speaks for it, but must be on offer and must not have been bought where that counts.
        private void Pin(IRecommender recommender, ReadOnlySpan<float> scores)
        {
            _pinned = [];
            foreach (var pin in plan.Pins)
            {
                if (pin.Slot >= take)
                {
                    continue;
                }

                var best = -1;
                for (var p = 0; p < scores.Length; p++)
                {
                    if (pin.Matches[p] && plan.Offered[p] && !IsBarred(p) && !_placed.Contains(p) && (best < 0 || scores[p] > scores[best]))
                    {
                        best = p;
                    }
                }

                if (best >= 0)
                {
                    _pinned[pin.Slot] = Of(recommender, best, scores[best], pin.Rule);
                    _placed.Add(best);
                }
            }
        }

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

            foreach (var p in bought == BoughtPolicy.Include ? [] : shop.Purchases.Products(customer))
            {
                if (bought == BoughtPolicy.Exclude || DueSince(p) is null)
                {
                    scores[p] = float.NegativeInfinity;
                }
            }

            foreach (var placed in _placed)
            {
                scores[placed] = float.NegativeInfinity;
            }
        }

        private bool IsBarred(int product) => bought != BoughtPolicy.Include && shop.Purchases.Times(customer, product) > 0 && (bought == BoughtPolicy.Exclude || DueSince(product) is null);

        // Days since the last purchase and the cycle, where the cycle has passed.
        private (int, int)? DueSince(int product)
        {
            var cycle = shop.Facts.Cycles[product];
            var days = (shop.Snapshot.AsOf.ToUnixTimeMilliseconds() - shop.Purchases.Last(customer, product)) / DayMilliseconds;
            return cycle > 0 && days >= cycle ? ((int)days, (int)Math.Ceiling(cycle)) : null;
        }

        private static List<int> Best(ReadOnlySpan<float> scores, int wanted)
        {
            Span<float> best = stackalloc float[wanted];
            Span<int> items = stackalloc int[wanted];
            return [.. items[..TopK.Select(scores, best, items)]];
        }

        private Place Of(IRecommender recommender, int product, float score, MerchandisingRule? rule)
        {
            var times = shop.Purchases.Times(customer, product);
            return new Place(product, score, recommender.Kind, Because(recommender, product), times, rule, bought == BoughtPolicy.Due && times > 0 ? DueSince(product) : null);
        }

        private int[] Because(IRecommender recommender, int product) => customer < 0
            ? []
            : [.. recommender.Explain(shop.Snapshot, customer, product, reasonProducts + 1)
                .Where(contribution => contribution.Value > 0 && contribution.Product != product)
                .Take(reasonProducts)
                .Select(contribution => contribution.Product)];
    }
}
