using System.Globalization;
using System.IO.Compression;
using Marketing.Data;
using Marketing.Features;
using Marketing.Features.Demand;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using NodaTime;
using Sylvan.Data.Csv;

namespace Marketing.Tests.Features.Demand;

public sealed class RetailDemandTests
{
    // Every fifth of the reference's 200 products; the reference counted the days of the file's own times, without a time zone.
    [Fact]
    public void Sales_of_the_demo_shop_by_day_are_those_of_the_reference()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "retail_daily.csv"));
        var expected = lines[1..].Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => cells[1..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray());
        var frame = BuildDemand.Of(Shop(expected.Keys.ToHashSet()));
        var calendar = lines[0].Split(',')[1..].Select(day => DateOnly.Parse(day, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal((40, 739, 739), (expected.Count, calendar.Length, frame.Days));
        Assert.Equal((calendar[0], calendar[^1]), (frame.FirstDay, frame.DateOf(frame.Days - 1)));
        foreach (var (code, units) in expected)
        {
            var product = frame.Snapshot.Products.IndexOf(code);
            Assert.Equal(Array.FindIndex(units, sold => sold > 0), frame.StartOf(product));
            Assert.Equal(units[frame.StartOf(product)..], frame.Sold(product).ToArray());
        }

        Assert.Equal(expected.Values.Aggregate(new float[739], (sum, units) => [.. sum.Zip(units, (a, b) => a + b)]), DemandSums.OfShop(frame, DemandPart.Demand));
    }

    // Cleaned as the reference is, and otherwise than the shop's own import: adjustments (A) and lines of more than 5,000 units are left
    // out, cancelled invoices (C) too. Times are London's, so that evenings in summer lie on another day of UTC.
    private static ShopSnapshot Shop(HashSet<string> codes)
    {
        var shop = new SnapshotBuilder(new DateTimeOffset(2011, 12, 10, 0, 0, 0, TimeSpan.Zero));
        var zone = DateTimeZoneProviders.Tzdb["Europe/London"];
        using var stream = new BrotliStream(EmbeddedText.Open("Data/Demo/online_retail_II.csv.br"), CompressionMode.Decompress);
        using var csv = CsvDataReader.Create(new StreamReader(stream), new CsvDataReaderOptions { BufferSize = 1 << 16 });
        while (csv.Read())
        {
            var code = csv.GetString(1).Trim().ToUpperInvariant();
            if (codes.Contains(code) && csv.GetString(0)[0] is not ('C' or 'A') && csv.GetInt32(3) is > 0 and <= 5000 and var units && csv.GetDecimal(5) is > 0 and var price)
            {
                var local = LocalDateTime.FromDateTime(DateTime.ParseExact(csv.GetString(4), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                shop.Order(local.InZoneLeniently(zone).ToDateTimeOffset(), null, (code, units, (long)(price * 100)));
            }
        }

        return shop.Build();
    }
}
