using System.Numerics.Tensors;
using Marketing.Data;
using Marketing.Kernel.Numerics;

namespace Marketing.Strategy.Recommendations;

/// <summary>
/// How much more the people of a group (customers of a country, visits from a place) want a product than everybody does: with x(g, j)
/// people of group g who want product j, n(g) their sum and θ(j) the share of j among all people, the share of the group is Dirichlet(κθ),
/// and its posterior mean over θ(j) is <c>(x(g, j) + κ·θ(j)) / ((n(g) + κ) · θ(j))</c>. κ is estimated from all groups (empirical
/// Bayes): the one of a grid with the highest leave-one-out likelihood <c>Σ x · ln((x − 1 + κθ) / (n − 1 + κ))</c> (Minka 2000,
/// "Estimating a Dirichlet distribution", sec. 4). A group of few people stays near everybody, one of many speaks for itself.
/// </summary>
internal sealed class GroupPopularity
{
    // A group that is everybody wants as much as everybody, whatever the last bit says.
    private const double Rounding = 1 - 1e-9;
    private readonly Numbering _number = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Dictionary<int, long>> _people = [];
    private readonly List<double> _all = [];
    private readonly double[] _share;

    private GroupPopularity(int products) => _share = new double[products];

    /// <summary>κ.</summary>
    public double Prior { get; private set; }

    /// <summary>Countries by the distinct buyers of products among their customers.</summary>
    public static GroupPopularity OfCountries(ShopSnapshot snapshot, PurchaseIndex purchases)
    {
        var popularity = new GroupPopularity(snapshot.Products.Count);
        for (var customer = 0; customer < snapshot.Customers.Count; customer++)
        {
            foreach (var product in purchases.Products(customer))
            {
                popularity.Add(snapshot.Customers.Country[customer], product, 1);
            }
        }

        return popularity.Settle();
    }

    /// <summary>Hosts that visits came from by the visits in which products were wanted.</summary>
    public static GroupPopularity OfSources(ShopSnapshot snapshot, IReadOnlyList<SourceInterest> interests)
    {
        var popularity = new GroupPopularity(snapshot.Products.Count);
        foreach (var interest in interests)
        {
            if (snapshot.Products.IndexOf(interest.Product) is >= 0 and var product)
            {
                popularity.Add(interest.Host, product, interest.Visits);
            }
        }

        return popularity.Settle();
    }

    /// <summary>Multiplies scores by the posterior ratios of a group; false when nobody is in it.</summary>
    public bool Weigh(string? group, Span<float> scores)
    {
        if (group is null || !_number.TryFind(group, out var number) || _all[number] == 0)
        {
            return false;
        }

        // Most products were never wanted there and have one ratio, κ / (n + κ).
        var rest = (float)(Prior / (_all[number] + Prior));
        TensorPrimitives.Multiply(scores, rest, scores);
        foreach (var (product, people) in _people[number])
        {
            scores[product] *= (float)(1 + (people / (Prior * _share[product])));
        }

        return true;
    }

    /// <summary>Whether a group wants a product no less than everybody does: its posterior ratio is not below 1.</summary>
    public bool Favours(string? group, int product) =>
        group is not null && _number.TryFind(group, out var number) && _people[number].TryGetValue(product, out var people) && people >= _all[number] * _share[product] * Rounding;

    /// <summary>Whether anybody is in a group.</summary>
    public bool Has(string? group) => group is not null && _number.TryFind(group, out _);

    // Whoever is of no group counts among everybody.
    private void Add(string group, int product, long people)
    {
        _share[product] += people;
        if (group.Length == 0)
        {
            return;
        }

        var number = _number.Of(group);
        if (number == _people.Count)
        {
            _people.Add([]);
            _all.Add(0);
        }

        _people[number][product] = _people[number].GetValueOrDefault(product) + people;
        _all[number] += people;
    }

    private GroupPopularity Settle()
    {
        TensorPrimitives.Divide(_share, Math.Max(1, TensorPrimitives.Sum<double>(_share)), _share);
        Prior = Estimate();
        return this;
    }

    private double Estimate()
    {
        var (best, highest) = (1.0, double.NegativeInfinity);
        for (var prior = 1.0; prior <= 1_000_000; prior *= Math.Sqrt(10))
        {
            var likelihood = 0.0;
            for (var group = 0; group < _people.Count; group++)
            {
                foreach (var (product, people) in _people[group])
                {
                    likelihood += people * Math.Log((people - 1 + (prior * _share[product])) / (_all[group] - 1 + prior));
                }
            }

            (best, highest) = likelihood > highest ? (prior, likelihood) : (best, highest);
        }

        return best;
    }
}
