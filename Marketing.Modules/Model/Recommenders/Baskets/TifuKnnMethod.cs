using System.Buffers;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Baskets;

/// <summary>Fits and reads <c>tifu-knn</c>.</summary>
internal sealed class TifuKnnMethod : IRecommenderMethod
{
    private const string Neighbours = "k";
    private const string WithinDecay = "rb";
    private const string GroupDecay = "rg";
    private const string Own = "alpha";
    private const string Groups = "m";

    public string Kind => "tifu-knn";

    public int Cost => 5;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Neighbours, 100, 1, 100_000),
        MethodParameter.Real(WithinDecay, 0.95, 0.001, 1),
        MethodParameter.Real(GroupDecay, 0.9, 0.001, 1),
        MethodParameter.Real(Own, 0.3, 0, 1),
        MethodParameter.Whole(Groups, 7, 1, 1000),
        PopularMethod.HalfLife,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var popularity = PopularMethod.Of(snapshot, values);
        progress?.Report(new Progress(Kind, 1));
        return Of(values, values.Shown, TrainingSet.Of(snapshot).Products, popularity);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        return Of(ParameterValues.Of(Kind, Parameters, parameters), parameters, products, ModelBody.ReadFloats(reader, products.Length));
    }

    private static TifuKnnRecommender Of(ParameterValues values, IReadOnlyDictionary<string, string> shown, long[] products, float[] popularity) =>
        new(shown, products, popularity, values.Whole(Neighbours), values.Real(WithinDecay), values.Real(GroupDecay), values.Real(Own), values.Whole(Groups));
}

/// <summary>
/// Temporal-item-frequency kNN (Hu, He, Gao and Zhang 2020, "Modeling personalized item frequency information for next-basket
/// recommendation", sec. 4), in the form of the repository of Li et al. 2023, where the decay within groups runs over the whole history:
/// the n baskets of a customer are put into m groups, the later ones larger by one where n is no multiple; with fewer baskets each is its own.
/// Basket t, counted from 0, in group g of size s weighs <c>r_b^(n-1-t) r_g^(m-1-g) / s / G</c> with G groups used. A customer's vector v is
/// the weighted sum of the baskets; <c>score(u) = α v_u + (1-α) mean(v)</c> over the k customers nearest by Euclidean distance.
/// </summary>
internal sealed class TifuKnnRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int k, double rb, double rg, double alpha, int m) : MemoryRecommender("tifu-knn", parameters, products, popularity)
{
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<Vectors>> _vectors = [];

