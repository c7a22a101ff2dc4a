using System.Collections.Concurrent;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Model.Neural;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Sequence;

/// <summary>
/// A fitted sequence network. It keeps nothing of persons: a history is read from the snapshot that is served, so that a new order counts at once.
/// A product's score is its share of the softmax.
/// </summary>
internal sealed class TransformerRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, SequenceNetwork network, SequenceQuestions asked, bool trained, double spendUnit)
    : PersonalRecommender("transformer", parameters, products, popularity), IOutlookModel
{
    private const int MostOccluded = 24;
    private readonly ConcurrentBag<Arena> _arenas = [];
    private readonly ConditionalWeakTable<Thread, Explained> _explained = [];
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<TrendTable>> _trends = [];
    private readonly ConditionalWeakTable<ShopSnapshot, Lazy<(int[] Products, float[][] Vectors)>> _others = [];

    /// <summary>The network.</summary>
    public SequenceNetwork Network => network;

    /// <summary>What of histories it was asked.</summary>
    public SequenceQuestions Asked => asked;

    /// <summary>Whether it has learned anything.</summary>
    public bool IsTrained => trained;

    public int HorizonDays => asked.HorizonDays;

    /// <summary>Whether it has learned to tell the time to the next order and the spend.</summary>
    public bool TellsOutlooks => trained && asked.Weeks > 0 && asked.HorizonDays > 0;

    public void Foretell(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Span<CustomerOutlook?> outlooks)
    {
        if (!TellsOutlooks)
        {
            throw new InvalidOperationException("This transformer was trained without weeks and horizon_days.");
        }

        var (binding, now) = (Bind(snapshot), snapshot.AsOf.ToUnixTimeMilliseconds());
        for (var i = 0; i < customers.Length; i++)
        {
            outlooks[i] = CustomerTokens.Of(snapshot, customers[i], binding.ToModel, asked.Tokens) is { OrderEnd.Count: > 0 } tokens ? Outlook(tokens, now) : null;
        }
    }

    /// <summary>Vectors of customers, in which those of like histories lie side by side: what the network makes of a history, at length 1.</summary>
    /// <param name="snapshot">The shop.</param>
    /// <param name="customer">Index of a customer.</param>
    /// <returns>The vector; empty for who has nothing of the catalogue.</returns>
    public float[] Embedding(ShopSnapshot snapshot, int customer)
    {
        var tokens = CustomerTokens.Of(snapshot, customer, Bind(snapshot).ToModel, asked.Tokens);
        if (!trained || tokens.Count == 0)
        {
            return [];
        }

        var vector = Last(tokens, snapshot.AsOf.ToUnixTimeMilliseconds(), null, out _);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }

    /// <summary>Product indices of the model and of a snapshot.</summary>
    public ProductBinding BindingOf(ShopSnapshot snapshot) => Bind(snapshot);

    /// <summary>How products sold until a snapshot's instant, or null where that does not count.</summary>
    public TrendTable? TrendsOf(ShopSnapshot snapshot) => TrendsOf(snapshot, Bind(snapshot));

    /// <summary>The last norm's results of all tokens.</summary>
    public float[] Hidden(TokenShard shard) => InArena(arena =>
    {
        var hidden = new float[shard.Count * network.Shape.Width];
        network.Hidden(shard, hidden, arena);
        return hidden;
    });

    /// <summary>How a token of one history attends, see <see cref="SequenceNetwork.Attention"/>.</summary>
    public float[] Attention(TokenShard shard, int token) => InArena(arena => network.Attention(shard, token, arena));

    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        writer.Write(trained);
        writer.Write(spendUnit);
        foreach (var number in network.Content is { } content ? content.Start.Concat(content.Class) : [])
        {
            writer.Write(number);
        }

        ModelBody.WriteMatrix(writer, network.Values.Span.ToArray());
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own) => Score(snapshot, customer, binding, own, [], []);

    // What came after the training is scored by what it is: its share beside those of the catalogue.
    protected override void ScoreKnown(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> scores)
    {
        var (others, vectors) = _others.GetValue(snapshot, key => new Lazy<(int[], float[][])>(() => Others(key, binding))).Value;
        if (others.Length == 0)
        {
            base.ScoreKnown(snapshot, customer, binding, scores);
            return;
        }

        var (own, shares) = (new float[Products.Length], new float[others.Length]);
        Score(snapshot, customer, binding, own, vectors, shares);
        Spread(own, binding, scores);
        for (var i = 0; i < others.Length; i++)
        {
            scores[others[i]] = shares[i];
        }
    }

    private void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own, float[][] others, Span<float> shares)
    {
        var tokens = CustomerTokens.Of(snapshot, customer, binding.ToModel, asked.Tokens);
        if (!trained || tokens.Count == 0)
        {
            Popularity.CopyTo(own);
            return;
        }

        var hidden = Last(tokens, snapshot.AsOf.ToUnixTimeMilliseconds(), TrendsOf(snapshot, binding), out var moves);
        network.Logits(hidden, moves, own);
        var (sum, top) = Share(own);
        for (var i = 0; i < others.Length; i++)
        {
            shares[i] = (float)(Math.Exp(TensorPrimitives.Dot(hidden, others[i]) - top) / sum);
        }
    }

    private (int[] Products, float[][] Vectors) Others(ShopSnapshot snapshot, ProductBinding binding)
    {
        if (!trained || network.Content is not { } content)
        {
            return ([], []);
        }

        var products = Enumerable.Range(0, binding.ToModel.Length).Where(product => binding.ToModel[product] < 0).ToArray();
        var own = ProductContent.Of(snapshot.Products, products, content.Buckets);
        return (products, [.. products.Select((_, i) => network.VectorOf(own, i))]);
    }

    // What the logit of the candidate loses without each product of the history, as HistoryOcclusion tells it of single events. Such losses do not add up
    // to the logit.
    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        return trained && Occluded(snapshot, customer, binding) is { } history
            ? [.. HistoryOcclusion.WithoutProducts(this, history, candidate).Where(lost => lost.Change > 0).Select(lost => new Contribution(binding.ToSnapshot[lost.Product], (float)lost.Change))]
            : [];
    }

    // The products of a list are explained one behind the other, by the same passes over the customer's history.
    private OccludedHistory? Occluded(ShopSnapshot snapshot, int customer, ProductBinding binding)
    {
        if (_explained.TryGetValue(Thread.CurrentThread, out var last) && last.Customer == customer && last.Snapshot.TryGetTarget(out var known) && known == snapshot)
        {
            return last.History;
        }

        var tokens = CustomerTokens.Of(snapshot, customer, binding.ToModel, asked.Tokens);
        var history = tokens.Count > 0 ? HistoryOcclusion.Occlude(this, tokens, snapshot.AsOf.ToUnixTimeMilliseconds(), Latest(tokens)) : null;
        _explained.AddOrUpdate(Thread.CurrentThread, new Explained(new WeakReference<ShopSnapshot>(snapshot), customer, history));
        return history;
    }

    // The latest products of a history, as many as are worth the time.
    private List<int> Latest(CustomerTokens tokens)
    {
        var latest = new List<int>();
        for (var token = tokens.Count - 1; token >= Math.Max(0, tokens.Count - asked.Length) && latest.Count < MostOccluded; token--)
        {
            if (!latest.Contains(tokens.Product[token]))
            {
                latest.Add(tokens.Product[token]);
            }
        }

        return latest;
    }

    private CustomerOutlook Outlook(CustomerTokens tokens, long now)
    {
        var outputs = new float[asked.Weeks + SpendLoss.Outputs];
        network.Heads(Last(tokens, now, null, out _), outputs);
        var (within, survives, half) = (asked.HorizonDays / 7.0, 1.0, (double?)null);
        var churn = 1.0;
        for (var week = 0; week < asked.Weeks; week++)
        {
            var next = survives * (1 - HazardLoss.Sigmoid(outputs[week]));
            half ??= next <= 0.5 ? 7 * (week + ((survives - 0.5) / (survives - next))) : null;

            // Within a week, those who come do so evenly.
            churn = week + 1 <= within ? next : week < within ? survives + ((within - week) * (next - survives)) : churn;
            survives = next;
        }

        return new CustomerOutlook(churn, half, spendUnit * SpendLoss.Mean(outputs.AsSpan(asked.Weeks)));
    }

    // What the network makes of a history, and what was had in it.
    private float[] Last(CustomerTokens tokens, long now, TrendTable? trends, out LogitMoves moves)
    {
        var shard = ShopSequences.NewShard(asked, trends);
        ShopSequences.FillLast(tokens, tokens.Count, now, asked, shard);
        if (trends is not null)
        {
            shard.Moves.Step.Add(0);
        }

        moves = shard.Moves;
        return Hidden(shard)[^network.Shape.Width..];
    }

    private float[] InArena(Func<Arena, float[]> compute)
    {
        var arena = _arenas.TryTake(out var kept) ? kept : new Arena();
        arena.Reset();
        var result = compute(arena);
        _arenas.Add(arena);
        return result;
    }

    // How products sold, once a snapshot.
    private TrendTable? TrendsOf(ShopSnapshot snapshot, ProductBinding binding) =>
        asked.Trends ? _trends.GetValue(snapshot, key => new Lazy<TrendTable>(() => Trends.Now(key, binding.ToModel, Products.Length))).Value : null;

    private static unsafe (float Sum, float Top) Share(Span<float> logits)
    {
        fixed (float* x = logits)
        {
            var sum = VectorMath.ExpSum(x, logits.Length, out var top);
            TensorPrimitives.Divide(logits, sum, logits);
            return (sum, top);
        }
    }

    /// <summary>The customer whom a thread explained last.</summary>
    private sealed record Explained(WeakReference<ShopSnapshot> Snapshot, int Customer, OccludedHistory? History);
}
