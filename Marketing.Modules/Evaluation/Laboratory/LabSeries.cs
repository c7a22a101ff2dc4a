using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>One series of a file, in order of time.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="Times">Whole numbers, or days since 0001-01-01 in ticks.</param>
/// <param name="Values">Values.</param>
internal sealed record LabSeries(string Name, List<long> Times, List<double> Values)
{
    private const int BadInput = 2;

    /// <summary>Reads the series of a file, in the order in which they first stand there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isBalance">Whether a value is what is left of the column stock after the column sales; else the column value holds it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="OperatorException">It cannot be read, a value is wrong, a time stands twice in a series, or whole numbers have a gap; the message names file, row and column.</exception>
    public static List<LabSeries> Read(string path, bool isBalance, CancellationToken cancellation)
    {
        var form = $"Name a CSV file with the header {(isBalance ? "series,t,stock,sales" : "series,t,value")} and at least one row.";
        var (all, byName, dated) = (new List<LabSeries>(), new Dictionary<string, LabSeries>(), (bool?)null);
        var rows = new Dictionary<(string, long), long>();
        try
        {
            using var csv = LabCsv.Open(path, form, out var columns);
            var (series, time) = (Column(path, columns, "series", form), Column(path, columns, "t", form));
            var (value, sales) = isBalance ? (Column(path, columns, "stock", form), Column(path, columns, "sales", form)) : (Column(path, columns, "value", form), -1);
            for (var row = 2L; csv.Read(); row++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (csv.RowFieldCount == 1 && csv.GetString(0).Length == 0)
                {
                    continue;
                }

                var name = csv.GetString(series) is { Length: > 0 } text ? text : throw Wrong(path, row, "series", "", "empty", "Fill it in, or leave the row out.");
                var (at, isDate) = Time(path, row, csv.GetString(time));
                if (dated is { } before && before != isDate)
                {
                    throw Wrong(path, row, "t", csv.GetString(time), isDate ? "a date, where rows above have whole numbers" : "a whole number, where rows above have dates", "Write all times in one way.");
                }

                dated = isDate;
                if (!rows.TryAdd((name, at), row))
                {
                    throw Wrong(path, row, "t", csv.GetString(time), $"there twice: row {rows[(name, at)]} has the same time of the series '{LabCsv.Shown(name)}'", "Keep one of them, or their sum.");
                }

                if (!byName.TryGetValue(name, out var own))
                {
                    all.Add(own = byName[name] = new LabSeries(name, [], []));
                }

                own.Times.Add(at);
                own.Values.Add(isBalance ? Value(path, row, "stock", csv.GetString(value)) - Value(path, row, "sales", csv.GetString(sales)) : Value(path, row, "value", csv.GetString(value)));
            }
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, form);
        }

        return all.Count > 0 ? [.. all.Select(one => one.Ordered(path, dated!.Value, rows))] : throw new OperatorException($"{path} has no rows.", form, BadInput);
    }

    private LabSeries Ordered(string path, bool dated, Dictionary<(string, long), long> rows)
    {
        var (times, values) = (Times.ToArray(), Values.ToArray());
        Array.Sort(times, values);
        for (var i = 1; !dated && i < times.Length; i++)
        {
            if (times[i] != times[i - 1] + 1)
            {
                throw Wrong(path, rows[(Name, times[i])], "t", times[i].ToString(CultureInfo.InvariantCulture), $"behind a gap: the series '{LabCsv.Shown(Name)}' goes from {times[i - 1]} to {times[i]}", "Add a row for each step between, with 0 where nothing was there.");
            }
        }

        return new LabSeries(Name, [.. times], [.. values]);
    }

    private static int Column(string path, Dictionary<string, int> columns, string name, string form) => columns.TryGetValue(name, out var at)
        ? at
        : throw LabCsv.NoColumn(path, name, columns.Keys, form);

    private static (long At, bool IsDate) Time(string path, long row, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (whole, false)
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? (date.Ticks, true)
        : throw Wrong(path, row, "t", text, "no time", "Write whole numbers, or dates such as 2011-09-01.");

    private static double Value(string path, long row, string column, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Wrong(path, row, column, text, "no number", "Write numbers with a point; leave steps at the end of a series out where nothing is known.");

    private static OperatorException Wrong(string path, long row, string column, string text, string what, string fix) =>
        new($"{path}, row {row}, column {column}: '{LabCsv.Shown(text)}' is {what}.", fix, BadInput);
}
