using System.Numerics.Tensors;
using Marketing.Data;

namespace Marketing.Model.Sequence;

/// <summary>
/// Exact occlusion of single events (Zeiler and Fergus 2014, sec. 2.2, in the form of leaving out): change = logit(history) - logit(history without the event), each by a forward pass in which
/// the other events keep their places. What was had before is counted anew without the event; how products sell in the shop is not.
/// </summary>
internal static class HistoryOcclusion
{
    /// <summary>Latest events of which an effect is computed.</summary>
    public const int MostEvents = 48;

    // Tokens of one forward pass, so that long histories do not all stand in memory at once.
    private const int TokensAtOnce = 4096;

    /// <summary>Explains the score of a product.</summary>
    /// <param name="model">Model.</param>
    /// <param name="snapshot">The shop.</param>
    /// <param name="customer">Index of the customer in it.</param>
    /// <param name="product">Index of the product in it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ExplainOutcome Explain(TransformerRecommender model, ShopSnapshot snapshot, int customer, int product, CancellationToken cancellation)
    {
        var binding = model.BindingOf(snapshot);
        if (Obstacle(model, snapshot, customer, product, binding.ToModel) is { } why)
        {
            return new ExplainOutcome.NotExplained(why);
        }

        var (asked, candidate) = (model.Asked, binding.ToModel[product]);
        var tokens = CustomerTokens.Of(snapshot, customer, binding.ToModel, asked.Tokens);
        if (tokens.Count == 0)
        {
            return new ExplainOutcome.NotExplained(NoExplanation.NoHistory);
        }

        var (now, seen) = (snapshot.AsOf.ToUnixTimeMilliseconds(), Math.Min(tokens.Count, asked.Length));
        int[] latest = [.. Enumerable.Range(1, Math.Min(seen, MostEvents)).Select(back => tokens.Count - back)];
        var own = model.Network.OwnNumbers;
        var parts = Parts(model, tokens, now, candidate, [default, .. latest.Select(token => new Left(token, null))], own, cancellation);
        var (trends, full) = (TrendParts(model, snapshot, candidate), parts[0]!.Value);
        var scores = new float[snapshot.Products.Count];
        model.Score(snapshot, customer, scores);
        return new ExplainOutcome.Explained(new ScoreExplanation(
            full.History + full.Had + trends.Sum(part => part.Value!.Value),
            scores[product],
            full.History,
            full.Class is { } one ? NetworkStructure.Had(own, one) : null,
            trends,
            asked.Questions ? full.History - Parts(model, tokens, now, candidate, [default], own, cancellation, unasked: true)[0]!.Value.History : null,
            [.. latest.Select((token, i) => Effect(tokens, token, binding.ToSnapshot, asked, full, parts[i + 1]))],
            seen - latest.Length,
            tokens.Count - seen,
            Attention(model, tokens, now, latest.Length)));
    }

    /// <summary>What the network makes of a history, whole and without all events of each of some products: a pass each, whatever is explained by them.</summary>
    /// <param name="model">Model, trained.</param>
    /// <param name="tokens">Events of the customer, at least one.</param>
    /// <param name="now">Instant, Unix milliseconds.</param>
    /// <param name="products">The model's indices of the products that are left out.</param>
    public static OccludedHistory Occlude(TransformerRecommender model, CustomerTokens tokens, long now, List<int> products)
    {
        var (hidden, had) = (new List<float[]?>(products.Count + 1), new Dictionary<int, int>());
        Pass(model, model.Asked, tokens, now, [default, .. products.Select(product => new Left(null, product))], (shard, history, row) =>
        {
            hidden.Add(row.IsEmpty ? null : row.ToArray());
            if (hidden.Count == 1)
            {
                var own = shard.Moves.Own;
                for (var i = own.Start[history]; i < own.Start[history + 1]; i++)
                {
                    had[own.Product[i]] = own.Class[i];
                }
            }
        }, default);
        return new OccludedHistory(tokens, now, products, hidden[0] ?? throw new ArgumentException("There is no event to foretell from.", nameof(tokens)), hidden[1..], had);
    }

    /// <summary>
    /// What the logit of a product of the model loses without all events of each product: the network's part, and that of what was had before, which goes
    /// where the product is the candidate itself. Where nothing would be left to foretell from, it loses the whole of both.
    /// </summary>
    /// <param name="model">Model, trained.</param>
    /// <param name="history">The history without each of some products; the candidate joins them where it was had before.</param>
    /// <param name="candidate">The model's index of the product that is explained.</param>
    public static List<(int Product, double Change)> WithoutProducts(TransformerRecommender model, OccludedHistory history, int candidate)
    {
        var vector = model.Network.Vector(candidate);
        double? had = history.Had.TryGetValue(candidate, out var one) ? model.Network.OwnNumbers[one] : null;
        var full = Of(history.Whole) + (had ?? 0);
        var changes = history.Products.Select((product, i) => (product, Lost(product, history.Without[i]))).ToList();
        if (had is not null && !history.Products.Contains(candidate))
        {
            changes.Add((candidate, Lost(candidate, Occlude(model, history.Tokens, history.Now, [candidate]).Without[0])));
        }

        return changes;

        // Without a product, it alone was never had.
        double Lost(int product, float[]? left) => full - (left is null ? 0 : Of(left) + (product == candidate ? 0 : had ?? 0));
        double Of(float[] hidden) => TensorPrimitives.Dot(hidden, vector.Span);
    }

