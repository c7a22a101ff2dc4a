using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Model;

/// <summary>What an event of a history is.</summary>
public enum HistoryEventKind
{
    /// <summary>Bought.</summary>
    Purchase,

    /// <summary>Looked at.</summary>
    View,

    /// <summary>Put in the cart.</summary>
    Cart,

    /// <summary>Taken out of the cart.</summary>
    Removal,
}

/// <summary>Quantities between which a model of histories does not tell apart.</summary>
/// <param name="From">Least.</param>
/// <param name="To">Most, or null for no end.</param>
public readonly record struct QuantityClass(int From, int? To);

/// <summary>One event of a history, and what it does to the logit of a product.</summary>
/// <param name="Time">When.</param>
/// <param name="Product">Index of the event's product in the snapshot.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Quantity">How many, as far as the model sees it; null where it does not.</param>
/// <param name="Change">
/// Logit of the whole history less that of the history without this event alone, both by a forward pass: above 0, the event raises the product. Null where
/// nothing would be left to foretell from.
/// </param>
/// <param name="ThroughHadBefore">Part of the change that comes through what was had before: not 0 only where the event is a purchase of the product itself.</param>
public sealed record EventEffect(DateTimeOffset Time, int Product, HistoryEventKind Kind, QuantityClass? Quantity, double? Change, double ThroughHadBefore);

/// <summary>How often and how long ago somebody has had a product, in the classes that a model tells apart.</summary>
/// <param name="Times">Times.</param>
/// <param name="OrMore">Whether more times are in the class, too.</param>
/// <param name="OrdersAgo">Least number of orders since the last time; 1 for in the last order.</param>
/// <param name="OrdersAgoTo">Most, or null for no end.</param>
/// <param name="Value">What the class adds to the logit.</param>
public sealed record HadBefore(int Times, bool OrMore, int OrdersAgo, int? OrdersAgoTo, double Value);

/// <summary>What the sales of a product just before add to its logit.</summary>
/// <param name="HalfLifeDays">Days after which a sale counts half; null for the sales of the quarter that began a year before.</param>
/// <param name="Weight">Learned factor of log(1 + sales so counted).</param>
/// <param name="Value">Factor times measure; null where no product is asked for.</param>
public sealed record TrendPart(double? HalfLifeDays, double Weight, double? Value);

/// <summary>Shares of one head of attention, by which the token that foretells looks at the events; those of <see cref="Events"/>, <see cref="Older"/> and <see cref="Question"/> add up to 1.</summary>
/// <param name="Layer">Layer, from 0.</param>
/// <param name="Head">Head, from 0.</param>
/// <param name="Events">Share of each event that the explanation names, in its order.</param>
/// <param name="Older">Share of all older events.</param>
/// <param name="Question">Share of the question itself; 0 for a model without questions, where the last event foretells.</param>
public sealed record AttentionShares(int Layer, int Head, IReadOnlyList<double> Events, double Older, double Question);

/// <summary>
/// Why a product has its logit. The logit is the sum of <see cref="History"/>, <see cref="Had"/> and <see cref="Trends"/>; the changes of single events, by exact occlusion (leaving out;
/// Zeiler and Fergus 2014, sec. 2.2), do not add up to it, since events work together. Shares of attention are not causes (Jain and Wallace 2019).
/// </summary>
/// <param name="Logit">Logit of the product; e to its power over the sum of those of all products is its share.</param>
/// <param name="Share">Share of the product in the softmax over all products, in [0, 1].</param>
/// <param name="History">What the network makes of the history, times the vector of the product.</param>
/// <param name="Had">What it adds that the customer has had the product before; null when they have not.</param>
/// <param name="Trends">What the product's sales just before add; empty for a model that does not look at them.</param>
/// <param name="Question">Part of <see cref="History"/> that is lost when the question (how long it is since the last order, which month it is) is left out, and the last event foretells; null for a model without questions.</param>
/// <param name="Events">Latest events of the history, newest first.</param>
/// <param name="Older">Events before them that the model sees, too, and of which no effect was computed.</param>
/// <param name="Unseen">Events that are too old for the model to see.</param>
/// <param name="Attention">Shares of each layer and head.</param>
public sealed record ScoreExplanation(
    double Logit, double Share, double History, HadBefore? Had, IReadOnlyList<TrendPart> Trends, double? Question, IReadOnlyList<EventEffect> Events, int Older, int Unseen, IReadOnlyList<AttentionShares> Attention);

