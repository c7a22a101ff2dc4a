using System.Buffers;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Model.Recommenders.Blend;

/// <summary>
/// The products that any member puts in front for a customer, each with the members' scores and places: of each member the first of
/// all products and the first of those that the customer does not have.
/// </summary>
internal sealed class Candidates
{
    /// <summary>Features of a pair for each member: its score as a share of its highest, and 1 / (1 + place).</summary>
    public const int OfMember = 2;

    private readonly float[] _features;
    private readonly int _width;

    private Candidates(int[] products, float[] features, int members)
    {
        Products = products;
        _features = features;
        _width = members * OfMember;
    }

    /// <summary>Products, ascending.</summary>
    public int[] Products { get; }

    /// <summary>Number of features of a row, see <see cref="Fill"/>.</summary>
    public static int Width(int members) => (members * OfMember) + PairFeatures.Width;

    /// <summary>What the members say of one of them.</summary>
    public ReadOnlySpan<float> Places(int candidate) => _features.AsSpan(candidate * _width, _width);

    /// <summary>The row of one of them, to learn from and to score alike: what the members say, then what is known of the pair.</summary>
    public void Fill(int candidate, PairFeatures pairs, PairFeatures.Person person, Span<float> row)
    {
        Places(candidate).CopyTo(row);
        pairs.Fill(person, Products[candidate], row[_width..]);
    }

    /// <summary>Asks the members.</summary>
    /// <param name="members">Members.</param>
    /// <param name="shop">The shop.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="each">How many of each member, twice.</param>
    public static Candidates Of(IReadOnlyList<StoredRecommender> members, ShopSnapshot shop, int customer, int each)
    {
        var count = shop.Products.Count;
        var (scores, place) = (ArrayPool<float>.Shared.Rent(members.Count * count), ArrayPool<ushort>.Shared.Rent(members.Count * count));
        var chosen = ArrayPool<bool>.Shared.Rent(count);
        try
        {
            place.AsSpan(0, members.Count * count).Clear();
            chosen.AsSpan(0, count).Clear();
            for (var m = 0; m < members.Count; m++)
            {
                var own = scores.AsSpan(m * count, count);
                members[m].Score(shop, customer, own);
                Choose(own, place.AsSpan(m * count, count), chosen, Interactions.Of(shop).Bought.Row(customer), each);
            }

            return Gather(members.Count, count, scores, place, chosen);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
            ArrayPool<ushort>.Shared.Return(place);
            ArrayPool<bool>.Shared.Return(chosen);
        }
    }

    private static void Choose(Span<float> scores, Span<ushort> place, bool[] chosen, ReadOnlySpan<int> bought, int each)
    {
        Span<float> best = stackalloc float[each];
        Span<int> items = stackalloc int[each];
        var found = TopK.Select(scores, best, items);
        for (var rank = 0; rank < found && best[rank] > 0; rank++)
        {
            place[items[rank]] = (ushort)(rank + 1);
            chosen[items[rank]] = true;
        }

        Span<float> own = bought.Length <= 1024 ? stackalloc float[bought.Length] : new float[bought.Length];
        for (var i = 0; i < bought.Length; i++)
        {
            own[i] = scores[bought[i]];
            scores[bought[i]] = float.NegativeInfinity;
        }

        found = TopK.Select(scores, best, items);
        for (var rank = 0; rank < found && best[rank] > 0; rank++)
        {
            chosen[items[rank]] = true;
        }

        for (var i = 0; i < bought.Length; i++)
        {
            scores[bought[i]] = own[i];
        }
    }

    private static Candidates Gather(int members, int count, float[] scores, ushort[] place, bool[] chosen)
    {
        var products = new List<int>();
        for (var p = 0; p < count; p++)
        {
            if (chosen[p])
            {
                products.Add(p);
            }
        }

        var features = new float[products.Count * members * OfMember];
        for (var m = 0; m < members; m++)
        {
            var own = scores.AsSpan(m * count, count);
            var highest = System.Numerics.Tensors.TensorPrimitives.Max(own);
            for (var i = 0; i < products.Count; i++)
            {
                var x = features.AsSpan(((i * members) + m) * OfMember, OfMember);
                x[0] = highest > 0 ? Math.Max(0, own[products[i]]) / highest : 0;
                x[1] = place[(m * count) + products[i]] is > 0 and var rank ? 1f / (1 + rank) : 0;
            }
        }

        return new Candidates([.. products], features, members);
    }
}