    /// <summary>Vectors of all customers, by customer and by product, with their squared lengths.</summary>
    private sealed record Vectors(int[] Start, int[] Product, double[] Value, int[] ByProductStart, int[] Customer, double[] ByProductValue, double[] Length);

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> scores)
    {
        var vectors = Of(snapshot);
        var sums = ArrayPool<double>.Shared.Rent(scores.Length);
        var (best, who) = (ArrayPool<double>.Shared.Rent(k), ArrayPool<int>.Shared.Rent(k));
        try
        {
            sums.AsSpan(0, scores.Length).Clear();
            Add(vectors, customer, alpha, sums);
            var found = Nearest(vectors, customer, best.AsSpan(0, k), who.AsSpan(0, k));
            for (var n = 0; n < found; n++)
            {
                Add(vectors, who[n], (1 - alpha) / found, sums);
            }

            for (var product = 0; product < scores.Length; product++)
            {
                scores[product] = (float)sums[product];
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
            ArrayPool<double>.Shared.Return(best);
            ArrayPool<int>.Shared.Return(who);
        }
    }

    // The neighbours' part belongs to no single product of the customer's: they are near by all of them.
    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var vectors = Of(snapshot);
        var own = vectors.Product.AsSpan(vectors.Start[customer], vectors.Start[customer + 1] - vectors.Start[customer]);
        return own.BinarySearch(product) is >= 0 and var at ? [new Contribution(product, (float)(alpha * vectors.Value[vectors.Start[customer] + at]))] : [];
    }

    private static void Add(Vectors vectors, int customer, double weight, double[] sums)
    {
        for (var i = vectors.Start[customer]; i < vectors.Start[customer + 1]; i++)
        {
            sums[vectors.Product[i]] += weight * vectors.Value[i];
        }
    }

    private static int Nearest(Vectors vectors, int customer, Span<double> best, Span<int> who)
    {
        var customers = vectors.Length.Length;
        var dots = ArrayPool<double>.Shared.Rent(customers);
        try
        {
            dots.AsSpan(0, customers).Clear();
            for (var i = vectors.Start[customer]; i < vectors.Start[customer + 1]; i++)
            {
                var (product, value) = (vectors.Product[i], vectors.Value[i]);
                for (var j = vectors.ByProductStart[product]; j < vectors.ByProductStart[product + 1]; j++)
                {
                    dots[vectors.Customer[j]] += value * vectors.ByProductValue[j];
                }
            }

            var top = new TopK<double>(best, who);
            for (var other = 0; other < customers; other++)
            {
                // Whoever has bought nothing is nobody's neighbour.
                if (other != customer && vectors.Start[other] < vectors.Start[other + 1])
                {
                    top.Offer((2 * dots[other]) - vectors.Length[other], other);
                }
            }

            return top.Sort();
        }
        finally
        {
            ArrayPool<double>.Shared.Return(dots);
        }
    }

    private Vectors Of(ShopSnapshot snapshot) => _vectors.GetValue(snapshot, key => new Lazy<Vectors>(() => Build(Histories.Of(key)))).Value;

    private Vectors Build(Histories histories)
    {
        var customers = histories.Bought.Rows;
        var (start, product, value, length) = (new int[customers + 1], new List<int>(), new List<double>(), new double[customers]);
        var sums = new SortedDictionary<int, double>();
        for (var customer = 0; customer < customers; customer++)
        {
            sums.Clear();
            var orders = histories.Orders(customer);
            for (var t = 0; t < orders.Length; t++)
            {
                var weight = Weight(orders.Length, t);
                foreach (var item in histories.Basket(orders[t]))
                {
                    sums[item] = sums.GetValueOrDefault(item) + weight;
                }
            }

            foreach (var (item, sum) in sums)
            {
                product.Add(item);
                value.Add(sum);
                length[customer] += sum * sum;
            }

            start[customer + 1] = product.Count;
        }

        var (byProduct, customerOf, valueOf) = Turned(start, product, value, histories.Bought.Columns);
        return new Vectors(start, [.. product], [.. value], byProduct, customerOf, valueOf, length);
    }

    /// <summary>Weight of basket t of n.</summary>
    internal double Weight(int n, int t)
    {
        if (n < m)
        {
            return Math.Pow(rb, n - 1 - t) * Math.Pow(rg, m - 1 - t) / n;
        }

        // The first groups have the smaller size.
        var (small, smaller) = (n / m, m - (n % m));
        var (group, size) = t < small * smaller ? (t / small, small) : (smaller + ((t - (small * smaller)) / (small + 1)), small + 1);
        return Math.Pow(rb, n - 1 - t) * Math.Pow(rg, m - 1 - group) / size / m;
    }

    private static (int[] Start, int[] Customer, double[] Value) Turned(int[] start, List<int> product, List<double> value, int products)
    {
        var turned = new int[products + 1];
        foreach (var item in product)
        {
            turned[item + 1]++;
        }

        for (var item = 0; item < products; item++)
        {
            turned[item + 1] += turned[item];
        }

        var next = turned.AsSpan(0, products).ToArray();
        var (customer, values) = (new int[product.Count], new double[product.Count]);
        for (var row = 0; row + 1 < start.Length; row++)
        {
            for (var i = start[row]; i < start[row + 1]; i++)
            {
                (customer[next[product[i]]], values[next[product[i]]]) = (row, value[i]);
                next[product[i]]++;
            }
        }

        return (turned, customer, values);
    }
}
