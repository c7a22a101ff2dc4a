using System.CommandLine;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.App.Commands;

/// <summary>What can be said of a file on the command line, over what was found in it.</summary>
internal static class ImportOptions
{
    public static Option<string?> Kind { get; } = new("--kind") { Description = "What the files hold: suppressions customers products orders returns stock events consents engagement ads ad-results. Guessed from the header when not said.", HelpName = "KIND" };

    public static Option<string?> Mapping { get; } = new("--mapping") { Description = "A remembered mapping of columns to fields.", HelpName = "NAME" };

    public static Option<string?> SaveMapping { get; } = new("--save-mapping") { Description = "Remember the mapping used under this name.", HelpName = "NAME" };

    public static Option<string[]> Columns { get; } = new("--column") { Description = "Which column is a field: field=header. Can be given again and again.", HelpName = "FIELD=HEADER", AllowMultipleArgumentsPerToken = true };

    public static Option<bool> Preview { get; } = new("--preview") { Description = "Show the first and the worst rows as they would be taken over; write nothing." };

    public static Option<long?> Rejected { get; } = new("--rejected") { Description = "Write the rows that an import left out, in the columns of their file with the reason behind them, to correct and import again. Reads no file.", HelpName = "IMPORT" };

    public static Option<long?> Issues { get; } = new("--issues") { Description = "Write every row that an import left out or changed, with what stood there, what was done and why. Reads no file.", HelpName = "IMPORT" };

    public static Option<bool> NoWait { get; } = new("--no-wait") { Description = "Beside a program that serves: end once the files are in its queue. Without one the files are brought in as always." };

    public static Option<long?> Cancel { get; } = new("--cancel") { Description = "Take a file out of the queue or stop its import; nothing of it is kept. Reads no file.", HelpName = "NUMBER" };

    public static Option<long?> Undo { get; } = new("--undo") { Description = "Take an import back as a whole; it can be shown again. Reads no file.", HelpName = "IMPORT" };

    public static Option<long?> Redo { get; } = new("--redo") { Description = "Show an import again that was taken back. Reads no file.", HelpName = "IMPORT" };

    public static Option<string?> Dates { get; } = new("--dates") { Description = "year-first (2024-12-31, 2024年12月31日), day-first or month-first.", HelpName = "ORDER" };

    public static Option<string?> DecimalSign { get; } = new("--decimal") { Description = "point or comma; the other one may separate thousands.", HelpName = "SIGN" };

    public static Option<string?> Encoding { get; } = new("--encoding") { Description = "utf-8, utf-16, utf-16be, windows-1252 or gb18030.", HelpName = "NAME" };

    public static Option<string?> Delimiter { get; } = new("--delimiter") { Description = "comma, semicolon, tab or pipe.", HelpName = "NAME" };

    public static Option<string?> Sheet { get; } = new("--sheet") { Description = "Sheet of a workbook; when not said, the first with a row that is known as a header.", HelpName = "NAME" };

    public static Option<int?> HeaderRow { get; } = new("--header-row") { Description = "Row in which the names of the columns stand, empty ones counted; found below titles when not said.", HelpName = "ROW" };

    public static Command AddTo(Command command)
    {
        foreach (var option in (Option[])[Kind, Mapping, SaveMapping, Columns, Preview, Rejected, Issues, NoWait, Cancel, Undo, Redo, Dates, DecimalSign, Encoding, Delimiter, Sheet, HeaderRow])
        {
            command.Options.Add(option);
        }

        return command;
    }

    /// <summary>The options given that have to do with an import that is there.</summary>
    public static IReadOnlyList<string> ReadNoFile(ParseResult parsed) => [.. new[] { Rejected, Issues, Cancel, Undo, Redo }.Where(option => parsed.GetValue(option) is not null).Select(option => option.Name)];

    /// <summary>Whether nothing was said of the files, so that orders go through the reader that finds all out by itself.</summary>
    public static bool SaysNothing(ParseResult parsed) =>
        new[] { Mapping, SaveMapping, Dates, DecimalSign, Encoding, Delimiter, Sheet }.All(option => parsed.GetValue(option) is null) && parsed.GetValue(HeaderRow) is null && parsed.GetValue(Columns) is null or [];

    /// <summary>A form with what was said put in; what hangs on it is found anew.</summary>
    public static FileForm? Correct(FileForm found, ParseResult parsed)
    {
        var (dates, sign, encoding, delimiter, sheet) = (parsed.GetValue(Dates), parsed.GetValue(DecimalSign), parsed.GetValue(Encoding), parsed.GetValue(Delimiter), parsed.GetValue(Sheet));
        var header = parsed.GetValue(HeaderRow);
        if (header is < 1)
        {
            throw new OperatorException($"--header-row {header} is no row.", "The first row is 1.", ExitStatus.BadInput);
        }

        return (dates ?? sign ?? encoding ?? delimiter ?? sheet) is null && header is null ? null : found with
        {
            HeaderRow = header ?? (sheet is null && encoding is null && delimiter is null ? found.HeaderRow : 0),
            Dates = One(Dates, dates, ["year-first", "day-first", "month-first"]) ?? (sheet is null && encoding is null && delimiter is null ? found.Dates : "unknown"),
            FoundDates = dates is null ? found.FoundDates : null,
            DecimalSign = One(DecimalSign, sign, ["point", "comma"]) ?? found.DecimalSign,
            FoundSign = sign is null ? found.FoundSign : null,
            Encoding = encoding ?? found.Encoding,
            Delimiter = delimiter ?? (encoding is null ? found.Delimiter : "unknown"),
            Sheet = sheet ?? found.Sheet,
        };
    }

    /// <summary>Columns with those of the command line over those found.</summary>
    public static Dictionary<string, string> Chosen(IReadOnlyDictionary<string, string> found, ParseResult parsed)
    {
        var columns = new Dictionary<string, string>(found);
        foreach (var said in parsed.GetValue(Columns) ?? [])
        {
            var equals = said.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == said.Length - 1)
            {
                throw new OperatorException($"--column {said} names no field and header.", "Write it as --column field=header, for example --column email=\"E-mail\".", ExitStatus.BadInput);
            }

            var (field, header) = (said[..equals], said[(equals + 1)..]);
            foreach (var other in columns.Where(column => column.Value == header).Select(column => column.Key).ToList())
            {
                columns.Remove(other);
            }

            columns[field] = header;
        }

        return columns;
    }

    private static string? One(Option<string?> option, string? said, string[] allowed) => said is null || allowed.Contains(said)
        ? said
        : throw new OperatorException($"{option.Name} {said} is not understood.", $"Choose one of: {string.Join(", ", allowed)}.", ExitStatus.BadInput);
}
