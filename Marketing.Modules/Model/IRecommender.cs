using Marketing.Data;

namespace Marketing.Model;

/// <summary>
/// A fitted recommender. Scores are comparable within one customer only. It is bound to product ids, not to a snapshot's
/// indices, so that it serves later snapshots; products it has never seen score 0.
/// </summary>
public interface IRecommender
{
    /// <summary>Method by the field's name: <c>popular</c>, <c>item-knn</c> ...</summary>
    string Kind { get; }

    /// <summary>Parameters by the field's names, for the registry.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Whether the scores of a customer are their own: false for somebody unknown, and for whoever the method tells nothing apart from others.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer, or -1.</param>
    bool Knows(ShopSnapshot snapshot, int customer);

    /// <summary>Scores every product of a snapshot for one customer of it.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer, or -1 for somebody unknown.</param>
    /// <param name="scores">One entry a product of the snapshot; overwritten. 0 means nothing speaks for it.</param>
    void Score(ShopSnapshot snapshot, int customer, Span<float> scores);

    /// <summary>The first places of some customers, as <see cref="Score"/> ranks the products: the higher score first, then the lower index.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customers">Indices of the customers, or -1 for somebody unknown; some dozens at once are fastest.</param>
    /// <param name="mayStand">Whether a product, the second argument, may stand in the list of a customer of these, the first argument by their place among them; asked only of products that would stand there.</param>
    /// <param name="scores">Receives the scores, list after list; as many places each.</param>
    /// <param name="products">Receives the product indices; as long as <paramref name="scores"/>.</param>
    /// <param name="counts">Receives how many places of each list are filled.</param>
    void Top(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Func<int, int, bool> mayStand, Span<float> scores, Span<int> products, Span<int> counts);

    /// <summary>Own products (bought, or looked at and put in the cart where that counts) that carried the score of a product, largest share first.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="product">Index of the product.</param>
    /// <param name="take">How many at most.</param>
    /// <returns>Product indices with their contributions, which for an additive model add up to the score; empty when no own product speaks for it.</returns>
    IReadOnlyList<Contribution> Explain(ShopSnapshot snapshot, int customer, int product, int take);

    /// <summary>By what the method knows that a customer wants one of the own products.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="product">Index of a product that <see cref="Explain"/> named.</param>
    InterestSign SignOf(ShopSnapshot snapshot, int customer, int product);

    /// <summary>Words, categories and brands that a product has in common with the customer's own products, the most telling first.</summary>
    /// <param name="snapshot">Snapshot whose indices are used.</param>
    /// <param name="customer">Index of the customer.</param>
    /// <param name="product">Index of the product.</param>
    /// <param name="take">How many at most.</param>
    /// <returns>In small letters, levels of a category as <c>home &gt; kitchen</c>; empty for a method that does not look at what products are.</returns>
    IReadOnlyList<string> Shared(ShopSnapshot snapshot, int customer, int product, int take);
}

/// <summary>What a customer did that says that they want a product, the most telling first.</summary>
public enum InterestSign
{
    /// <summary>Bought it.</summary>
    Purchase,

    /// <summary>Put it in the cart, and never bought it.</summary>
    Cart,

    /// <summary>Looked at it, and neither bought it nor put it in the cart.</summary>
    View,
}

/// <summary>What one own product adds to a score.</summary>
/// <param name="Product">Index of the own product.</param>
/// <param name="Value">Part of the score.</param>
public readonly record struct Contribution(int Product, float Value);

/// <summary>One place of a ranked list.</summary>
/// <param name="Product">Index of the product.</param>
/// <param name="Score">Its score.</param>
public readonly record struct Ranked(int Product, float Score);
