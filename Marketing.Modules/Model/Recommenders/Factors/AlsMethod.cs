using System.Collections.Concurrent;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Factors;

/// <summary>Fits and reads <c>als</c>.</summary>
internal sealed class AlsMethod : IRecommenderMethod
{
    private const string Factors = "factors";
    private const string Regularization = "regularization";
    private const string Alpha = "alpha";
    private const string Iterations = "iterations";
    private const string Confidence = "confidence";
    private const string Solver = "solver";
    private const string Exponent = "nu";
    private const string Seed = "seed";
    private const string OfLibrary = "implicit";
    private const string OfPaper = "paper";
    private const string ByGradients = "cg";
    private const string ByCholesky = "cholesky";
    private const int GradientSteps = 3;

    public string Kind => "als";

    public int Cost => 7;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Factors, 64, 1, 2048),
        MethodParameter.Real(Regularization, 10, 0.000001, 1e9),
        MethodParameter.Real(Alpha, 1, 0.000001, 1e6),
        MethodParameter.Whole(Iterations, 15, 1, 1000),
        MethodParameter.Word(Confidence, OfLibrary, OfPaper),
        MethodParameter.Word(Solver, ByGradients, ByCholesky),
        MethodParameter.Real(Exponent, 0, 0, 2),
        MethodParameter.Whole(Seed, 42, 0, int.MaxValue),
        PopularMethod.HalfLife,
        .. InterestTerms.All,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        values = InterestTerms.Settle(snapshot, values);
        var training = TrainingSet.Of(snapshot, values.Interest);
        var (wanted, wanters, terms, random) = (training.Wanted, training.Wanted.Transpose(), Terms(values), new SeededRandom((ulong)values.Whole(Seed)));
        var (customers, items) = (Als<float>.Start(wanted.Rows, terms.Factors, random), Als<float>.Start(wanted.Columns, terms.Factors, random));
        for (var iteration = 0; iteration < values.Whole(Iterations); iteration++)
        {
            Als<float>.Solve(customers, items, wanted, terms, cancellation);
            Als<float>.Solve(items, customers, wanters, terms, cancellation);
            progress?.Report(new Progress(Kind, (iteration + 1.0) / values.Whole(Iterations)));
        }

        return new AlsRecommender(values.Shown, training.Products, PopularMethod.Of(snapshot, values), items, terms);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var (products, terms) = (ModelBody.ReadLongs(reader), Terms(ParameterValues.Of(Kind, Parameters, parameters)));
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        return new AlsRecommender(parameters, products, popularity, ModelBody.ReadMatrix(reader, products.Length, terms.Factors), terms);
    }

    private static AlsTerms Terms(ParameterValues values) => new(
        values.Whole(Factors), values.Real(Regularization), values.Real(Alpha), values.Word(Confidence) == OfPaper, values.Real(Exponent), values.Word(Solver) == ByCholesky, GradientSteps);
}

/// <summary>
/// Factors of the products. A customer's are solved from the history in the snapshot, exactly, so that nobody's are kept and a new order counts
/// at once; each own product's share of a score is that of Hu, Koren and Volinsky 2008, sec. 5.
/// </summary>
internal sealed class AlsRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, float[] items, AlsTerms terms) : PersonalRecommender("als", parameters, products, popularity)
{
    private readonly float[] _gram = Als<float>.Gram(items, terms.Factors, CancellationToken.None);
    private readonly PackedRows _packed = new(items, terms.Factors);
    private readonly ConcurrentBag<RowSolver<float>> _solvers = [];

    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        ModelBody.WriteMatrix(writer, items);
    }

    public override void Top(ShopSnapshot snapshot, ReadOnlySpan<int> customers, Func<int, int, bool> mayStand, Span<float> scores, Span<int> products, Span<int> counts)
    {
        var (binding, take) = (Bind(snapshot), customers.IsEmpty ? 0 : scores.Length / customers.Length);
        var x = new float[customers.Length * terms.Factors];
        var solver = Solver();
        for (var i = 0; i < customers.Length; i++)
        {
            if (customers[i] >= 0)
            {
                Solve(solver, snapshot, customers[i], binding, x.AsSpan(i * terms.Factors, terms.Factors));
            }
        }

        _solvers.Add(solver);
        var toSnapshot = binding.ToSnapshot;
        _packed.Best(x, (list, item) => toSnapshot[item] >= 0 && mayStand(list, toSnapshot[item]), scores, products, counts);
        for (var i = 0; i < customers.Length; i++)
        {
            var list = i;
            var best = scores.Slice(i * take, take);
            var own = products.Slice(i * take, take);
            if (!Knows(snapshot, customers[i], binding))
            {
                base.Top(snapshot, customers.Slice(i, 1), (_, product) => mayStand(list, product), best, own, counts.Slice(i, 1));
                continue;
            }

            for (var place = 0; place < counts[i]; place++)
            {
                own[place] = toSnapshot[own[place]];
            }

            if (counts[i] < take || best[take - 1] < 0)
            {
                counts[i] = WithUnknown(binding, i, mayStand, best, own, counts[i]);
            }
        }
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        Span<float> x = terms.Factors <= 256 ? stackalloc float[terms.Factors] : new float[terms.Factors];
        var solver = Solver();
        Solve(solver, snapshot, customer, binding, x);
        _solvers.Add(solver);
        _packed.Dots(x, own);
    }

    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        var (own, strengths) = Own(snapshot, customer, binding);
        var solver = Solver();
        var direction = solver.SolveFor(items.AsSpan(candidate * terms.Factors, terms.Factors), _gram, items, own, strengths);
        _solvers.Add(solver);
        var contributions = new List<Contribution>(own.Length);
        for (var at = 0; at < own.Length; at++)
        {
            var sum = 0.0;
            for (var i = 0; i < terms.Factors; i++)
            {
                sum += direction[i] * items[(own[at] * terms.Factors) + i];
            }

            contributions.Add(new Contribution(binding.ToSnapshot[own[at]], (float)(terms.Confidence(strengths, at) * sum)));
        }

        return contributions;
    }

    private void Solve(RowSolver<float> solver, ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> x)
    {
        var (wanted, strengths) = Own(snapshot, customer, binding);
        solver.SolveExactly(x, _gram, items, wanted, strengths);
    }

    // A list with the products of which the model knows nothing, which score 0; they matter where nothing better is left.
    private static int WithUnknown(ProductBinding binding, int list, Func<int, int, bool> mayStand, Span<float> scores, Span<int> products, int count)
    {
        var (best, own) = (scores[..count].ToArray(), products[..count].ToArray());
        var top = new TopK<float>(scores, products);
        for (var place = 0; place < count; place++)
        {
            top.Offer(best[place], own[place]);
        }

        for (var product = 0; product < binding.ToModel.Length && top.Worst < 0; product++)
        {
            if (binding.ToModel[product] < 0 && mayStand(list, product))
            {
                top.Offer(0, product);
            }
        }

        return top.Sort();
    }

    // As many as threads have asked at once.
    private RowSolver<float> Solver() => _solvers.TryTake(out var solver) ? solver : new RowSolver<float>(terms);
}
