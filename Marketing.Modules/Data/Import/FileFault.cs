using System.Globalization;

namespace Marketing.Data.Import;

/// <summary>
/// A reason for which a whole file does not come in: its code, under which pages find their words, and the English that the command
/// line and the logs give, with places for values.
/// </summary>
internal sealed class FileFault
{
    private const string SaveAsUtf8 = "Save the file as \"CSV UTF-8 (comma delimited)\" and import it again.";
    private const string WriteDates = "Write every date in one of these ways: 2011-12-09 12:50:00, 09/12/2011 12:50 (day first) or 12/9/2011 12:50 (month first).";
    private const string CloseQuotes = "Write a quotation mark inside a field twice (\"\"), and close every field that begins with one.";
    private const string CopyAgain = "The file is damaged or stops in the middle: export or copy it again, as a whole.";
    private const string SaveTable = "Open it in the program that it comes from, save the table as \"CSV UTF-8\" or as .xlsx, and import that.";
    private const string OneOf = "Choose one of: {1}.";

    // The file itself.
    public static readonly FileFault Unopened = new("unopened", "The file cannot be read: {0}", "Check that the file is there and that this user may read it.");
    public static readonly FileFault OnceOnly = new("once-only", "This is a pipe or a device, which can be read only once.", "Write the rows to a file and import that.");
    public static readonly FileFault Damaged = new("damaged", "The file cannot be read to its end.", CopyAgain);
    public static readonly FileFault BrokenReading = new("broken-reading", "The file cannot be read to its end: {0}", CopyAgain);
    public static readonly FileFault Bomb = new("bomb", "The file unpacks to more than {0} times its size, which no export does.", "If it is an honest file, unpack it yourself and import the plain text.");
    public static readonly FileFault OldWorkbook = new("old-workbook", "The file is a workbook of the old form (.xls), or one that a password locks.", "Open it, take off the password if it has one, save it as .xlsx, and import that.");
    public static readonly FileFault BrokenWorkbook = new("broken-workbook", "The file looks like a workbook but is none that can be opened.", "Open it in the spreadsheet program and save it as .xlsx, or as \"CSV UTF-8\".");
    public static readonly FileFault NoSheet = new("no-sheet", "The workbook has no sheet {0}.", OneOf);
    public static readonly FileFault Archive = new("archive", "The file is an archive (.zip), not a workbook.", "Unpack it and import the files in it.");
    public static readonly FileFault OtherArchive = new("other-archive", "The file is packed in a form that is not opened here ({0}).", "Unpack it and import the files in it; gzip (.gz) and Brotli (.br) may stay packed.");
    public static readonly FileFault OtherOffice = new("other-office", "The file is of another form ({0}), not a workbook (.xlsx).", SaveTable);
    public static readonly FileFault Document = new("document", "The file is a document ({0}), not a table.", SaveTable);
    public static readonly FileFault WebPage = new("web-page", "The file is a web page, not a table.", "Sign in where it comes from and export again, as CSV or as .xlsx.");
    public static readonly FileFault Picture = new("picture", "The file is a picture ({0}), not a table.", SaveTable);
    public static readonly FileFault Executable = new("executable", "The file is a program ({0}), not a table.", "Check the name: import the CSV or .xlsx file that the shop exports.");
    public static readonly FileFault DataFile = new("data-file", "The file is a data file of another form ({0}), not a table in text.", "Export the table from it as \"CSV UTF-8\" and import that.");
    public static readonly FileFault Binary = new("binary", "The file is no table: it holds bytes that no text has, and is no workbook (.xlsx).", SaveTable);
    public static readonly FileFault NoText = new("no-text", "The file is a workbook or an archive, not CSV text.", SaveAsUtf8);

