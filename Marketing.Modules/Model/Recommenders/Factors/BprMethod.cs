using System.Numerics.Tensors;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>Fits and reads <c>bpr</c>.</summary>
internal sealed class BprMethod : IRecommenderMethod
{
    private const string Factors = "factors";
    private const string LearningRate = "learning_rate";
    private const string Regularization = "regularization";
    private const string Iterations = "iterations";
    private const string Seed = "seed";

    public string Kind => "bpr";

    public int Cost => 8;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Factors, 64, 1, 2048),
        MethodParameter.Real(LearningRate, 0.05, 1e-6, 10),
        MethodParameter.Real(Regularization, 0.01, 0, 10),
        MethodParameter.Whole(Iterations, 100, 1, 100_000),
        MethodParameter.Whole(Seed, 42, 0, int.MaxValue),
        PopularMethod.HalfLife,
        .. InterestTerms.All,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        values = InterestTerms.Settle(snapshot, values);
        var (training, terms) = (TrainingSet.Of(snapshot, values.Interest), Terms(values));
        var items = Bpr.Fit(training.Wanted, terms, share => progress?.Report(new Progress(Kind, share)), cancellation);
        return new BprRecommender(values.Shown, training.Products, PopularMethod.Of(snapshot, values), items, terms);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var (products, terms) = (ModelBody.ReadLongs(reader), Terms(ParameterValues.Of(Kind, Parameters, parameters)));
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        return new BprRecommender(parameters, products, popularity, ModelBody.ReadMatrix(reader, products.Length, terms.Stride), terms);
    }

    private static BprTerms Terms(ParameterValues values) => new(values.Whole(Factors), (float)values.Real(LearningRate), (float)values.Real(Regularization), values.Whole(Iterations), values.Whole(Seed));
}

/// <summary>
/// Factors of the products. A customer's are learned from the history in the snapshot when they are needed, by the same steps with the products'
/// held fast and from 0, so that nobody's are kept and a new order counts at once. They are a sum of such steps, each taken for one own
/// product and as much of it as the product is wanted (which is what draws in that proportion come to), which is why each own product's part of a score is exact.
/// </summary>
internal sealed class BprRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, float[] items, BprTerms terms) : PersonalRecommender("bpr", parameters, products, popularity)
{
    // Whoever has much is known after fewer passes.
    private const int MostSteps = 20_000;
    private const int MostPasses = 100;
    private const int Draws = 20;

    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        ModelBody.WriteMatrix(writer, items);
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        var (wanted, strengths) = Own(snapshot, customer, binding);
        var factors = Learn(wanted, strengths, -1, []);
        for (var item = 0; item < own.Length; item++)
        {
            own[item] = TensorPrimitives.Dot(factors, Row(item));
        }
    }

    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        var (own, strengths) = Own(snapshot, customer, binding);
        var parts = new double[own.Length];
        Learn(own, strengths, candidate, parts);
        var contributions = new List<Contribution>(own.Length);
        for (var i = 0; i < own.Length; i++)
        {
            contributions.Add(new Contribution(binding.ToSnapshot[own[i]], (float)parts[i]));
        }

        return contributions;
    }

    // Factors of somebody with these products. For a candidate, parts receive what each of the products adds to its score.
    private float[] Learn(int[] own, float[] strengths, int candidate, double[] parts)
    {
        var (factors, difference, random) = (new float[terms.Stride], new float[terms.Stride], new SeededRandom((ulong)terms.Seed));
        var passes = Math.Clamp(MostSteps / Math.Max(1, own.Length), 1, Math.Min(MostPasses, terms.Iterations));
        var most = strengths.Length == 0 ? 1 : TensorPrimitives.Max(strengths);
        var (keep, kept) = (1 - (terms.LearningRate * terms.Regularization), 1.0);
        for (var pass = 0; pass < passes; pass++)
        {
            for (var i = 0; i < own.Length; i++)
            {
                if (Other(own, random) is not (>= 0 and var other))
                {
                    continue;
                }

                TensorPrimitives.Subtract(Row(own[i]), Row(other), difference);
                var rate = strengths.Length == 0 ? terms.LearningRate : terms.LearningRate * strengths[i] / most;
                var step = rate / (1 + MathF.Exp(TensorPrimitives.Dot(factors, difference)));
                TensorPrimitives.Multiply(factors, keep, factors);
                TensorPrimitives.MultiplyAdd(difference, step, factors, factors);
                kept *= keep;
                if (candidate >= 0)
                {
                    // Later steps shrink earlier ones: parts are kept as they would have been at the start.
                    parts[i] += step * TensorPrimitives.Dot(difference, Row(candidate)) / kept;
                }
            }
        }

        TensorPrimitives.Multiply(parts, kept, parts);
        return factors;
    }

    // A product that is not among the own, or -1 when chance finds none.
    private int Other(int[] own, SeededRandom random)
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            var other = random.NextInt(Products.Length);
            if (Array.BinarySearch(own, other) < 0)
            {
                return other;
            }
        }

        return -1;
    }

    private ReadOnlySpan<float> Row(int item) => items.AsSpan(item * terms.Stride, terms.Stride);
}
