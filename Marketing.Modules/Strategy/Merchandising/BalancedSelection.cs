using System.Buffers;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Merchandising;

/// <summary>
/// Fills places whose products depend on each other: by maximal marginal relevance (Carbonell and Goldstein 1998, eq. 1)
/// <c>λ · score / best − (1 − λ) · max likeness to the list</c> with λ = 1 − diversity, at most so many of a category, groups kept
/// apart. Ties go to the better score, then to the lower index.
/// </summary>
internal static class BalancedSelection
{
    private const int FirstPool = 64;
    private const int Growth = 4;

    /// <summary>Chooses products.</summary>
    /// <param name="plan">What holds.</param>
    /// <param name="facts">The products.</param>
    /// <param name="scores">One entry a product; negative infinity is never chosen.</param>
    /// <param name="list">Products already in the list.</param>
    /// <param name="wanted">How many more.</param>
    /// <returns>The chosen, in order; fewer when nothing else may stand beside them.</returns>
    public static List<int> Choose(RulePlan plan, ProductFacts facts, ReadOnlySpan<float> scores, IReadOnlyList<int> list, int wanted)
    {
        for (var size = Math.Max(FirstPool, wanted * Growth); ; size *= Growth)
        {
            var (best, items) = (ArrayPool<float>.Shared.Rent(size), ArrayPool<int>.Shared.Rent(size));
            try
            {
                var found = TopK.Select(scores, best.AsSpan(0, size), items.AsSpan(0, size));
                if (new Greedy(plan, facts, list).Take(best.AsSpan(0, found), items.AsSpan(0, found), wanted, isAll: found < size) is { } chosen)
                {
                    return chosen;
                }
            }
            finally
            {
                ArrayPool<float>.Shared.Return(best);
                ArrayPool<int>.Shared.Return(items);
            }
        }
    }

    /// <summary>Tells which products may stand beside those of a list.</summary>
    public static Predicate<int> Room(RulePlan plan, ProductFacts facts, IReadOnlyList<int> list) => plan.Balances ? new Greedy(plan, facts, list).MayStand : _ => true;

    private sealed class Greedy
    {
        private readonly RulePlan _plan;
        private readonly ProductFacts _facts;
        private readonly List<int> _list = [];
        private readonly Dictionary<int, int> _ofCategory = [];
        private readonly bool[] _one;
        private readonly bool[] _other;

        public Greedy(RulePlan plan, ProductFacts facts, IReadOnlyList<int> list)
        {
            (_plan, _facts) = (plan, facts);
            _one = new bool[plan.Apart.Count];
            _other = new bool[plan.Apart.Count];
            foreach (var product in list)
            {
                Place(product);
            }
        }

        /// <summary>The chosen; null when a product behind the pool might have been one of them.</summary>
        public List<int>? Take(ReadOnlySpan<float> scores, ReadOnlySpan<int> items, int wanted, bool isAll)
        {
            var chosen = new List<int>(wanted);
            var likeness = new double[items.Length];
            foreach (var product in _plan.Book.Diversity > 0 ? _list : [])
            {
                Raise(likeness, items, product);
            }

            var gone = new bool[items.Length];
            var behind = isAll ? double.NegativeInfinity : (1 - _plan.Book.Diversity) * scores[^1] / scores[0];
            while (chosen.Count < wanted)
            {
                var (next, value) = Next(scores, items, likeness, gone);
                if (value < behind)
                {
                    return null;
                }

                if (next < 0)
                {
                    break;
                }

                gone[next] = true;
                chosen.Add(items[next]);
                Place(items[next]);
                if (_plan.Book.Diversity > 0)
                {
                    Raise(likeness, items, items[next]);
                }
            }

            return chosen;
        }

        private (int, double) Next(ReadOnlySpan<float> scores, ReadOnlySpan<int> items, double[] likeness, bool[] gone)
        {
            var (next, highest) = (-1, double.NegativeInfinity);
            for (var i = 0; i < items.Length; i++)
            {
                // Scores fall, so that the first that may stand is the best where likeness does not count.
                var value = ((1 - _plan.Book.Diversity) * scores[i] / scores[0]) - (_plan.Book.Diversity * likeness[i]);
                if (!gone[i] && value > highest && MayStand(items[i]))
                {
                    (next, highest) = (i, value);
                    if (_plan.Book.Diversity == 0)
                    {
                        break;
                    }
                }
            }

            return (next, highest);
        }

        private void Raise(double[] likeness, ReadOnlySpan<int> items, int product)
        {
            for (var i = 0; i < items.Length; i++)
            {
                likeness[i] = Math.Max(likeness[i], _facts.Likeness.Between(items[i], product));
            }
        }

        public bool MayStand(int product)
        {
            if (_plan.Book.CategoryCap is { } cap && _facts.Categories[product] is >= 0 and var category && _ofCategory.GetValueOrDefault(category) >= cap)
            {
                return false;
            }

            for (var a = 0; a < _one.Length; a++)
            {
                if ((_one[a] && _plan.Apart[a].Other[product]) || (_other[a] && _plan.Apart[a].One[product]))
                {
                    return false;
                }
            }

            return true;
        }

        private void Place(int product)
        {
            _list.Add(product);
            if (_plan.Book.CategoryCap is not null && _facts.Categories[product] is >= 0 and var category)
            {
                _ofCategory[category] = _ofCategory.GetValueOrDefault(category) + 1;
            }

            for (var a = 0; a < _one.Length; a++)
            {
                _one[a] |= _plan.Apart[a].One[product];
                _other[a] |= _plan.Apart[a].Other[product];
            }
        }
    }
}