/// <summary>Why there is no explanation.</summary>
public enum NoExplanation
{
    /// <summary>There is no such version.</summary>
    UnknownVersion,

    /// <summary>The version is no model of histories.</summary>
    OtherMethod,

    /// <summary>The model has learned nothing, and ranks by popularity.</summary>
    Untrained,

    /// <summary>The snapshot has no such customer.</summary>
    UnknownCustomer,

    /// <summary>The model does not know the product: it is new, or nobody had bought it.</summary>
    UnknownProduct,

    /// <summary>The customer has no event with a product that the model knows, and gets what is popular.</summary>
    NoHistory,
}

/// <summary>Answer to the question what moved a score.</summary>
public abstract record ExplainOutcome
{
    private ExplainOutcome()
    {
    }

    /// <summary>Explained.</summary>
    public sealed record Explained(ScoreExplanation Score) : ExplainOutcome;

    /// <summary>Not explained.</summary>
    public sealed record NotExplained(NoExplanation Why) : ExplainOutcome;
}

/// <summary>One array of a network's parameters.</summary>
/// <param name="Name">Name, unique in its network, for example <c>block0.qkv.w</c>.</param>
/// <param name="Rows">Rows; 1 for a vector.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Count">How many numbers.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Share">Part of all parameters, in [0, 1].</param>
public sealed record ParameterArray(string Name, int Rows, int Columns, long Count, double Mean, double Deviation, double Share);

/// <summary>What a model of histories is made of.</summary>
/// <param name="IsTrained">Whether it has learned anything; else it ranks by popularity.</param>
/// <param name="Products">Products that it knows.</param>
/// <param name="Width">Numbers of a vector.</param>
/// <param name="Layers">Layers.</param>
/// <param name="Heads">Heads of attention a layer.</param>
/// <param name="Inner">Numbers inside the second branch of a layer.</param>
/// <param name="Length">Latest events of a history that it sees.</param>
/// <param name="Events">Whether looks and carts count as events.</param>
/// <param name="Questions">Whether what comes next is asked by a token of its own.</param>
/// <param name="Weeks">Weeks over which it tells the time to the next order; 0 for not at all.</param>
/// <param name="HorizonDays">Days whose spend it tells; 0 for not at all.</param>
/// <param name="Signs">What an event carries beside its product, and how many classes of each it tells apart; empty for none.</param>
/// <param name="Parameters">Numbers learned.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Arrays">Arrays of parameters in order.</param>
/// <param name="Had">Numbers learned for what somebody has had before.</param>
/// <param name="InBasket">Number learned for what lies in the basket at work already.</param>
/// <param name="Trends">Numbers learned for how products sell.</param>
public sealed record SequenceStructure(
    bool IsTrained, int Products, int Width, int Layers, int Heads, int Inner, int Length, bool Events, bool Questions, int Weeks, int HorizonDays, IReadOnlyList<KeyValuePair<string, int>> Signs,
    long Parameters, long Bytes, IReadOnlyList<ParameterArray> Arrays, IReadOnlyList<HadBefore> Had, double InBasket, IReadOnlyList<TrendPart> Trends);

/// <summary>Looks into models of histories (<c>transformer</c>): which events moved a score, where the model looked, what it is made of.</summary>
public interface ISequenceExplanations
{
    /// <summary>Method that can be looked into.</summary>
    const string Kind = "transformer";

    /// <summary>What moved the score of a product for a customer, at the snapshot's instant.</summary>
    /// <param name="version">Version of a model.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="customer">Index of the customer in it.</param>
    /// <param name="product">Index of the product in it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">The file of the version cannot be read.</exception>
    Task<ExplainOutcome> ExplainAsync(ModelVersionId version, ShopSnapshot snapshot, int customer, int product, CancellationToken cancellation);

    /// <summary>What a version is made of; null when there is no such version or it is no model of histories.</summary>
    /// <param name="version">Version of a model.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">The file of the version cannot be read.</exception>
    Task<SequenceStructure?> StructureAsync(ModelVersionId version, CancellationToken cancellation);
}
