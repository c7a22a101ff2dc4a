using System.Buffers;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Baskets;

/// <summary>Fits and reads <c>up-cf</c>.</summary>
internal sealed class UpCfMethod : IRecommenderMethod
{
    internal const string Recency = "recency";
    internal const string Asymmetry = "alpha";
    internal const string Locality = "q";

    public string Kind => "up-cf";

    public int Cost => 4;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Recency, 25, 0, 10_000),
        MethodParameter.Real(Asymmetry, 0.5, 0, 1),
        MethodParameter.Real(Locality, 3, 0, 100),
        PopularMethod.HalfLife,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var popularity = PopularMethod.Of(snapshot, values);
        progress?.Report(new Progress(Kind, 1));
        return new UpCfRecommender(values.Shown, TrainingSet.Of(snapshot).Products, popularity, values.Whole(Recency), values.Real(Asymmetry), values.Real(Locality));
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var values = ParameterValues.Of(Kind, Parameters, parameters);
        return new UpCfRecommender(parameters, products, ModelBody.ReadFloats(reader, products.Length), values.Whole(Recency), values.Real(Asymmetry), values.Real(Locality));
    }
}

/// <summary>
/// User-popularity collaborative filtering with recency (Faggioli, Polato and Aiolli 2020, "Recency aware collaborative filtering for next
/// basket recommendation", UP-CF@r): <c>rc(v, i)</c> is the share of the last r baskets of v that hold i, of all for r = 0;
/// <c>sim(u, v) = |I_u ∩ I_v| / (|I_u|^α |I_v|^(1-α))</c>, with oneself 1; <c>score(u, i) = Σ_v sim(u, v)^q rc(v, i)</c> over all customers.
/// A customer's part is shared equally by the products in common, which is the Shapley value of each, since they count alike.
/// </summary>
internal sealed class UpCfRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int recency, double alpha, double q) : MemoryRecommender("up-cf", parameters, products, popularity)
{
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<SparseMatrix>> _shares = [];

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> scores)
    {
        var (histories, shares) = (Histories.Of(snapshot), Shares(snapshot));
        var sums = ArrayPool<double>.Shared.Rent(scores.Length);
        var common = ArrayPool<int>.Shared.Rent(histories.Bought.Rows);
        try
        {
            sums.AsSpan(0, scores.Length).Clear();
            Count(histories, customer, common);
            for (var other = 0; other < histories.Bought.Rows; other++)
            {
                if (common[other] == 0)
                {
                    continue;
                }

                var weight = Weight(histories, customer, other, common[other]);
                var row = shares.Row(other);
                var values = shares.Values(other);
                for (var i = 0; i < row.Length; i++)
                {
                    sums[row[i]] += weight * values[i];
                }
            }

            for (var product = 0; product < scores.Length; product++)
            {
                scores[product] = (float)sums[product];
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(sums);
            ArrayPool<int>.Shared.Return(common);
        }
    }

    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var (histories, shares) = (Histories.Of(snapshot), Shares(snapshot));
        var common = new int[histories.Bought.Rows];
        Count(histories, customer, common);
        var own = histories.Bought.Row(customer);
        var parts = new double[own.Length];
        foreach (var other in histories.Buyers.Row(product))
        {
            if (common[other] > 0 && shares.Row(other).BinarySearch(product) is >= 0 and var at)
            {
                var part = Weight(histories, customer, other, common[other]) * shares.Values(other)[at] / common[other];
                for (var i = 0; i < own.Length; i++)
                {
                    parts[i] += histories.Bought.Contains(other, own[i]) ? part : 0;
                }
            }
        }

        var contributions = new List<Contribution>();
        for (var i = 0; i < own.Length; i++)
        {
            if (parts[i] > 0)
            {
                contributions.Add(new Contribution(own[i], (float)parts[i]));
            }
        }

        return contributions;
    }

    private static void Count(Histories histories, int customer, int[] common)
    {
        common.AsSpan(0, histories.Bought.Rows).Clear();
        foreach (var product in histories.Bought.Row(customer))
        {
            foreach (var other in histories.Buyers.Row(product))
            {
                common[other]++;
            }
        }
    }

    private double Weight(Histories histories, int customer, int other, int common) => customer == other
        ? 1
        : Math.Pow(common / (Math.Pow(histories.Bought.Row(customer).Length, alpha) * Math.Pow(histories.Bought.Row(other).Length, 1 - alpha)), q);

    private SparseMatrix Shares(ShopSnapshot snapshot) => _shares.GetValue(snapshot, key => new Lazy<SparseMatrix>(() => Build(Histories.Of(key)))).Value;

    private SparseMatrix Build(Histories histories)
    {
        var (start, product, share) = (new int[histories.Bought.Rows + 1], new List<int>(), new List<float>());
        var counts = new SortedDictionary<int, int>();
        for (var customer = 0; customer < histories.Bought.Rows; customer++)
        {
            counts.Clear();
            var orders = histories.Orders(customer);
            var last = recency == 0 ? orders : orders[Math.Max(0, orders.Length - recency)..];
            foreach (var order in last)
            {
                foreach (var item in histories.Basket(order))
                {
                    counts[item] = counts.GetValueOrDefault(item) + 1;
                }
            }

            foreach (var (item, count) in counts)
            {
                product.Add(item);
                share.Add((float)(count / (double)last.Length));
            }

            start[customer + 1] = product.Count;
        }

        return new SparseMatrix(histories.Bought.Rows, histories.Bought.Columns, start, [.. product], [.. share]);
    }
}
