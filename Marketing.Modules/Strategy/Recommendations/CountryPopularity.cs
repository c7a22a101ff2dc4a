using System.Numerics.Tensors;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Recommendations;

/// <summary>
/// How much more the customers of a country buy a product than those of the whole shop: with x(c, j) distinct buyers of product j
/// in country c, n(c) their sum and θ(j) the share of j among the buyers of the whole shop, the share of the country is Dirichlet(κθ),
/// and its posterior mean over θ(j) is <c>(x(c, j) + κ·θ(j)) / ((n(c) + κ) · θ(j))</c>. κ is estimated from all countries (empirical
/// Bayes): the one of a grid with the highest leave-one-out likelihood <c>Σ x · ln((x − 1 + κθ) / (n − 1 + κ))</c> (Minka 2000,
/// "Estimating a Dirichlet distribution", sec. 4). A country of few buyers stays near the shop, one of many speaks for itself.
/// </summary>
internal sealed class CountryPopularity
{
    private readonly Numbering _number = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, int>[] _buyers;
    private readonly double[] _all;
    private readonly double[] _share;

    private CountryPopularity(ShopSnapshot snapshot, PurchaseIndex purchases)
    {
        var of = Array.ConvertAll(snapshot.Customers.Country, country => country.Length == 0 ? -1 : _number.Of(country));
        _buyers = [.. Enumerable.Range(0, _number.Count).Select(_ => new Dictionary<int, int>())];
        _all = new double[_number.Count];
        _share = new double[snapshot.Products.Count];
        for (var customer = 0; customer < of.Length; customer++)
        {
            foreach (var product in purchases.Products(customer))
            {
                _share[product]++;
                if (of[customer] is >= 0 and var country)
                {
                    _buyers[country][product] = _buyers[country].GetValueOrDefault(product) + 1;
                    _all[country]++;
                }
            }
        }

        var all = Math.Max(1, _share.Sum());
        for (var product = 0; product < _share.Length; product++)
        {
            _share[product] /= all;
        }

        Prior = Estimate();
    }

    /// <summary>κ.</summary>
    public double Prior { get; }

    public static CountryPopularity Of(ShopSnapshot snapshot, PurchaseIndex purchases) => new(snapshot, purchases);

    /// <summary>Multiplies scores by the posterior ratios of a country; false when it has no buyer.</summary>
    public bool Weigh(string? country, Span<float> scores)
    {
        if (country is null || !_number.TryFind(country, out var number) || _all[number] == 0)
        {
            return false;
        }

        // Most products were never bought there and have one ratio, κ / (n + κ).
        var rest = (float)(Prior / (_all[number] + Prior));
        TensorPrimitives.Multiply(scores, rest, scores);
        foreach (var (product, buyers) in _buyers[number])
        {
            scores[product] *= (float)(1 + (buyers / (Prior * _share[product])));
        }

        return true;
    }

    private double Estimate()
    {
        var (best, highest) = (1.0, double.NegativeInfinity);
        for (var prior = 1.0; prior <= 1_000_000; prior *= Math.Sqrt(10))
        {
            var likelihood = 0.0;
            for (var country = 0; country < _buyers.Length; country++)
            {
                foreach (var (product, buyers) in _buyers[country])
                {
                    likelihood += buyers * Math.Log((buyers - 1 + (prior * _share[product])) / (_all[country] - 1 + prior));
                }
            }

            (best, highest) = likelihood > highest ? (prior, likelihood) : (best, highest);
        }

        return best;
    }
}
