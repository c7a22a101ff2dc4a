using System.Globalization;
using System.Text;

namespace Marketing.Tests.Support;

/// <summary>An order file made up from a seed: customers come back to products of their own taste.</summary>
internal static class SmallShop
{
    /// <summary>Orders of the days before now.</summary>
    public static string Orders(DateTime now, int customers, int days, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        var start = now.Date.AddDays(-days);
        for (var (day, invoice) = (0, 1); day < days; day++)
        {
            for (var order = 0; order < customers / 16; order++, invoice++)
            {
                var customer = random.Next(customers);
                foreach (var product in Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (customer % 4 * 20) + random.Next(20)).Distinct())
                {
                    text.Append(CultureInfo.InvariantCulture, $"{(seed * 100000) + 500000 + invoice},{10000 + product},THING {product},{1 + random.Next(5)},{start.AddDays(day):yyyy-MM-dd} 1{random.Next(9)}:00:00,{1 + (product % 7)}.50,{12000 + customer},United Kingdom\n");
                }
            }
        }

        return text.ToString();
    }
}