    // Its text.
    public static readonly FileFault Utf16 = new("utf-16", "The file is UTF-16 text, not UTF-8.", SaveAsUtf8);
    public static readonly FileFault NotUtf8 = new("not-utf-8", "The text is not UTF-8.", SaveAsUtf8);
    public static readonly FileFault OtherEncoding = new("other-encoding", "The text is not {0}: it holds bytes that mean nothing there.", "Choose another encoding, or save the file as \"CSV UTF-8\" and import that.");
    public static readonly FileFault UnknownEncoding = new("unknown-encoding", "Text in {0} cannot be read.", OneOf);
    public static readonly FileFault UnknownDelimiter = new("unknown-delimiter", "{0} is no delimiter.", OneOf);
    public static readonly FileFault OpenQuote = new("open-quote", "The quote is never closed. The field begins with a quotation mark that has no partner where it should end.", CloseQuotes);
    public static readonly FileFault TextAfterQuote = new("text-after-quote", "Text follows a closing quote. The field begins with a quotation mark that has no partner where it should end.", CloseQuotes);
    public static readonly FileFault LongRow = new("long-row", "The row is longer than {0} bytes.", "Look for a quotation mark that is opened and never closed, or for line ends that are missing.");

    // Its columns.
    public static readonly FileFault Empty = new("empty", "The file is empty.", "Export the file again; its first row names the columns.");
    public static readonly FileFault NoHeaderRow = new("no-header-row", "The file has no row {0}, in which its header was said to stand.", "Say another row: --header-row, or in the step Columns.");
    public static readonly FileFault WideHeader = new("wide-header", "The header has {0} columns.", "Keep the columns that matter and leave the others out.");
    public static readonly FileFault UnclearColumn = new("unclear-column", "Two columns could be {0}: {1} and {2}.", "Name the right one {0}, or leave the other out.");
    public static readonly FileFault NoColumnFound = new("no-column-found", "No column was found for {0}; the header has {1}.", "Say which column is {2}: --column {2}=HEADER, or in the step Columns. Or give it one of these names: {3}. If the names look garbled or stand in another row, say the encoding (--encoding) or the row (--header-row), or both in that step.");
    public static readonly FileFault NoneOfColumns = new("none-of-columns", "None of the columns {0} was found; the header has {1}.", "Say which column is one of them: --column {2}=HEADER, or in the step Columns.");
    public static readonly FileFault ChosenColumnGone = new("chosen-column-gone", "The column {0}, chosen for {1}, is not in the file; it has {2}.", "Choose another column, or import the file that this mapping was made for.");
    public static readonly FileFault ColumnChosenTwice = new("column-chosen-twice", "The column {0} is chosen for {1} and {2}.", "Choose it for one field only.");
    public static readonly FileFault UnknownField = new("unknown-field", "{0} have no field {2}.", OneOf);
    public static readonly FileFault UnknownKind = new("unknown-kind", "There is no kind of file named {0}.", OneOf);

    // Its rows.
    public static readonly FileFault NoRows = new("no-rows", "The file has a header and no rows.", "Export the file again with its rows.");
    public static readonly FileFault NothingUsable = new("nothing-usable", "None of the {0} rows can be taken over. The first: {1}", "Correct the rows and import the file again.");
    public static readonly FileFault RowWidth = new("row-width", "{2} of the first {3} rows have more or fewer cells than the header: it has {1}, this row has {0}.", "So many show that the file is read with another delimiter or quotation mark than its own. Say the delimiter: --delimiter, or in the step Columns. If it is right, put quotation marks around every value that holds it.");
    public static readonly FileFault DecimalComma = new("decimal-comma", "Prices are written with a decimal comma: {1} of them, the first \"{0}\".", "Say so: --decimal comma, or in the step Columns. Or write prices with a decimal point, for example 12.50.");
    public static readonly FileFault DecimalPoint = new("decimal-point", "Prices are written with a decimal point: {1} of them, the first \"{0}\".", "Say so: --decimal point, or in the step Columns. Or write prices with a decimal comma, for example 12,50.");
    public static readonly FileFault UnreadableDates = new("unreadable-dates", "{0} of {1} dates cannot be read. The first, each behind its row: {2}.", WriteDates);
    public static readonly FileFault MixedDates = new("mixed-dates", "The dates contradict one another: {0} can only be read with the day first (the first, each behind its row: {1}), {2} only with the month first ({3}).", WriteDates);
    public static readonly FileFault OpenDates = new("open-dates", "The dates can be read with the day first or the month first, and no row, or next to none, decides which: {0} of them. The first, each behind its row: {1}.", "Say which: --dates day-first or --dates month-first, or in the step Columns. Or write the dates as year-month-day, for example 2011-12-09 12:50.");
    public static readonly FileFault UnsaidDates = new("unsaid-dates", "The rows do not tell whether the dates have the day first or the month first.", "Say which: --dates day-first or --dates month-first, or in the step Columns.");

