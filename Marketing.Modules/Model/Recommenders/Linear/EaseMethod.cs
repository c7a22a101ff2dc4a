using System.Numerics.Tensors;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Kernel.Processing;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Linear;

/// <summary>Fits and reads <c>ease</c>.</summary>
internal sealed class EaseMethod : IRecommenderMethod
{
    private const string Lambda = "lambda";
    private const string MostProducts = "most_products";

    public string Kind => "ease";

    public int Cost => 9;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Real(Lambda, 800, 0.001, 1e9),
        MethodParameter.Whole(MostProducts, 8000, 1, 30_000),
        PopularMethod.HalfLife,
        .. InterestTerms.All,
    ];

    public string? Obstacle(ShopSnapshot snapshot, ParameterValues values)
    {
        var products = (long)TrainingSet.Of(snapshot, InterestTerms.Settle(snapshot, values).Interest).Products.Length;
        return products > values.Whole(MostProducts)
            ? $"ease keeps a number for each pair of products: {products:N0} products would take {products * products * 12 / 1_000_000:N0} MB while it is fitted, and {MostProducts} is {values.Whole(MostProducts):N0}"
            : null;
    }

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        values = InterestTerms.Settle(snapshot, values);
        var training = TrainingSet.Of(snapshot, values.Interest);
        var weights = Ease.Fit(training.Wanted, values.Real(Lambda), share => progress?.Report(new Progress(Kind, share)), cancellation);
        progress?.Report(new Progress(Kind, 1));
        return new EaseRecommender(values.Shown, training.Products, PopularMethod.Of(snapshot, values), weights);
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        return new EaseRecommender(parameters, products, popularity, ModelBody.ReadMatrix(reader, products.Length, products.Length));
    }
}

/// <summary>
/// EASE^R (Steck 2019, "Embarrassingly shallow autoencoders for sparse data", eq. 8): <c>P = (XᵀX + λI)⁻¹</c>,
/// <c>B_ij = -P_ij / P_jj</c> off the diagonal and 0 on it; <c>score(u, j) = Σ x_ui B_ij</c> over the products i of the customer,
/// X holding how much customers want products, 1 for what was bought.
/// </summary>
internal static class Ease
{
    /// <summary>B, row after row: row i holds what having product i adds to each product.</summary>
    /// <param name="wanted">Customers by products, with strengths or without.</param>
    /// <param name="lambda">λ, above 0.</param>
    /// <param name="progress">Takes the done share, or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">XᵀX + λI cannot be inverted in double precision.</exception>
    public static float[] Fit(SparseMatrix wanted, double lambda, Action<double>? progress, CancellationToken cancellation)
    {
        var n = wanted.Columns;
        var gram = Gram(wanted, lambda);
        if (!SymmetricInverse.Invert(gram, n, progress, cancellation))
        {
            throw new OperatorException("ease cannot be fitted: the products' common customers leave the matrix without an inverse.", "Set lambda higher (Model:Methods:ease:lambda).");
        }

        var weights = new float[gram.Length];
        Parallel.For(0, n, HeavyWork.Loop(cancellation), i =>
        {
            for (var j = 0; j < n; j++)
            {
                weights[(i * n) + j] = i == j ? 0 : (float)(-gram[(i * n) + j] / gram[(j * n) + j]);
            }
        });
        return weights;
    }

    // Row by row, so that a row stays in the cache while it is counted; the lower triangle is enough.
    private static double[] Gram(SparseMatrix wanted, double lambda)
    {
        var n = wanted.Columns;
        var gram = new double[(long)n * n];
        var wanters = wanted.Transpose();
        Parallel.For(0, n, HeavyWork.Loop(CancellationToken.None), i =>
        {
            var row = gram.AsSpan(i * n, i + 1);
            for (var at = wanters.RowStart[i]; at < wanters.RowStart[i + 1]; at++)
            {
                var customer = wanters.Column[at];
                if (wanters.Value is null)
                {
                    Count(wanted.Row(customer), row);
                }
                else
                {
                    Add(wanters.Value[at], wanted.Row(customer), wanted.Values(customer), row);
                }
            }

            row[i] += lambda;
        });
        return gram;
    }

    // Up to the diagonal.
    private static void Count(ReadOnlySpan<int> products, Span<double> row)
    {
        foreach (var j in products)
        {
            if (j >= row.Length)
            {
                break;
            }

            row[j]++;
        }
    }

    private static void Add(double strength, ReadOnlySpan<int> products, ReadOnlySpan<float> strengths, Span<double> row)
    {
        for (var k = 0; k < products.Length && products[k] < row.Length; k++)
        {
            row[products[k]] += strength * strengths[k];
        }
    }
}

/// <summary>Fitted EASE^R.</summary>
internal sealed class EaseRecommender(IReadOnlyDictionary<string, string> parameters, long[] products, float[] popularity, float[] weights) : PersonalRecommender("ease", parameters, products, popularity)
{
    public override void Write(BinaryWriter writer)
    {
        base.Write(writer);
        ModelBody.WriteMatrix(writer, weights);
    }

    protected override void Score(ShopSnapshot snapshot, int customer, ProductBinding binding, Span<float> own)
    {
        own.Clear();
        var wanted = InterestIn(snapshot).Wanted;
        for (var i = wanted.RowStart[customer]; i < wanted.RowStart[customer + 1]; i++)
        {
            if (binding.ToModel[wanted.Column[i]] is >= 0 and var row)
            {
                TensorPrimitives.MultiplyAdd(weights.AsSpan(row * own.Length, own.Length), wanted.ValueAt(i), own, own);
            }
        }
    }

    protected override List<Contribution> Explain(ShopSnapshot snapshot, int customer, ProductBinding binding, int candidate)
    {
        var contributions = new List<Contribution>();
        var wanted = InterestIn(snapshot).Wanted;
        for (var i = wanted.RowStart[customer]; i < wanted.RowStart[customer + 1]; i++)
        {
            if (binding.ToModel[wanted.Column[i]] is >= 0 and var row && weights[(row * Products.Length) + candidate] is not 0 and var weight)
            {
                contributions.Add(new Contribution(wanted.Column[i], wanted.ValueAt(i) * weight));
            }
        }

        return contributions;
    }
}
