using Marketing.App.Resources;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.App.Api;

/// <summary>A column of a table of features.</summary>
/// <param name="Name">Heading, the same in every language.</param>
/// <param name="Meaning">What it holds, with its unit, in the reader's language.</param>
internal sealed record FeatureColumn(string Name, string Meaning);

/// <summary>Features of customers or of products as rows; those that a treatment leaves out are not among them.</summary>
internal static class FeatureTable
{
    public const string Customers = "customers";
    public const string Products = "products";

    private static readonly (string Key, string Name, bool IsMoney)[] OfCustomers =
    [
        ("customer", "customer", false),
        ("customers.recency", "days since last order", false),
        ("customers.frequency", "orders", false),
        ("customers.monetary", "net spend", true),
        ("customers.tenure", "days since first order", false),
        ("customers.gap", "mean days between orders", false),
        ("customers.basket", "products per order", false),
        ("customers.returns", "return rate", false),
        ("customers.r", "R", false),
        ("customers.f", "F", false),
        ("customers.m", "M", false),
    ];

    private static readonly (string Key, string Name, bool IsMoney)[] OfProducts =
    [
        ("product", "product", false),
        ("products.price", "price", true),
        ("products.cost", "cost", true),
        ("products.stock", "units in stock", false),
    ];

    /// <summary>What there are tables of.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Customers, Products];

    /// <summary>The columns in order.</summary>
    /// <param name="words">Words of the reader.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="currency">The shop's currency, which the heading of money carries.</param>
    public static IReadOnlyList<FeatureColumn> Columns(Words words, string kind, string currency) =>
        [.. (kind == Products ? OfProducts : OfCustomers).Select(column => new FeatureColumn(column.IsMoney ? $"{column.Name} {currency}" : column.Name, words[$"Treatment.Column.{column.Key}"]))];

    /// <summary>Which rows no treatment leaves out.</summary>
    public static bool[] Kept(FeatureFrame frame, string kind) => kind == Products ? frame.Products.Kept : frame.Kept;

    /// <summary>What treatments changed in a table.</summary>
    public static IEnumerable<TreatmentChange> Changes(FeatureFrame frame, string kind) => frame.Changes.Where(change => change.Feature.StartsWith($"{kind}.", StringComparison.Ordinal));

    /// <summary>The frame that is handed out; the audit log says who took how many rows.</summary>
    public static async Task<(FeatureFrame Frame, long Rows, long LeftOut)> TakeAsync(IFeatures features, IAuditLog audit, string kind, bool raw, string actor, CancellationToken cancellation)
    {
        var current = await features.CurrentAsync(cancellation);
        var frame = raw ? current.Stored : current;
        var (rows, leftOut) = Count(frame, kind);
        await audit.WriteAsync(actor, "features.download", $"features of {kind}", new { Raw = raw, Rows = rows, LeftOut = leftOut }, cancellation);
        return (frame, rows, leftOut);
    }

    /// <summary>How many rows stay, and how many a treatment leaves out.</summary>
    public static (long Rows, long LeftOut) Count(FeatureFrame frame, string kind)
    {
        var kept = Kept(frame, kind);
        var rows = kept.AsSpan().Count(true);
        return (rows, kept.LongLength - rows);
    }

    /// <summary>The rows that stay: key, then the numbers in the units of the columns; null where unknown.</summary>
    public static IEnumerable<object?[]> Rows(FeatureFrame frame, string kind, string currency)
    {
        var kept = Kept(frame, kind);
        return Enumerable.Range(0, kept.Length).Where(row => kept[row]).Select(row => kind == Products ? Product(frame, row, currency) : Customer(frame, row, currency));
    }

    /// <summary>Writes heading and rows as CSV.</summary>
    public static async Task WriteAsync(TextWriter writer, FeatureFrame frame, string kind, string currency, CancellationToken cancellation)
    {
        object?[] heading = [.. Columns(Words.In(Words.English), kind, currency).Select(column => column.Name)];
        await writer.WriteAsync(CsvText.Row(heading).AsMemory(), cancellation);
        foreach (var row in Rows(frame, kind, currency))
        {
            await writer.WriteAsync(CsvText.Row(row).AsMemory(), cancellation);
        }

        await writer.FlushAsync(cancellation);
    }

    /// <summary>A number, or null where it is unknown.</summary>
    public static double? Known(double value) => double.IsNaN(value) ? null : value;

    /// <summary>A number, or null where it is unknown.</summary>
    public static float? Known(float value) => float.IsNaN(value) ? null : value;

    /// <summary>A score from 1, or null where there is none.</summary>
    public static byte? Score(byte score) => score == 0 ? null : score;

    private static object?[] Customer(FeatureFrame frame, int c, string currency) =>
    [
        frame.Snapshot.Customers.Key[c],
        Known(frame.RecencyDays[c]),
        frame.Frequency[c],
        new Money(frame.Monetary[c], currency).Major,
        Known(frame.TenureDays[c]),
        Known(frame.MeanGapDays[c]),
        Known(frame.BasketSize[c]),
        Known(frame.ReturnRate[c]),
        Score(frame.R[c]),
        Score(frame.F[c]),
        Score(frame.M[c]),
    ];

    private static object?[] Product(FeatureFrame frame, int p, string currency) =>
    [
        frame.Snapshot.Products.Code[p],
        Amount(frame.Products.Price[p], currency),
        Amount(frame.Products.Cost[p], currency),
        Known(frame.Products.Stock[p]),
    ];

    private static decimal? Amount(double minor, string currency) => double.IsNaN(minor) ? null : new Money((long)Math.Round(minor), currency).Major;
}