    // A file of rates.
    public static readonly FileFault RatesEmpty = new("rates-empty", "The file is empty.", "Its first row names the columns: date,currency,rate.");
    public static readonly FileFault RatesColumn = new("rates-column", "The column {0} is missing; the header has {1}.", "Name the three columns date, currency and rate.");
    public static readonly FileFault RatesWidth = new("rates-width", "The row has {0} columns, the header {1}.", "Give every row a date, a currency and a rate.");
    public static readonly FileFault RatesMany = new("rates-many", "The file has more than {0} rates.", "Divide it; the rates of an earlier part stay.");
    public static readonly FileFault RatesNone = new("rates-none", "The file has a header and no rates.", "Export the file again with its rates.");
    public static readonly FileFault RateDay = new("rate-day", "\"{0}\" is no day.", "Write it with the year first, for example 2011-12-01.");
    public static readonly FileFault RateNumber = new("rate-number", "\"{0}\" is no number.", "Write digits with a decimal point, for example 1.57.");
    public static readonly FileFault RateOwn = new("rate-own", "{0} is the shop's own currency and has no rate.", "Leave the row out and bring the file in again; nothing of it was kept.");
    public static readonly FileFault RateCurrency = new("rate-currency", "{0} is no currency in use. Write its code of three letters, for example USD.", "Correct the row and bring the file in again; nothing of it was kept.");
    public static readonly FileFault RateNotPositive = new("rate-not-positive", "The rate is not a number above 0. Write how many {0} one {1} was, for example 1.27.", "Correct the row and bring the file in again; nothing of it was kept.");

    // A file of promotions.
    public static readonly FileFault PromotionsColumn = new("promotions-column", "The column {0} is missing; the header has {1}.", "Name the columns name, first, last and cut (in Chinese 名称, 开始, 结束 and 降价 or 降价幅度); products, category and note may stand beside them. 折扣 is not read, since 0.8 there may mean that 80 % are paid.");
    public static readonly FileFault PromotionsWidth = new("promotions-width", "The row has {0} columns, the header {1}.", "Give every row as many cells as the header has.");
    public static readonly FileFault PromotionsMany = new("promotions-many", "The file has more than {0} promotions.", "Divide it; the promotions of an earlier part stay.");
    public static readonly FileFault PromotionCut = new("promotion-cut", "\"{0}\" is no cut of a price.", "Write a share of the usual price, for example 0.2 or 20 %.");
    public static readonly FileFault PromotionWrong = new("promotion-wrong", "{0}", "Correct the row and bring the file in again; nothing of it was kept.");

    // A file of a network's results.
    public static readonly FileFault ResultsColumn = new("results-column", "The column {0} is missing; the header has {1}.", "Name the columns day, placement, campaign, spend, shows and clicks; orders, margin and ad may stand beside them.");
    public static readonly FileFault ResultsWidth = new("results-width", "The row has {0} columns, the header {1}.", "Give every row as many cells as the header has.");
    public static readonly FileFault ResultsMany = new("results-many", "The file has more than {0} rows.", "Divide it; the results of an earlier part stay.");
    public static readonly FileFault ResultCount = new("result-count", "\"{0}\" is no count.", "Write a whole number of 0 or more in digits.");
    public static readonly FileFault ResultMoney = new("result-money", "\"{0}\" is no amount of the shop's currency.", "Write digits with a decimal point and no more decimals than the currency has; a spend is not below 0.");
    public static readonly FileFault ResultPlacement = new("result-placement", "There is no placement \"{0}\" in a network.", "Create it as one of a network first, or write the code of one; nothing of the file was kept.");
    public static readonly FileFault ResultCampaign = new("result-campaign", "There is no advertising campaign \"{0}\".", "Write its name as it stands in the list, or its number; nothing of the file was kept.");
    public static readonly FileFault ResultCampaigns = new("result-campaigns", "Several advertising campaigns are named \"{0}\".", "Write the number of the right one; nothing of the file was kept.");
    public static readonly FileFault ResultElsewhere = new("result-elsewhere", "The campaign \"{0}\" is not shown in the placement \"{1}\".", "Add the placement to the campaign first, or write one that it has; nothing of the file was kept.");
    public static readonly FileFault ResultAd = new("result-ad", "The campaign has no advertisement {0}.", "Write the number of one of its own, or leave the cell empty; nothing of the file was kept.");
    public static readonly FileFault ResultFuture = new("result-future", "The day {0} has not come.", "Correct the day; nothing of the file was kept.");
    public static readonly FileFault ResultRepeated = new("result-repeated", "The file tells the day {0} of the same campaign, placement and advertisement twice.", "Leave one of the rows out, or add them up; nothing of the file was kept.");

