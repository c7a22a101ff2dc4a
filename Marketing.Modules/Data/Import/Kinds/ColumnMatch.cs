using System.Security.Cryptography;
using System.Text;

namespace Marketing.Data.Import.Kinds;

/// <summary>Which column of a file is which field of a kind, by name first and then by content.</summary>
internal static class ColumnMatch
{
    /// <summary>Headers of the column of notes that the rejected rows carry, English first; never matched to a field.</summary>
    public static readonly IReadOnlyList<string> NoteHeaders = ["Import note", "导入说明"];

    /// <summary>Header of the column in which rejected rows of orders say which row of which import they are.</summary>
    public const string RowHeader = "Import row";

    private const double LeastShare = 0.9;
    private const int LeastSamples = 3;
    private const int MostNamed = 20;

    // What is recognised by its form alone; a code or a text could be anything.
    private static readonly FieldType[] Telling = [FieldType.Email, FieldType.Url, FieldType.Date];

    /// <summary>Headers told apart: a name that stands twice gets a number, a missing one its position.</summary>
    public static string[] Unique(IEnumerable<string> headers)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. headers.Select((header, i) =>
        {
            var name = header.Trim() is { Length: > 0 } own ? own : $"Column {i + 1}";
            var count = seen[name] = seen.GetValueOrDefault(name) + 1;
            return count == 1 ? name : $"{name} ({count})";
        })];
    }

    /// <summary>Index of the first header that is one of some names, blanks, underscores and capitals left aside; -1 for none.</summary>
    /// <param name="headers">Headers.</param>
    /// <param name="names">Names, in small letters and without blanks.</param>
    public static int IndexOf(List<string> headers, string[] names) => headers.FindIndex(header => names.Contains(header.Replace(" ", "").Replace("_", "").ToLowerInvariant()));

    /// <summary>Header by field, as far as it can be told.</summary>
    /// <param name="kind">Kind of file.</param>
    /// <param name="headers">Headers told apart.</param>
    /// <param name="samples">First rows.</param>
    public static Dictionary<string, string> Match(ImportKind kind, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var columns = new Dictionary<string, string>();
        // Of two columns with one name a person chooses.
        var free = headers.Where(header => !IsOurs(header) && !headers.Contains($"{header} (2)", StringComparer.OrdinalIgnoreCase) && !IsTwin(header)).ToList();
        Take(field => header => Field.Plain(field.Name) == Field.Plain(header));
        Take(field => header => field.IsCalled(Field.Plain(header)));
        foreach (var field in kind.Fields.Where(field => Telling.Contains(field.Type) && !columns.ContainsKey(field.Name) && (field.Needed || field.Type == FieldType.Email || kind.OneOf.Contains(field.Name))))
        {
            var like = free.Where(header => Share(field, Index(headers, header), samples) >= LeastShare).ToList();
            if (like.Count == 1)
            {
                columns[field.Name] = like[0];
                free.Remove(like[0]);
            }
        }

        return columns;

        bool IsTwin(string header) => header.EndsWith(')') && headers.Any(other => header.StartsWith($"{other} (", StringComparison.OrdinalIgnoreCase) && int.TryParse(header[(other.Length + 2)..^1], out _));

        void Take(Func<Field, Func<string, bool>> fits)
        {
            foreach (var field in kind.Fields.Where(field => !columns.ContainsKey(field.Name)))
            {
                if (free.FirstOrDefault(fits(field)) is { } header)
                {
                    columns[field.Name] = header;
                    free.Remove(header);
                }
            }
        }
    }

    /// <summary>Columns that no field takes, without those that the program itself added.</summary>
    public static IReadOnlyList<string> NotUsed(IEnumerable<string> headers, IReadOnlyDictionary<string, string> columns) =>
        [.. headers.Where(header => !IsOurs(header) && !columns.Values.Contains(header, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Positions of the columns of fields, -1 for a field without one.</summary>
    /// <param name="headers">Headers as the file has them.</param>
    /// <param name="columns">Header by field.</param>
    /// <param name="fields">Fields wanted.</param>
    /// <param name="row">Row of the header.</param>
    /// <exception cref="FileRefusedException">A header is not there.</exception>
    public static int[] Positions(IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> columns, IEnumerable<string> fields, long row)
    {
        var unique = Unique(headers);
        return [.. fields.Select(field =>
        {
            if (!columns.TryGetValue(field, out var header))
            {
                return -1;
            }

            var index = Index(unique, header);
            return index >= 0 ? index : throw FileFault.ChosenColumnGone.At(row, header, header, field, Some(unique));
        })];
    }

    /// <summary>What is said of the fields that a file lacks; the fix tells how the first may be named.</summary>
    public static FileRefusedException Missing(IReadOnlyList<Field> fields, IReadOnlyList<string> headers, long row) =>
        FileFault.NoColumnFound.At(row, fields[0].Name, string.Join(", ", fields.Select(field => field.Name)), Some(headers), fields[0].Name, string.Join(", ", [fields[0].Name, .. fields[0].Others]));

    /// <summary>The headers of a file, cut where they are many.</summary>
    public static string Some(IReadOnlyList<string> headers) =>
        string.Join(", ", headers.Take(MostNamed)) + (headers.Count > MostNamed ? $", … (+{headers.Count - MostNamed})" : "");

    /// <summary>Checks that needed fields have columns, and that none was found under a name that stands twice.</summary>
    /// <exception cref="FileRefusedException">One is missing or not certain.</exception>
    public static void Check(ImportKind kind, IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> headers, long row)
    {
        if (columns.Keys.FirstOrDefault(field => kind.Position(field) < 0) is { } unknown)
        {
            throw FileFault.UnknownField.Whole(kind.Name, string.Join(", ", kind.Fields.Select(field => field.Name)), unknown);
        }

        if (kind.Fields.Where(field => field.Needed && !columns.ContainsKey(field.Name)).ToList() is { Count: > 0 } missing)
        {
            throw Missing(missing, headers, row);
        }

        if (kind.OneOf.Count > 0 && !kind.OneOf.Any(columns.ContainsKey))
        {
            throw FileFault.NoneOfColumns.At(row, null, string.Join(", ", kind.OneOf), Some(headers), kind.OneOf[0]);
        }

        if (columns.GroupBy(column => column.Value).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw FileFault.ColumnChosenTwice.At(row, twice.Key, twice.Key, twice.First().Key, twice.Last().Key);
        }
    }

    /// <summary>What tells files with the same header: a hash of its names, whatever their order.</summary>
    public static string Fingerprint(IEnumerable<string> headers) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', headers.Where(header => !IsOurs(header)).Select(Field.Plain).Order(StringComparer.Ordinal)))))[..32];

    /// <summary>Whether a column was added by the program to the rows of a file.</summary>
    public static bool IsOurs(string header) => header == RowHeader || NoteHeaders.Contains(header);

    private static double Share(Field field, int column, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var values = samples.Where(row => column < row.Count).Select(row => row[column].Trim()).Where(value => value.Length > 0).ToList();
        // One address is an address; one date or number beside others could be anything.
        return values.Count < (field.Type == FieldType.Email ? 1 : LeastSamples) ? 0 : (double)values.Count(value => CellForms.LooksLike(field.Type, value)) / values.Count;
    }

    private static int Index(IReadOnlyList<string> headers, string header)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (string.Equals(headers[i], header, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
