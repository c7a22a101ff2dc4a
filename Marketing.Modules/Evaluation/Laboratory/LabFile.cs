using System.Globalization;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Rows of a file of interactions.</summary>
/// <param name="Users">User of each row.</param>
/// <param name="Items">Item of each row.</param>
/// <param name="Values">Strength of each row, above 0; 1 without such a column.</param>
/// <param name="Times">UTC milliseconds of each row; the row's place without such a column.</param>
/// <param name="Kinds">What each row tells of: a purchase (without such a column all do), a look or a cart.</param>
internal sealed record LabFile(List<string> Users, List<string> Items, List<double> Values, List<long> Times, List<EventKind> Kinds)
{
    private const int BadInput = 2;
    private const string Header = "user,item[,value][,timestamp][,event]";
    private const string Form = $"Name a CSV file with the header {Header} and at least one row.";

    private static readonly string[] Known = ["user", "item", "value", "timestamp", "event"];

    /// <summary>Columns that are not read.</summary>
    public IReadOnlyList<string> NotRead { get; private init; } = [];

    /// <summary>Times from here on are milliseconds, below seconds: 10^11 seconds are the year 5138.</summary>
    private const double Milliseconds = 1e11;

    /// <summary>Reads a file.</summary>
    /// <exception cref="OperatorException">It cannot be read, or a value is wrong; the message names file, row and column.</exception>
    public static LabFile Read(string path, CancellationToken cancellation)
    {
        var file = new LabFile([], [], [], [], []);
        var names = new Dictionary<string, string>();
        try
        {
            using var csv = LabCsv.Open(path, Form, out var columns);
            file = file with { NotRead = [.. columns.Keys.Except(Known).Select(LabCsv.Shown)] };
            var (user, item) = (Column(path, columns, "user"), Column(path, columns, "item"));
            int? value = columns.TryGetValue("value", out var at) ? at : null, time = columns.TryGetValue("timestamp", out at) ? at : null, kind = columns.TryGetValue("event", out at) ? at : null;
            for (var row = 2L; csv.Read(); row++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (csv.RowFieldCount == 1 && csv.GetString(0).Length == 0)
                {
                    // An empty line, as editors leave one at the end.
                    continue;
                }

                file.Users.Add(Shared(names, Text(path, row, "user", csv.GetString(user))));
                file.Items.Add(Shared(names, Text(path, row, "item", csv.GetString(item))));
                file.Values.Add(value is { } strength ? Strength(path, row, csv.GetString(strength)) : 1);
                file.Kinds.Add(kind is { } what ? Kind(path, row, csv.GetString(what)) : EventKind.Purchase);
                file.Times.Add(time is { } when ? Time(path, row, csv.GetString(when)) : row);
            }
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, Form);
        }

        return file.Users.Count > 0 ? file : throw new OperatorException($"{path} has no rows.", Form, BadInput);
    }

    private static int Column(string path, Dictionary<string, int> columns, string name) => columns.TryGetValue(name, out var at)
        ? at
        : throw LabCsv.NoColumn(path, name, columns.Keys, $"Give the file the header {Header}.");

    private static string Text(string path, long row, string column, string text) =>
        text.Length > 0 ? text : throw Wrong(path, row, column, text, "empty", "Fill it in, or leave the row out.");

    private static double Strength(string path, long row, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value > 0
            ? value
            : throw Wrong(path, row, "value", text, "no number above 0", "Strengths are numbers above 0; leave rows without one out.");

    private static EventKind Kind(string path, long row, string text) => text switch
    {
        "purchase" => EventKind.Purchase,
        "cart" => EventKind.Cart,
        "view" => EventKind.View,
        _ => throw Wrong(path, row, "event", text, "none of purchase, cart, view", "Write what the row tells of; leave other rows out."),
    };

    private static long Time(string path, long row, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15 ? (long)(Math.Abs(number) < Milliseconds ? number * 1000 : number)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUnixTimeMilliseconds()
        : throw Wrong(path, row, "timestamp", text, "no time", "Write seconds or milliseconds since 1970, or a date such as 2011-09-01 10:00:00.");

    private static OperatorException Wrong(string path, long row, string column, string text, string what, string fix) =>
        new($"{path}, row {row}, column {column}: '{LabCsv.Shown(text)}' is {what}.", fix, BadInput);

    // One text a name: a file has few different ones.
    private static string Shared(Dictionary<string, string> names, string text)
    {
        if (names.TryGetValue(text, out var known))
        {
            return known;
        }

        names.Add(text, text);
        return text;
    }
}
