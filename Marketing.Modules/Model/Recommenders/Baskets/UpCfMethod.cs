using System.Buffers;
using System.Runtime.CompilerServices;
using Marketing.Data;

namespace Marketing.Model.Recommenders.Baskets;

/// <summary>Fits and reads <c>up-cf</c>.</summary>
internal sealed class UpCfMethod() : MemoryMethod(
    "up-cf",
    cost: 4,
    MethodParameter.Whole(Recency, 25, 0, 10_000),
    MethodParameter.Real(Asymmetry, 0.5, 0, 1),
    MethodParameter.Real(Locality, 3, 0, 100))
{
    private const string Recency = "recency";
    private const string Asymmetry = "alpha";
    private const string Locality = "q";

    protected override StoredRecommender Of(ParameterValues values, IReadOnlyDictionary<string, string> shown, long[] products, float[] popularity) =>
        new UpCfRecommender(shown, products, popularity, values.Whole(Recency), values.Real(Asymmetry), values.Real(Locality));
}

/// <summary>
/// User-popularity collaborative filtering with recency (Faggioli, Polato and Aiolli 2020, "Recency aware collaborative filtering for next
/// basket recommendation", UP-CF@r): <c>rc(v, i)</c> is the share of the last r baskets of v that hold i, of all for r = 0;
/// <c>sim(u, v) = |I_u ∩ I_v| / (|I_u|^α |I_v|^(1-α))</c>, with oneself 1; <c>score(u, i) = Σ_v sim(u, v)^q rc(v, i)</c> over all customers.
/// A customer's part is shared equally by the products in common, which is the Shapley value of each, since they count alike.
/// </summary>
internal sealed class UpCfRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int recency, double alpha, double q) : MemoryRecommender("up-cf", parameters, products, popularity)
{
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<float[]>> _shares = [];

    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var (histories, shares) = (Histories.Of(snapshot), Shares(snapshot));
        var common = ArrayPool<int>.Shared.Rent(histories.Bought.Rows);
        try
        {
            Count(histories, customer, common);
            for (var other = 0; other < histories.Bought.Rows; other++)
            {
                if (common[other] == 0)
                {
                    continue;
                }

                var weight = Weight(histories, customer, other, common[other]);
                for (var i = histories.Bought.RowStart[other]; i < histories.Bought.RowStart[other + 1]; i++)
                {
                    sums[histories.Bought.Column[i]] += weight * shares[i];
                }
            }
        }
        finally
        {
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
            if (common[other] > 0)
            {
                var part = Weight(histories, customer, other, common[other]) * shares[histories.Place(other, product)] / common[other];
                for (var i = 0; i < own.Length; i++)
                {
                    parts[i] += histories.Bought.Contains(other, own[i]) ? part : 0;
                }
            }
        }

        return Positive(own, parts);
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

    // By the entries of Bought; 0 for what none of the last baskets holds.
    private float[] Shares(ShopSnapshot snapshot) => _shares.GetValue(snapshot, key => new Lazy<float[]>(() => Build(Histories.Of(key)))).Value;

    private float[] Build(Histories histories)
    {
        var counts = histories.Weigh((n, t) => recency == 0 || t >= n - recency ? 1 : 0);
        var shares = new float[counts.Length];
        for (var customer = 0; customer < histories.Bought.Rows; customer++)
        {
            var orders = histories.Orders(customer).Length;
            var last = recency == 0 ? orders : Math.Min(orders, recency);
            for (var i = histories.Bought.RowStart[customer]; i < histories.Bought.RowStart[customer + 1]; i++)
            {
                shares[i] = (float)(counts[i] / last);
            }
        }

        return shares;
    }
}
