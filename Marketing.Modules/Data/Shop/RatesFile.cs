using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Marketing.Data.Import;
using Marketing.Data.Import.Kinds;

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
    public static List<CurrencyRate> Read(Stream text, Func<string, double, ImportOutcome.Refused?> wrong, CancellationToken cancellation)
    {
        var records = new CsvRecords(text, LongestRow);
        if (!records.Read())
        {
            throw FileFault.RatesEmpty.Whole();
        }

        var headers = Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records[i]).Trim()).ToList();
        records.Columns = headers;
        var (day, code, rate) = (Find(headers, Days), Find(headers, Codes), Find(headers, Rates));
        var rates = new List<CurrencyRate>();
        while (records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (records.IsStray)
            {
                throw FileFault.TextAfterQuote.At(records.Row, null);
            }

            if (records.FieldCount != headers.Count)
            {
                throw FileFault.RatesWidth.At(records.Row, null, $"{records.FieldCount}", $"{headers.Count}");
            }

            rates.Add(Row(records, headers, (day, code, rate), wrong));
            if (rates.Count > MostRates)
            {
                throw FileFault.RatesMany.At(records.Row, null, FileFault.Number(MostRates));
            }
        }

        return rates.Count > 0 ? rates : throw FileFault.RatesNone.At(2, null);
    }

    private static CurrencyRate Row(CsvRecords records, List<string> headers, (int Day, int Code, int Rate) columns, Func<string, double, ImportOutcome.Refused?> wrong)
    {
        var day = Encoding.UTF8.GetString(Cell.Trim(records[columns.Day]));
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw FileFault.RateDay.At(records.Row, headers[columns.Day], Cell.Cut(day));
        }

        var text = Cell.Trim(records[columns.Rate]);
        if (!Utf8Parser.TryParse(text, out double rate, out var used) || used != text.Length)
        {
            throw FileFault.RateNumber.At(records.Row, headers[columns.Rate], Cell.Cut(Encoding.UTF8.GetString(text)));
        }

        var code = Encoding.UTF8.GetString(Cell.Trim(records[columns.Code])).ToUpperInvariant();
        return wrong(code, rate) is { } refused
            ? throw new FileRefusedException(refused with { Row = records.Row, Column = headers[columns.Code] })
            : new CurrencyRate(code, day, rate);
    }

    private static int Find(List<string> headers, string[] names)
    {
        var found = ColumnMatch.IndexOf(headers, names);
        return found >= 0 ? found : throw FileFault.RatesColumn.At(1, names[0], names[0], ColumnMatch.Some(headers));
    }
}
