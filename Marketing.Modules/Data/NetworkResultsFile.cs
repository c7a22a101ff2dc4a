using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Data.Import.Kinds;
using Marketing.Kernel;

namespace Marketing.Data;

/// <summary>A row of a network's results.</summary>
/// <param name="Day">Day of the shop.</param>
/// <param name="Placement">Code of the placement.</param>
/// <param name="Campaign">Name or number of the campaign, as written.</param>
/// <param name="Ad">Number of the advertisement, as written; empty where none is named.</param>
/// <param name="Spend">Spent, minor units, 0 or more.</param>
/// <param name="Shows">Shown.</param>
/// <param name="Clicks">Clicks.</param>
/// <param name="Orders">Orders; 0 where the file has no such column.</param>
/// <param name="Margin">Margin of these, minor units; 0 where the file has no such column.</param>
public sealed record NetworkResultRow(DateOnly Day, string Placement, string Campaign, string Ad, long Spend, long Shows, long Clicks, long Orders, long Margin);

/// <summary>Why the shop cannot take a row that reads well.</summary>
public enum NetworkRowFault
{
    /// <summary>There is no placement in a network with that code.</summary>
    NoPlacement,

    /// <summary>No campaign has that name or number.</summary>
    NoCampaign,

    /// <summary>Several campaigns have that name.</summary>
    SeveralCampaigns,

    /// <summary>The campaign does not name that placement.</summary>
    Elsewhere,

    /// <summary>The campaign has no such advertisement.</summary>
    NoAd,

    /// <summary>The day has not come.</summary>
    Future,

    /// <summary>The file tells the same day, campaign, placement and advertisement twice.</summary>
    Repeated,
}

/// <summary>Reads a file of a network's results: CSV with the columns day, placement, campaign, spend, shows and clicks, and where known orders, margin and ad.</summary>
public static class NetworkResultsFile
{
    private const int LongestRow = 100_000;
    private const int MostRows = 100_000;

    /// <summary>Most rows that are named one by one when a file is refused.</summary>
    public const int MostTold = 20;

    private static readonly string[] Days = ["day", "date", "日期", "日"];
    private static readonly string[] Placements = ["placement", "network", "广告位", "渠道"];
    private static readonly string[] Campaigns = ["campaign", "campaignname", "广告活动", "活动"];
    private static readonly string[] Spends = ["spend", "cost", "花费", "费用"];
    private static readonly string[] Shows = ["shows", "impressions", "展示", "展示数"];
    private static readonly string[] Clicks = ["clicks", "点击", "点击数"];
    private static readonly string[] Orders = ["orders", "conversions", "订单", "订单数"];
    private static readonly string[] Margins = ["margin", "毛利"];
    private static readonly string[] Ads = ["ad", "adid", "广告"];

    private sealed record Columns(int Day, int Placement, int Campaign, int Spend, int Shows, int Clicks, int Orders, int Margin, int Ad);

