using Marketing.App.Resources;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.App.Api;

/// <summary>A column of the table of features.</summary>
/// <param name="Name">Heading, the same in every language.</param>
/// <param name="Meaning">What it holds, with its unit, in the reader's language.</param>
internal sealed record FeatureColumn(string Name, string Meaning);

/// <summary>Features of customers as rows; those that a treatment leaves out are not among them.</summary>
internal static class FeatureTable
{
    private const string Money = "customers.monetary";

    private static readonly (string? Feature, string Name)[] Named =
    [
        (null, "customer"),
        ("customers.recency", "days since last order"),
        ("customers.frequency", "orders"),
        (Money, "net spend"),
        ("customers.tenure", "days since first order"),
        ("customers.gap", "mean days between orders"),
        ("customers.basket", "products per order"),
        ("customers.returns", "return rate"),
    ];

    /// <summary>The columns in order.</summary>
    /// <param name="words">Words of the reader.</param>
    /// <param name="currency">The shop's currency, which the heading of money carries.</param>
    public static IReadOnlyList<FeatureColumn> Columns(Words words, string currency) =>
        [.. Named.Select(column => new FeatureColumn(column.Feature == Money ? $"{column.Name} {currency}" : column.Name, words[$"Treatment.Column.{column.Feature ?? "customer"}"]))];

    /// <summary>The customers that stay: key, then the numbers in the units of the columns; null where unknown.</summary>
    public static IEnumerable<object?[]> Rows(FeatureFrame frame, TreatedFeatures features, string currency)
    {
        var columns = Named.Skip(1).Select(named => (named.Feature, Values: features.Columns[features.Names.IndexOf(named.Feature!)])).ToList();
        var keys = frame.Snapshot.Customers.Key;
        for (var row = 0; row < features.Kept.Length; row++)
        {
            if (features.Kept[row])
            {
                var at = row;
                yield return [keys[row], .. columns.Select(column => Value(column.Values[at], column.Feature == Money ? currency : null))];
            }
        }
    }

    /// <summary>Writes heading and rows as CSV.</summary>
    public static async Task WriteAsync(TextWriter writer, FeatureFrame frame, TreatedFeatures features, string currency, CancellationToken cancellation)
    {
        object?[] heading = [.. Columns(Words.In(Words.English), currency).Select(column => column.Name)];
        await writer.WriteAsync(CsvText.Row(heading).AsMemory(), cancellation);
        foreach (var row in Rows(frame, features, currency))
        {
            await writer.WriteAsync(CsvText.Row(row).AsMemory(), cancellation);
        }

        await writer.FlushAsync(cancellation);
    }

    private static object? Value(double value, string? currency) => double.IsNaN(value) ? null
        : currency is null ? value
        : new Money((long)Math.Round(value), currency).Major;

    private static int IndexOf(this IReadOnlyList<string> names, string name)
    {
        var at = 0;
        while (names[at] != name)
        {
            at++;
        }

        return at;
    }
}
