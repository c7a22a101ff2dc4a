using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy.Recommendations.Links;

/// <summary>One link of the chain that fills a list: what it says for products, and why. Several threads may ask at once.</summary>
internal abstract class ListLink(string kind)
{
    /// <summary>Name by which an answer says that the link gave it.</summary>
    public string Kind => kind;

    /// <summary>Version that speaks, or null.</summary>
    public virtual ModelVersionId? Version => null;

    /// <summary>Whether products named as a cause, by <see cref="Because"/>, are the customer's own purchases.</summary>
    public virtual bool NamesOwn(Asker asker, IReadOnlyList<int> because) => false;

    /// <summary>Scores every product.</summary>
    /// <param name="asker">Whoever asks.</param>
    /// <param name="scores">One entry a product, in any state; overwritten when there is an answer. 0 means nothing speaks for it.</param>
    /// <returns>False when the link has nothing to say to them.</returns>
    public abstract bool Score(Asker asker, Span<float> scores);

    /// <summary>Products that carried the score of another one, strongest first, three at most.</summary>
    public virtual IReadOnlyList<int> Because(Asker asker, int product) => [];

    /// <summary>Why a product is in the list, or the list as a whole is as it is.</summary>
    /// <param name="asker">Whoever asks.</param>
    /// <param name="product">Index, or -1 for the list.</param>
    /// <param name="because">What <see cref="Because"/> said.</param>
    public abstract Reason Why(Asker asker, int product, IReadOnlyList<int> because);

    /// <summary>Figures behind a place by their names; empty without any.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, double>> Figures(int product) => [];

    /// <summary>Products as arguments of a reason.</summary>
    protected static IReadOnlyList<string> Named(ShopSnapshot snapshot, IReadOnlyList<int> products)
    {
        var named = new string[products.Count];
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = string.Create(CultureInfo.InvariantCulture, $"p:{snapshot.Products.Id[products[i]]}");
        }

        return named;
    }

    protected static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    protected static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"s:{share:0.####}");
}
