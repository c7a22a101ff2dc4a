using Marketing.Kernel;
using Sylvan.Data.Csv;

namespace Marketing.Evaluation.Laboratory;

/// <summary>Rows of a CSV file, each as wide as the header.</summary>
internal static class LabRows
{
    private const int BadInput = 2;

    /// <summary>Rows with the places of the wanted columns; rows are numbered as the file has them, the header being row 1.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">How it should be written.</param>
    /// <param name="wanted">Names of the wanted columns, from the header, with the advice where one is not there.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperatorException">It cannot be read, lacks a column, a row has another width than the header, or there is none.</exception>
    public static IEnumerable<(long Row, CsvDataReader Csv, int[] At)> Read(string path, string form, Func<IReadOnlyList<string>, IEnumerable<(string Name, string Fix)>> wanted, CancellationToken cancellation)
    {
        using var csv = Guarded(path, form, () => LabCsv.Open(path, form, out _));
        var header = Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetName(i).Trim().TrimStart('\uFEFF')).ToList();
        int[] at = [.. wanted(header).Select(column => Place(header, column.Name) is >= 0 and var place ? place : throw LabCsv.NoColumn(path, column.Name, header, column.Fix))];
        var (row, some) = (1L, false);
        while (Guarded(path, form, csv.Read))
        {
            cancellation.ThrowIfCancellationRequested();
            row++;
            if (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsEmpty)
            {
                // An empty line, as editors leave one at the end.
                continue;
            }

            if (csv.RowFieldCount != header.Count)
            {
                var place = csv.RowFieldCount < header.Count ? $", column {LabCsv.Shown(header[csv.RowFieldCount])}: the row ends before it, with" : $", column {header.Count + 1}: the row goes on behind the last column, with";
                throw new OperatorException($"{path}, row {row}{place} {csv.RowFieldCount} cells; the header has {header.Count}.", form, BadInput);
            }

            some = true;
            yield return (row, csv, at);
        }

        if (!some)
        {
            throw new OperatorException($"{path}, row 2: the file ends after its header; it has no rows.", form, BadInput);
        }
    }

    /// <summary>Where a column stands, whatever the case of its letters, or -1.</summary>
    public static int Place(IReadOnlyList<string> header, string name)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static T Guarded<T>(string path, string form, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (LabCsv.IsOfFile(e))
        {
            throw LabCsv.Unreadable(path, e, form);
        }
    }
}
