using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Marketing.Data.Import;

namespace Marketing.Data.Shop;

/// <summary>Reads a file of rates: CSV with the columns date, currency and rate.</summary>
internal static class RatesFile
{
    private const int LongestRow = 10_000;
    private const int MostRates = 50_000;
    private static readonly string[] Days = ["date", "day", "日期"];
    private static readonly string[] Codes = ["currency", "currencycode", "code", "币种", "货币"];
    private static readonly string[] Rates = ["rate", "exchangerate", "汇率"];

    /// <summary>All rates of the file.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="wrong">What is wrong with a currency and its rate, or null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FileRefusedException">A row cannot be read; the message names it.</exception>
    public static List<CurrencyRate> Read(Stream text, Func<string, double, string?> wrong, CancellationToken cancellation)
    {
        var records = new CsvRecords(text, LongestRow);
        if (!records.Read())
        {
            throw new FileRefusedException(0, null, "The file is empty.", "Its first row names the columns: date,currency,rate.");
        }

        var headers = Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records[i]).Trim()).ToList();
        records.Columns = headers;
        var (day, code, rate) = (Find(headers, Days), Find(headers, Codes), Find(headers, Rates));
        var rates = new List<CurrencyRate>();
        while (records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (records.FieldCount != headers.Count)
            {
                throw new FileRefusedException(records.Row, null, $"The row has {records.FieldCount} columns, the header {headers.Count}.", "Give every row a date, a currency and a rate.");
            }

            rates.Add(Row(records, headers, (day, code, rate), wrong));
            if (rates.Count > MostRates)
            {
                throw new FileRefusedException(records.Row, null, $"The file has more than {MostRates:N0} rates.", "Divide it; the rates of an earlier part stay.");
            }
        }

        return rates.Count > 0 ? rates : throw new FileRefusedException(2, null, "The file has a header and no rates.", "Export the file again with its rates.");
    }

    private static CurrencyRate Row(CsvRecords records, List<string> headers, (int Day, int Code, int Rate) columns, Func<string, double, string?> wrong)
    {
        var day = Encoding.UTF8.GetString(Cell.Trim(records[columns.Day]));
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw new FileRefusedException(records.Row, headers[columns.Day], $"\"{Cell.Cut(day)}\" is no day.", "Write it with the year first, for example 2011-12-01.");
        }

        var text = Cell.Trim(records[columns.Rate]);
        if (!Utf8Parser.TryParse(text, out double rate, out var used) || used != text.Length)
        {
            throw new FileRefusedException(records.Row, headers[columns.Rate], $"\"{Cell.Cut(Encoding.UTF8.GetString(text))}\" is no number.", "Write digits with a decimal point, for example 1.57.");
        }

        var code = Encoding.UTF8.GetString(Cell.Trim(records[columns.Code])).ToUpperInvariant();
        return wrong(code, rate) is { } reason
            ? throw new FileRefusedException(records.Row, headers[columns.Code], reason, "Correct the row and bring the file in again; nothing of it was kept.")
            : new CurrencyRate(code, day, rate);
    }

    private static int Find(List<string> headers, string[] names)
    {
        var found = headers.FindIndex(header => names.Contains(header.Replace(" ", "").Replace("_", "").ToLowerInvariant()));
        return found >= 0 ? found : throw new FileRefusedException(
            1, names[0], $"The column {names[0]} is missing; the header has {string.Join(", ", headers.Take(20))}.", "Name the three columns date, currency and rate.");
    }
}
