using Marketing.Data;

namespace Marketing.Tests.Support;

/// <summary>Matrices of customers by products as shops.</summary>
internal static class Matrices
{
    /// <summary>One order a customer with the products of the entries that are not 0; the entry is the quantity.</summary>
    public static ShopSnapshot Shop(double[][] rows)
    {
        var builder = new SnapshotBuilder(new DateTimeOffset(2024, 6, 30, 0, 0, 0, TimeSpan.Zero));
        for (var i = 0; i < rows[0].Length; i++)
        {
            builder.Product($"p{i}");
        }

        for (var u = 0; u < rows.Length; u++)
        {
            builder.Order(new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero), $"c{u}", [.. rows[u].Select((value, i) => (Product: $"p{i}", Quantity: (int)value, Price: 100L)).Where(line => line.Quantity > 0)]);
        }

        return builder.Build();
    }
}