    /// <summary>All rows, or why none of them is taken: the first rows that do not do, and how many more there are.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="name">Name shown to people.</param>
    /// <param name="currency">The shop's currency.</param>
    /// <param name="wrong">Why a row cannot be taken, or null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static (IReadOnlyList<NetworkResultRow> Rows, IReadOnlyList<ImportOutcome.Refused> Refusals, int More) Read(
        Stream text, string name, string currency, Func<NetworkResultRow, NetworkRowFault?> wrong, CancellationToken cancellation)
    {
        var (refusals, more) = (new List<ImportOutcome.Refused>(), 0);
        void Refuse(ImportOutcome.Refused refusal)
        {
            if (refusals.Count < MostTold)
            {
                refusals.Add(refusal with { File = name });
            }
            else
            {
                more++;
            }
        }

        try
        {
            return (Read(text, Money.Decimals(currency), wrong, Refuse, cancellation), refusals, more);
        }
        catch (Exception e) when (FileRefusal.Of(e, name) is { } refusal)
        {
            Refuse(refusal);
            return ([], refusals, more);
        }
    }

    private static List<NetworkResultRow> Read(Stream text, int decimals, Func<NetworkResultRow, NetworkRowFault?> wrong, Action<ImportOutcome.Refused> refuse, CancellationToken cancellation)
    {
        var records = new CsvRecords(text, LongestRow);
        if (!records.Read())
        {
            throw FileFault.Empty.Whole();
        }

        var headers = Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records[i]).Trim()).ToList();
        records.Columns = headers;
        var columns = new Columns(
            Needed(headers, Days),
            Needed(headers, Placements),
            Needed(headers, Campaigns),
            Needed(headers, Spends),
            Needed(headers, Shows),
            Needed(headers, Clicks),
            ColumnMatch.IndexOf(headers, Orders),
            ColumnMatch.IndexOf(headers, Margins),
            ColumnMatch.IndexOf(headers, Ads));
        var (rows, read) = (new List<NetworkResultRow>(), 0);
        while (records.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (records.IsStray)
            {
                throw FileFault.TextAfterQuote.At(records.Row, null);
            }

            if (read++ == MostRows)
            {
                throw FileFault.ResultsMany.At(records.Row, null, FileFault.Number(MostRows));
            }

            try
            {
                rows.Add(Checked(records, headers, columns, decimals, wrong));
            }
            catch (FileRefusedException refused)
            {
                // The others are looked at too, so that all that is wrong can be mended at once.
                refuse(refused.Refusal);
            }
        }

        return read > 0 ? rows : throw FileFault.NoRows.At(2, null);
    }

    private static NetworkResultRow Checked(CsvRecords records, List<string> headers, Columns columns, int decimals, Func<NetworkResultRow, NetworkRowFault?> wrong)
    {
        if (records.FieldCount != headers.Count)
        {
            throw FileFault.ResultsWidth.At(records.Row, null, $"{records.FieldCount}", $"{headers.Count}");
        }

        var row = Row(records, headers, columns, decimals);
        return wrong(row) is { } fault ? throw Refused(fault, row, records.Row, headers, columns) : row;
    }

    private static NetworkResultRow Row(CsvRecords records, List<string> headers, Columns columns, int decimals)
    {
        string Text(int column) => column < 0 ? "" : Encoding.UTF8.GetString(Cell.Trim(records[column]));
        long Count(int column)
        {
            var digits = column < 0 ? "0"u8 : Cell.Trim(records[column]);
            return Utf8Parser.TryParse(digits, out long count, out var used) && used == digits.Length && count >= 0
                ? count
                : throw FileFault.ResultCount.At(records.Row, headers[column], Cell.Cut(Text(column)));
        }

        long Amount(int column, long least)
        {
            var written = column < 0 ? "0"u8 : Cell.Trim(records[column]);
            return NumberText.TryMinor(written, decimals, out var minor, out var rounded) && !rounded && minor >= least
                ? minor
                : throw FileFault.ResultMoney.At(records.Row, headers[column], Cell.Cut(Text(column)));
        }

        var day = DateOnly.TryParseExact(Text(columns.Day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read
            : throw FileFault.RateDay.At(records.Row, headers[columns.Day], Cell.Cut(Text(columns.Day)));
        return new NetworkResultRow(
            day,
            Text(columns.Placement),
            Text(columns.Campaign),
            Text(columns.Ad),
            Amount(columns.Spend, 0),
            Count(columns.Shows),
            Count(columns.Clicks),
            Count(columns.Orders),
            Amount(columns.Margin, long.MinValue));
    }

    private static FileRefusedException Refused(NetworkRowFault fault, NetworkResultRow row, long number, List<string> headers, Columns columns)
    {
        if (fault == NetworkRowFault.Elsewhere)
        {
            return FileFault.ResultElsewhere.At(number, headers[columns.Placement], Cell.Cut(row.Campaign), Cell.Cut(row.Placement));
        }

        var (said, column, value) = fault switch
        {
            NetworkRowFault.NoPlacement => (FileFault.ResultPlacement, columns.Placement, row.Placement),
            NetworkRowFault.NoCampaign => (FileFault.ResultCampaign, columns.Campaign, row.Campaign),
            NetworkRowFault.SeveralCampaigns => (FileFault.ResultCampaigns, columns.Campaign, row.Campaign),
            NetworkRowFault.NoAd => (FileFault.ResultAd, columns.Ad, row.Ad),
            NetworkRowFault.Future => (FileFault.ResultFuture, columns.Day, row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            _ => (FileFault.ResultRepeated, columns.Day, row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        };
        return said.At(number, headers[column], Cell.Cut(value));
    }

    private static int Needed(List<string> headers, string[] names)
    {
        var found = ColumnMatch.IndexOf(headers, names);
        return found >= 0 ? found : throw FileFault.ResultsColumn.At(1, names[0], names[0], ColumnMatch.Some(headers));
    }
}
