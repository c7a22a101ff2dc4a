using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Model;
using Marketing.Strategy.Merchandising;
using Marketing.Strategy.Recommendations.Links;

namespace Marketing.Strategy.Recommendations;

/// <summary>What ranking needs of one snapshot whatever the model and the rules.</summary>
/// <param name="Snapshot">The shop.</param>
/// <param name="Popular">Popularity in it.</param>
/// <param name="Purchases">Who bought what.</param>
/// <param name="Facts">What rules ask of products.</param>
/// <param name="Visit">What goes with the visit.</param>
/// <param name="Referrer">What visitors from the same place want.</param>
/// <param name="Country">What the country buys.</param>
/// <param name="Catalogue">What there is.</param>
internal sealed record ShopBase(ShopSnapshot Snapshot, IRecommender Popular, PurchaseIndex Purchases, ProductFacts Facts, ListLink Visit, ListLink Referrer, CountryLink Country, ListLink Catalogue)
{
    // A book that nobody holds any more goes, and what was computed from it.
    private readonly ConditionalWeakTable<RuleBook, Kept> _kept = [];

    private Exploration? _exploration;
    private float[]? _popularity;

    private sealed record Kept(DateOnly Day, StockSignals? Stock, CompiledBook Compiled);

    /// <summary>Scores of <see cref="Popular"/> for anybody, one entry a product.</summary>
    public float[] Popularity
    {
        get
        {
            if (_popularity is null)
            {
                var scores = new float[Snapshot.Products.Count];
                Popular.Score(Snapshot, -1, scores);
                _popularity = scores;
            }

            return _popularity;
        }
    }

    /// <summary>What is shown to learn.</summary>
    public Exploration Exploration => _exploration ??= new Exploration(this);

    /// <summary>A book against this snapshot on a day, computed once for what the stock of the products says last.</summary>
    public CompiledBook Compile(RuleBook book, DateOnly day, StockSignals? stock)
    {
        if (!_kept.TryGetValue(book, out var kept) || kept.Day != day || kept.Stock != stock)
        {
            kept = new Kept(day, stock, new CompiledBook(book, Facts, day, stock));
            _kept.AddOrUpdate(book, kept);
        }

        return kept.Compiled;
    }
}