    private static NoExplanation? Obstacle(TransformerRecommender model, ShopSnapshot snapshot, int customer, int product, int[] toModel) =>
        customer < 0 || customer >= snapshot.Customers.Count ? NoExplanation.UnknownCustomer
        : product < 0 || product >= toModel.Length || toModel[product] < 0 ? NoExplanation.UnknownProduct
        : !model.IsTrained ? NoExplanation.Untrained
        : null;

    private static EventEffect Effect(CustomerTokens tokens, int token, int[] toSnapshot, SequenceQuestions asked, Part full, Part? without) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(tokens.Time[token]),
        toSnapshot[tokens.Product[token]],
        (HistoryEventKind)tokens.Kind(token),
        asked.Tokens.Signed && tokens.Kind(token) == Signs.Purchase ? Signs.Quantities(tokens.Quantity(token)) : null,
        without is { } left ? full.History + full.Had - left.History - left.Had : null,
        without is { } rest ? full.Had - rest.Had : 0);

    // Logits of the history without each of some events or products, split into what the network makes of it and what was had; null where nothing is left.
    private static List<Part?> Parts(TransformerRecommender model, CustomerTokens tokens, long now, int candidate, Left[] without, float[] own, CancellationToken cancellation, bool unasked = false)
    {
        var (parts, vector) = (new List<Part?>(), model.Network.Vector(candidate));
        Pass(model, unasked ? model.Asked with { Questions = false } : model.Asked, tokens, now, without, (shard, history, row) =>
        {
            var had = Class(shard, history, candidate);
            parts.Add(row.IsEmpty ? null : new Part(TensorPrimitives.Dot(row, vector.Span), had is { } one ? own[one] : 0, had));
        }, cancellation);
        return parts;
    }

    // Passes of the history without each of some events or products; nothing is made of one where nothing is left.
    private static void Pass(TransformerRecommender model, SequenceQuestions asked, CustomerTokens tokens, long now, Left[] without, Made made, CancellationToken cancellation)
    {
        var (shard, width) = (ShopSequences.NewShard(asked, null), model.Network.Shape.Width);
        for (var next = 0; next < without.Length; shard.Clear())
        {
            cancellation.ThrowIfCancellationRequested();
            for (; next < without.Length && (shard.Count == 0 || shard.Count + asked.Length < TokensAtOnce); next++)
            {
                ShopSequences.FillLast(tokens, tokens.Count, now, asked, shard, without[next].Product, without[next].Token);
            }

            var hidden = model.Hidden(shard);
            for (var history = 0; history + 1 < shard.Start.Count; history++)
            {
                var end = shard.Start[history + 1];
                var isLeft = end > shard.Start[history] + (asked.Questions ? 1 : 0);
                made(shard, history, isLeft ? hidden.AsSpan((end - 1) * width, width) : []);
            }
        }
    }

    private static int? Class(TokenShard shard, int row, int product)
    {
        var own = shard.Moves.Own;
        for (var i = own.Start[row]; i < own.Start[row + 1]; i++)
        {
            if (own.Product[i] == product)
            {
                return own.Class[i];
            }
        }

        return null;
    }

    private static List<TrendPart> TrendParts(TransformerRecommender model, ShopSnapshot snapshot, int candidate)
    {
        var table = model.TrendsOf(snapshot);
        return [.. model.Network.TrendNumbers.Select((weight, measure) => new TrendPart(Trends.HalfLifeOf(measure), weight, weight * table!.At(measure, 0)[candidate]))];
    }

    // Where the token that foretells looks, newest event first as in the explanation.
    private static List<AttentionShares> Attention(TransformerRecommender model, CustomerTokens tokens, long now, int named)
    {
        var (asked, shape) = (model.Asked, model.Network.Shape);
        var shard = ShopSequences.NewShard(asked, null);
        ShopSequences.FillLast(tokens, tokens.Count, now, asked, shard);
        var (shares, events, all) = (model.Attention(shard, shard.Count - 1), shard.Count - (asked.Questions ? 1 : 0), new List<AttentionShares>());
        for (var i = 0; i < shape.Layers * shape.Heads; i++)
        {
            var own = shares.AsSpan(i * shard.Count, shard.Count);
            var latest = new double[named];
            for (var e = 0; e < named; e++)
            {
                latest[e] = own[events - 1 - e];
            }

            all.Add(new AttentionShares(i / shape.Heads, i % shape.Heads, latest, TensorPrimitives.Sum<float>(own[..(events - named)]), asked.Questions ? own[^1] : 0));
        }

        return all;
    }

    /// <summary>Takes what was made of one history: the last norm's row that foretells, or none.</summary>
    private delegate void Made(TokenShard shard, int history, ReadOnlySpan<float> row);

    /// <summary>What is left out: an event, all events of a product of the model, or nothing.</summary>
    private readonly record struct Left(int? Token, int? Product);

    private readonly record struct Part(double History, double Had, int? Class);
}

/// <summary>What a network makes of a history, whole and without each of some products.</summary>
/// <param name="Tokens">The history.</param>
/// <param name="Now">When it is asked, Unix milliseconds.</param>
/// <param name="Products">The model's indices of the products that were left out.</param>
/// <param name="Whole">The row that foretells.</param>
/// <param name="Without">The same without each product; null where nothing is left.</param>
/// <param name="Had">Class of each product that was had before.</param>
internal sealed record OccludedHistory(CustomerTokens Tokens, long Now, List<int> Products, float[] Whole, List<float[]?> Without, Dictionary<int, int> Had);
