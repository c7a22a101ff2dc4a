using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Marketing.Data;
using Marketing.Kernel.Storage;
using Sylvan.Data.Csv;

namespace Marketing.Tests.Support;

/// <summary>
/// Online Retail II cleaned as the reference numbers were: known customers, no cancellations, quantity and price above 0, product codes
/// of five digits and letters. Times are read as UTC; product ids follow the ordinal order of the codes, customer ids are the numbers.
/// </summary>
internal sealed partial class RetailProtocol
{
    private static readonly Lazy<RetailProtocol> Once = new(() => new RetailProtocol());

    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly string[] _codes;

    private RetailProtocol()
    {
        using var stream = new BrotliStream(EmbeddedText.Open("Data/Demo/online_retail_II.csv.br"), CompressionMode.Decompress);
        using var csv = CsvDataReader.Create(new StreamReader(stream), new CsvDataReaderOptions { BufferSize = 1 << 16 });
        while (csv.Read())
        {
            var (invoice, customer, quantity) = (csv.GetString(0), csv.GetString(6), csv.GetInt32(3));
            var price = csv.GetDecimal(5);
            if (customer.Length == 0 || invoice[0] is 'C' or 'c' || quantity <= 0 || price <= 0)
            {
                continue;
            }

            var code = csv.GetString(1).Trim().ToUpperInvariant();
            if (ProductCode().IsMatch(code))
            {
                var time = DateTime.ParseExact(csv.GetString(4), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
                _rows.Add(new Row(long.Parse(invoice), long.Parse(customer.Split('.')[0]), code, new DateTimeOffset(time).ToUnixTimeMilliseconds(), quantity, (long)Math.Round(price * 100)));
                _names.TryAdd(code, csv.GetString(2));
            }
        }

        _codes = [.. _names.Keys.Order(StringComparer.Ordinal)];
    }

    private sealed record Row(long Invoice, long Customer, string Code, long Time, int Quantity, long Price);

    public static RetailProtocol Shop => Once.Value;

    /// <summary>Rows left after the cleaning before an instant.</summary>
    public int RowsBefore(DateTimeOffset instant) => _rows.Count(row => row.Time < instant.ToUnixTimeMilliseconds());

    /// <summary>The shop as of an instant.</summary>
    public ShopSnapshot Snapshot(DateTimeOffset asOf)
    {
        var rows = _rows.Where(row => row.Time < asOf.ToUnixTimeMilliseconds()).ToList();
        var sold = rows.Select(row => row.Code).ToHashSet();
        var products = Enumerable.Range(0, _codes.Length).Where(i => sold.Contains(_codes[i])).ToArray();
        var productIndex = products.Select((p, index) => (_codes[p], index)).ToDictionary();
        var customers = rows.Select(row => row.Customer).Distinct().Order().ToArray();
        var orders = rows.GroupBy(row => row.Invoice).OrderBy(order => order.Min(row => row.Time)).ThenBy(order => order.Key).ToList();
        var lines = orders.SelectMany(order => order).ToList();
        var start = new int[orders.Count + 1];
        for (var o = 0; o < orders.Count; o++)
        {
            start[o + 1] = start[o] + orders[o].Count();
        }

        return new ShopSnapshot
        {
            AsOf = asOf,
            Currency = "GBP",
            TimeZone = "Etc/UTC",
            Customers = new CustomerColumns { Id = customers, Key = Array.ConvertAll(customers, id => id.ToString()), Country = Array.ConvertAll(customers, _ => ""), MailConsent = new bool[customers.Length] },
            Products = Products([.. products]),
            Orders = new OrderColumns
            {
                Id = [.. orders.Select((_, i) => i + 1L)],
                Customer = [.. orders.Select(order => Array.BinarySearch(customers, order.First().Customer))],
                Time = [.. orders.Select(order => order.Min(row => row.Time))],
                LineStart = start,
                LineProduct = [.. lines.Select(line => productIndex[line.Code])],
                LineQuantity = [.. lines.Select(line => line.Quantity)],
                LinePrice = [.. lines.Select(line => line.Price)],
            },
            Returns = new ReturnColumns { Customer = [], Product = [], Time = [], Quantity = [], Price = [] },
            Events = new EventColumns { Customer = [], Product = [], Time = [], Kind = [], Simulated = false },
        };
    }

    private ProductColumns Products(int[] products) => new()
    {
        Id = Array.ConvertAll(products, p => p + 1L),
        Code = Array.ConvertAll(products, p => _codes[p]),
        Name = Array.ConvertAll(products, p => _names[_codes[p]]),
        Category = Array.ConvertAll(products, _ => ""),
        Brand = Array.ConvertAll(products, _ => ""),
        Price = new long[products.Length],
        Cost = Array.ConvertAll(products, _ => -1L),
        Stock = Array.ConvertAll(products, _ => -1),
        Simulated = new bool[products.Length],
        Active = [.. products.Select(_ => true)],
    };

    [GeneratedRegex("^[0-9]{5}[A-Z]*$")]
    private static partial Regex ProductCode();
}