    // What ended its import.
    public static readonly FileFault Broke = new("broke", "{0} could not be imported: {1}", "Nothing of it was kept. Import it again; if it fails again, the log says more.");
    public static readonly FileFault Stopped = new("stopped", "The program stopped in the middle of the import; nothing of it was kept.", "A file that was uploaded is begun anew by itself; import any other again.");
    public static readonly FileFault Cancelled = new("cancelled", "The import was cancelled.");
    public static readonly FileFault TakenOut = new("taken-out", "Taken out of the queue.");
    public static readonly FileFault BegunAnew = new("begun-anew", "The file was another one when it was gone on with; it was begun anew.");
    public static readonly FileFault ImportedMeanwhile = new("imported-meanwhile", "The same file was imported by another import meanwhile.");

    private FileFault(string code, string reason, string fix = "") => (Code, Reason, Fix) = (code, reason, fix);

    /// <summary>Machine name, shown in words by the host.</summary>
    public string Code { get; }

    /// <summary>What is wrong, with places for the values.</summary>
    public string Reason { get; }

    /// <summary>What to do, with places for the same values, or empty.</summary>
    public string Fix { get; }

    /// <summary>The refusal of a row.</summary>
    /// <param name="row">The header being 1; 0 for the file as a whole.</param>
    /// <param name="column">Column, or null.</param>
    /// <param name="values">Values for the places.</param>
    public FileRefusedException At(long row, string? column, params string[] values) => new(Of("", values) with { Row = row, Column = column is null ? null : Cell.Shown(column) });

    /// <summary>The refusal of the file as a whole.</summary>
    public FileRefusedException Whole(params string[] values) => At(0, null, values);

    /// <summary>How the import of a file ended.</summary>
    public ImportOutcome.Refused Of(string file, params string[] values)
    {
        // Values come out of files, and are shown on terminals.
        string[] shown = [.. values.Select(Cell.Shown)];
        return new(file, 0, null, Say(shown), Said(Fix, shown)) { Why = new Reason(Code, shown) };
    }

    /// <summary>What is wrong, in English.</summary>
    public string Say(params string[] values) => Said(Reason, values);

    /// <summary>The refusal of a file that ended before it should, or could not be read on.</summary>
    public static FileRefusedException EndedAt(long row, Exception error) => error is InvalidDataException ? Damaged.At(row, null) : BrokenReading.At(row, null, error.Message);

    /// <summary>The refusal of a file none of whose rows can be used, with why the first cannot.</summary>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="row">The first.</param>
    /// <param name="column">Its column, or null.</param>
    /// <param name="rule">Machine name of the rule that rejected it.</param>
    /// <param name="reason">What the rule says.</param>
    public static FileRefusedException Nothing(long rows, long row, string? column, string rule, string reason)
    {
        var refused = NothingUsable.Of("", Number(rows), reason);
        var why = string.Join('\n', [$"rule:{rule}", .. RuleText.Values(rule, reason)]);
        return new(refused with { Row = row, Column = column, Why = new Reason(NothingUsable.Code, [Number(rows), why]) });
    }

    /// <summary>A number as the sentences write it.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Said(string text, string[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
