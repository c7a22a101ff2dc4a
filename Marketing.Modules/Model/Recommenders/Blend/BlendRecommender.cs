using Marketing.Data;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Sequence;
using Marketing.Model.Trees;

namespace Marketing.Model.Recommenders.Blend;

/// <summary>Candidates of the members in the order that was learned; whatever no member puts in front scores 0.</summary>
/// <param name="parameters">Parameters by the field's names.</param>
/// <param name="products">Ids of the catalogue, ascending.</param>
/// <param name="popularity">Popularity of the catalogue.</param>
/// <param name="members">Members in the order of the features.</param>
/// <param name="trees">The order, or null where there was too little to learn it from.</param>
/// <param name="each">Candidates of each member.</param>
internal sealed class BlendRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, IReadOnlyList<StoredRecommender> members, TreeEnsemble? trees, int each) : PersonalRecommender("blend", parameters, products, popularity)
{
    private readonly ItemKnnRecommender? _neighbours = members.OfType<ItemKnnRecommender>().FirstOrDefault();

    /// <summary>The order, or null.</summary>
    public TreeEnsemble? Trees => trees;

    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        writer.Write7BitEncodedInt(members.Count);
        foreach (var member in members)
        {
            writer.Write(member.Kind);
            if (member is TransformerRecommender)
            {
                ModelBody.Write(writer, member.Parameters);
            }

            member.Write(writer);
        }

        writer.Write(trees is not null);
        trees?.Write(writer);
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        own.Clear();
        var candidates = Candidates.Of(members, snapshot, customer, each);
        var pairs = PairFeatures.Of(snapshot);
        var person = pairs.Know(customer);
        var values = new float[candidates.Products.Length];
        Span<float> x = stackalloc float[Candidates.Width(members.Count)];
        for (var i = 0; i < values.Length; i++)
        {
            if (trees is null)
            {
                values[i] = Fused(candidates.Places(i));
            }
            else
            {
                candidates.Fill(i, pairs, person, x);
                values[i] = (float)trees.Score(x);
            }
        }

        // Trees give an order, with a sum of any sign; what is a candidate speaks for itself, and so stands above 0.
        var lowest = trees is null || values.Length == 0 ? 0 : values.Min() - 1;
        for (var i = 0; i < values.Length; i++)
        {
            if (binding.ToModel[candidates.Products[i]] is >= 0 and var product)
            {
                own[product] = values[i] - lowest;
            }
        }
    }

    // The order comes of trees, which no own product adds to; what two products have in common is told by the neighbours among the members.
    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate) =>
        [.. _neighbours?.Explain(snapshot, customer, binding.ToSnapshot[candidate], int.MaxValue) ?? []];

    // 1 / (60 + place) of each member, and a trace of its score where the product is behind the candidates of that member.
    private static float Fused(ReadOnlySpan<float> places)
    {
        var sum = 0f;
        for (var m = 0; m < places.Length; m += Candidates.OfMember)
        {
            sum += places[m + 1] > 0 ? 1 / (60 + (1 / places[m + 1]) - 1) : places[m] * 0.001f;
        }

        return sum;
    }
}
