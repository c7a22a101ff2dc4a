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
/// With looks, carts or a half-life these are inner products of how much customers want products, <c>x_u · x_v / (|x_u|^2α |x_v|^(2-2α))</c>; baskets are
/// orders, as in the paper, and what was never bought counts as its weight's part of one basket, see <see cref="Interest.Weigh"/>.
/// A customer's part is shared by the products in common as they count in the inner product: equally with purchases alone, which is the Shapley
/// value of each.
/// </summary>
internal sealed class UpCfRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, int recency, double alpha, double q) : MemoryRecommender("up-cf", parameters, products, popularity)
{
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<float[]>> _shares = [];

    protected override void Sum(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<double> sums)
    {
        var (interest, shares) = (InterestIn(snapshot), Shares(snapshot));
        var wanted = interest.Wanted;
        var common = ArrayPool<double>.Shared.Rent(wanted.Rows);
        try
        {
            common.AsSpan(0, wanted.Rows).Clear();
            interest.Multiply(customer, common);
            for (var other = 0; other < wanted.Rows; other++)
            {
                if (common[other] == 0)
                {
                    continue;
                }

                var weight = Weight(interest, customer, other, common[other]);
                for (var i = wanted.RowStart[other]; i < wanted.RowStart[other + 1]; i++)
                {
                    sums[wanted.Column[i]] += weight * shares[i];
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(common);
        }
    }

    protected override List<Contribution> ExplainOne(ShopSnapshot snapshot, int customer, int product)
    {
        var (interest, shares) = (InterestIn(snapshot), Shares(snapshot));
        var wanted = interest.Wanted;
        var common = new double[wanted.Rows];
        interest.Multiply(customer, common);
        var own = wanted.Row(customer);
        var parts = new double[own.Length];
        foreach (var other in interest.Wanters.Row(product))
        {
            if (common[other] > 0)
            {
                var part = Weight(interest, customer, other, common[other]) * shares[interest.Place(other, product)] / common[other];
                for (var i = 0; i < own.Length; i++)
                {
                    parts[i] += wanted.Contains(other, own[i]) ? part * wanted.ValueAt(wanted.RowStart[customer] + i) * wanted.ValueAt(interest.Place(other, own[i])) : 0;
                }
            }
        }

        return Positive(own, parts);
    }

    private double Weight(Interest interest, int customer, int other, double common) => customer == other
        ? 1
        : Math.Pow(common / (Math.Pow(interest.Squares[customer], alpha) * Math.Pow(interest.Squares[other], 1 - alpha)), q);

    // By the entries of Wanted; 0 for what none of the last baskets holds.
    private float[] Shares(ShopSnapshot snapshot) => _shares.GetValue(snapshot, key => new Lazy<float[]>(() => Build(key))).Value;

    private float[] Build(ShopSnapshot snapshot)
    {
        var (interest, histories) = (InterestIn(snapshot), Histories.Of(snapshot));
        var counts = interest.Weigh((n, t) => recency == 0 || t >= n - recency ? 1 : 0);
        var shares = new float[counts.Length];
        for (var customer = 0; customer < interest.Wanted.Rows; customer++)
        {
            var orders = Math.Max(1, histories.Orders(customer).Length);
            var last = recency == 0 ? orders : Math.Min(orders, recency);
            for (var i = interest.Wanted.RowStart[customer]; i < interest.Wanted.RowStart[customer + 1]; i++)
            {
                shares[i] = (float)(counts[i] / last);
            }
        }

        return shares;
    }
}
