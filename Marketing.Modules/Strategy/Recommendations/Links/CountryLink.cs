using Marketing.Data;
using Marketing.Model;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>What sells lately, more of what the country buys, see <see cref="GroupPopularity"/>.</summary>
internal sealed class CountryLink(ShopSnapshot snapshot, IRecommender popular, GroupPopularity countries) : ListLink("country")
{
    public override bool Score(Asker asker, Span<float> scores)
    {
        popular.Score(snapshot, -1, scores);
        return countries.Weigh(CountryOf(asker), scores);
    }

    /// <summary>Whether customers of the shop who bought something are from a country.</summary>
    public bool Knows(string? country) => countries.Has(country);

    // What is bought less there than elsewhere stands in the list as what the whole shop buys.
    public override Reason Why(Asker asker, int product, IReadOnlyList<int> because) =>
        CountryOf(asker) is { } country && (product < 0 || countries.Favours(country, product)) ? new(ReasonCodes.PopularInCountry, [country]) : new(ReasonCodes.Popular, []);

    private string? CountryOf(Asker asker) => asker.Country ?? (asker.Customer >= 0 ? snapshot.Customers.Country[asker.Customer] : null);
}
