using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Evaluation.Laboratory;

/// <summary>One series of a file, in order of time, at equal steps.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="First">Time of its first value: a whole number, or ticks since 0001-01-01.</param>
/// <param name="Last">Time of its last value.</param>
/// <param name="Values">Values.</param>
/// <param name="Step">What lies between two of its times.</param>
internal sealed record LabSeries(string Name, long First, long Last, List<double> Values, LabStep Step)
{
    /// <summary>Largest values that methods can square and add up.</summary>
    public const double Largest = 1e100;

    private const int BadInput = 2;

    // Zeros that gaps are filled with, in all: more of them are a slip in a time.
    private const long MostFilled = 10_000_000;

    /// <summary>Reads the series of a file, in the order in which they first stand there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isBalance">Whether a value is what is left of the column stock after the column sales; else the column value holds it.</param>
    /// <param name="fills">Whether steps that are missing within a series are taken for 0; else they are refused.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="OperatorException">It cannot be read, a value is wrong or too large, a time stands twice in a series, or one is missing; the message names file, row and column.</exception>
    public static List<LabSeries> Read(string path, bool isBalance, bool fills, CancellationToken cancellation)
    {
        var form = $"Name a CSV file with the header {(isBalance ? "series,t,stock,sales" : "series,t,value")} and at least one row.";
        var (all, byName, dated) = (new List<Rows>(), new Dictionary<string, Rows>(), (bool?)null);
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
                    all.Add(own = byName[name] = new Rows(name, [], []));
                }

                own.Times.Add(at);
                own.Values.Add(isBalance ? Value(path, row, "stock", csv.GetString(value)) - Value(path, row, "sales", csv.GetString(sales)) : Value(path, row, "value", csv.GetString(value)));
            }
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, form);
        }

        return all.Count > 0 ? Regular(path, all, dated!.Value, fills, rows) : throw new OperatorException($"{path} has no rows.", form, BadInput);
    }

    private static List<LabSeries> Regular(string path, List<Rows> all, bool dated, bool fills, Dictionary<(string, long), long> rows)
    {
        var sorted = all.ConvertAll(one => one.Sorted());
        var (step, filled, regular) = (LabStep.Of([.. sorted.Select(one => one.Times)], dated), 0L, new List<LabSeries>(all.Count));
        for (var i = 0; i < all.Count; i++)
        {
            var (name, times, values) = (all[i].Name, sorted[i].Times, new List<double>(sorted[i].Values.Length) { sorted[i].Values[0] });
            for (var t = 1; t < times.Length; t++)
            {
                var missing = Missing(path, name, times[t - 1], times[t], step, fills, rows);
                if ((filled += missing) > MostFilled)
                {
                    throw Wrong(path, rows[(name, times[t])], "t", step.Shown(times[t]), $"behind a gap that cannot be filled: all gaps together miss more than {MostFilled.ToString("N0", CultureInfo.InvariantCulture)} steps", "Look whether the time is right.");
                }

                values.AddRange(Enumerable.Repeat(0.0, (int)missing));
                values.Add(sorted[i].Values[t]);
            }

            regular.Add(new LabSeries(name, times[0], times[^1], values, step));
        }

        return regular;
    }

    // Steps that are missing between two times.
    private static long Missing(string path, string name, long from, long to, LabStep step, bool fills, Dictionary<(string, long), long> rows)
    {
        var between = step.Between(from, to);
        if (between % step.Size != 0)
        {
            throw Wrong(path, rows[(name, to)], "t", step.Shown(to), $"off the step: the series '{LabCsv.Shown(name)}' goes there from {step.Shown(from)}, where most times are {step} apart", "Write times at equal steps, or number the rows 1, 2, 3 and so on.");
        }

        return between == step.Size || fills ? (between / step.Size) - 1
            : throw Wrong(path, rows[(name, to)], "t", step.Shown(to), $"behind a gap: the series '{LabCsv.Shown(name)}' goes from {step.Shown(from)} to {step.Shown(to)}{(step.IsDate ? $", where most times are {step} apart" : "")}", $"Add a row for each step between, with 0 where nothing was there, as --fill zero does.{(step.IsDate ? " Where the gaps mean nothing, number the rows 1, 2, 3 and so on." : "")}");
    }

    private static int Column(string path, Dictionary<string, int> columns, string name, string form) => columns.TryGetValue(name, out var at)
        ? at
        : throw LabCsv.NoColumn(path, name, columns.Keys, form);

    private static (long At, bool IsDate) Time(string path, long row, string text) => LabStep.TryRead(text, out var at, out var isDate)
        ? (at, isDate)
        : throw Wrong(path, row, "t", text, "no time", "Write whole numbers, or dates such as 2011-09-01, 2011-09 or 2011-09-01 14:00.");

    private static double Value(string path, long row, string column, string text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || (!double.IsFinite(value) && !text.Any(char.IsAsciiDigit))
            ? throw Wrong(path, row, column, text, "no number", "Write numbers with a point; leave steps at the end of a series out where nothing is known.")
            : Math.Abs(value) <= Largest ? value
            : throw Wrong(path, row, column, text, "too large to compute with: it is beyond 1e100", "Write values in a larger unit, such as thousands, or look whether it is right.");

    private static OperatorException Wrong(string path, long row, string column, string text, string what, string fix) =>
        new($"{path}, row {row}, column {column}: '{LabCsv.Shown(text)}' is {what}.", fix, BadInput);

    // The rows of a series as they stand in the file.
    private sealed record Rows(string Name, List<long> Times, List<double> Values)
    {
        public (long[] Times, double[] Values) Sorted()
        {
            var (times, values) = (Times.ToArray(), Values.ToArray());
            Array.Sort(times, values);
            return (times, values);
        }
    }
}
