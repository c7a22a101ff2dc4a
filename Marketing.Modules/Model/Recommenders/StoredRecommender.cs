using System.Buffers;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel.Numerics;
using Marketing.Model.Registry;

namespace Marketing.Model.Recommenders;

/// <summary>
/// A recommender over product ids of its own catalogue: the products that known customers wanted when it was fitted. A snapshot's
/// indices are translated once a snapshot.
/// </summary>
internal abstract class StoredRecommender(string kind, IReadOnlyDictionary<string, string> parameters, long[] products) : StoredModel(kind, parameters), IRecommender
{
    // A binding lives as long as its snapshot.
    private readonly ConditionalWeakTable<ShopSnapshot, ProductBinding> _bindings = [];

    /// <summary>Ids of the catalogue, ascending; the index into it is the model's index of a product.</summary>
    public long[] Products => products;

    public virtual bool Knows(ShopSnapshot snapshot, int customer) => Knows(snapshot, customer, Bind(snapshot));

    public abstract void Score(ShopSnapshot snapshot, int customer, Span<float> scores);

    public virtual void Top(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Func<int, int, bool> mayStand, Span<float> scores, Span<int> products, Span<int> counts)
    {
        var (count, take) = (snapshot.Products.Count, customers.IsEmpty ? 0 : scores.Length / customers.Length);
        var all = ArrayPool<float>.Shared.Rent(count);
        try
        {
            for (var i = 0; i < customers.Length; i++)
            {
                Score(snapshot, customers[i], all.AsSpan(0, count));
                counts[i] = TopK.Select(all.AsSpan(0, count), i, mayStand, scores.Slice(i * take, take), products.Slice(i * take, take));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(all);
        }
    }

    public InterestSign SignOf(ShopSnapshot snapshot, int customer, int product) => InterestIn(snapshot).Sign(customer, product);

    public abstract IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take);

    public virtual IReadOnlyList<string> Shared(ShopSnapshot snapshot, int customer, int product, int take) => [];

    /// <summary>Translation between the model's and a snapshot's product indices.</summary>
    protected ProductBinding Bind(ShopSnapshot snapshot) => _bindings.GetValue(snapshot, key => ProductBinding.Of(products, key.Products.Id));

    /// <summary>What the signs of customers weigh, as when the model was fitted.</summary>
    protected InterestTerms InterestTerms { get; } = InterestTerms.Of(parameters);

    /// <summary>How much the customers of a snapshot want its products.</summary>
    protected Interest InterestIn(ShopSnapshot snapshot) => Interest.Of(snapshot, InterestTerms);

    /// <summary>Whether a customer wants something of the model's catalogue.</summary>
    protected bool Knows(ShopSnapshot snapshot, int customer, ProductBinding binding)
    {
        if (customer >= 0)
        {
            foreach (var own in InterestIn(snapshot).Wanted.Row(customer))
            {
                if (binding.ToModel[own] >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Copies scores by the model's index to a snapshot's indices; everything else becomes 0.</summary>
    protected static void Spread(ReadOnlySpan<float> own, ProductBinding binding, Span<float> scores)
    {
        scores.Clear();
        for (var i = 0; i < own.Length; i++)
        {
            if (binding.ToSnapshot[i] is >= 0 and var product)
            {
                scores[product] = own[i];
            }
        }
    }
}

/// <summary>Product indices of a model and of a snapshot, each in terms of the other; -1 where the other has none.</summary>
internal sealed record ProductBinding(int[] ToSnapshot, int[] ToModel)
{
    /// <summary>Merges two ascending lists of ids.</summary>
    public static ProductBinding Of(long[] model, long[] snapshot)
    {
        var (toSnapshot, toModel) = (new int[model.Length], new int[snapshot.Length]);
        Array.Fill(toSnapshot, -1);
        Array.Fill(toModel, -1);
        for (int m = 0, s = 0; m < model.Length && s < snapshot.Length;)
        {
            if (model[m] == snapshot[s])
            {
                toSnapshot[m] = s;
                toModel[s++] = m++;
            }
            else if (model[m] < snapshot[s])
            {
                m++;
            }
            else
            {
                s++;
            }
        }

        return new ProductBinding(toSnapshot, toModel);
    }
}
