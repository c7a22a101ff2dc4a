using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Numerics;
using Marketing.Model.Recommenders.Popularity;

namespace Marketing.Model.Recommenders.Content;

/// <summary>Fits and reads <c>content</c>: products like the own ones by what is known of them, sold before or not.</summary>
internal sealed class ContentMethod : IRecommenderMethod
{
    private const string Ngrams = "ngrams";
    private const string Recency = "recency_days";

    public string Kind => "content";

    public int Cost => 2;

    public IReadOnlyList<MethodParameter> Parameters { get; } =
    [
        MethodParameter.Whole(Ngrams, 0, 0, 8),
        MethodParameter.RealOrNone(Recency, 60, 0.1, 1_000_000),
        PopularMethod.HalfLife,
        .. InterestTerms.Weights,
    ];

    public StoredRecommender Fit(ShopSnapshot snapshot, ParameterValues values, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        values = InterestTerms.Settle(snapshot, values);
        var (terms, vectors) = Vectors(snapshot.Products, values.Whole(Ngrams), cancellation);
        progress?.Report(new Progress(Kind, 1));
        return new ContentRecommender(values.Shown, snapshot.Products.Id, PopularMethod.OfAll(snapshot, values), terms, vectors, values.RealOrNone(Recency));
    }

    public StoredRecommender Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters)
    {
        var products = ModelBody.ReadLongs(reader);
        var popularity = ModelBody.ReadFloats(reader, products.Length);
        var terms = new List<string>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            terms.Add(reader.ReadString());
        }

        var vectors = ContentBody.Read(reader, products.Length, terms.Count);
        return new ContentRecommender(parameters, products, popularity, [.. terms], vectors, ParameterValues.Of(Kind, Parameters, parameters).RealOrNone(Recency));
    }

    // TF-IDF, each product's vector of length 1; a term of one product alone likens it to itself only, and is kept for that.
    private static (string[] Terms, SparseMatrix Vectors) Vectors(ProductColumns products, int ngrams, CancellationToken cancellation)
    {
        var (index, terms, start, column) = (new Dictionary<string, int>(), new List<string>(), new int[products.Count + 1], new List<int>());
        for (var p = 0; p < products.Count; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            var own = new List<int>();
            foreach (var term in ProductText.Terms(products.Name[p], products.Category[p], products.Brand[p], ngrams))
            {
                if (!index.TryGetValue(term, out var at))
                {
                    index.Add(term, at = terms.Count);
                    terms.Add(term);
                }

                own.Add(at);
            }

            own.Sort();
            column.AddRange(own);
            start[p + 1] = column.Count;
        }

        var found = new int[terms.Count];
        column.ForEach(term => found[term]++);
        var value = new float[column.Count];
        for (var p = 0; p < products.Count; p++)
        {
            var squares = 0.0;
            for (var i = start[p]; i < start[p + 1]; i++)
            {
                var idf = Math.Log(1 + (products.Count / (double)found[column[i]]));
                (value[i], squares) = ((float)idf, squares + (idf * idf));
            }

            for (var i = start[p]; i < start[p + 1]; i++)
            {
                value[i] = (float)(value[i] / Math.Sqrt(squares));
            }
        }

        return ([.. terms], new SparseMatrix(products.Count, terms.Count, start, [.. column], value));
    }
}

/// <summary>Vectors in a model file: gaps between ascending columns, and their weights.</summary>
internal static class ContentBody
{
    public static void Write(BinaryWriter writer, SparseMatrix vectors)
    {
        for (var row = 0; row < vectors.Rows; row++)
        {
            var (before, columns) = (0, vectors.Row(row).ToArray());
            writer.Write7BitEncodedInt(columns.Length);
            for (var i = 0; i < columns.Length; i++)
            {
                writer.Write7BitEncodedInt(columns[i] - before);
                writer.Write(vectors.Values(row)[i]);
                before = columns[i];
            }
        }
    }

    /// <exception cref="InvalidDataException">An entry lies outside the matrix or is no weight.</exception>
    public static SparseMatrix Read(BinaryReader reader, int rows, int terms)
    {
        var (start, columns, values) = (new int[rows + 1], new List<int>(), new List<float>());
        for (var row = 0; row < rows; row++)
        {
            var entries = reader.Read7BitEncodedInt();
            for (int i = 0, column = 0; i < entries; i++)
            {
                var gap = reader.Read7BitEncodedInt();
                column += gap;
                var value = reader.ReadSingle();
                if (column < 0 || column >= terms || (i > 0 && gap <= 0) || !(value > 0 && value <= 1.001f))
                {
                    throw new InvalidDataException($"Entry {i} of row {row} does not fit.");
                }

                columns.Add(column);
                values.Add(value);
            }

            start[row + 1] = columns.Count;
        }

        return new SparseMatrix(rows, terms, start, [.. columns], [.. values]);
    }
}
