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
    private const int ClearlyMore = 3;
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

    /// <summary>Header by field, as far as it can be told.</summary>
    /// <param name="kind">Kind of file.</param>
    /// <param name="headers">Headers told apart.</param>
    /// <param name="samples">First rows.</param>
    public static Dictionary<string, string> Match(ImportKind kind, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var columns = new Dictionary<string, string>();
        // Of two columns with one name a person chooses.
        var free = headers.Where(header => !IsOurs(header) && !headers.Contains($"{header} (2)", StringComparer.OrdinalIgnoreCase)).ToList();
        Take(field => header => Field.Plain(field.Name) == Field.Plain(header));
        Take(field => header => field.IsCalled(Field.Plain(header)));
        foreach (var field in kind.Fields.Where(field => Telling.Contains(field.Type) && !columns.ContainsKey(field.Name) && (field.Needed || kind.OneOf.Contains(field.Name))))
        {
            var like = free.Where(header => Share(field, Index(headers, header), samples) >= LeastShare).ToList();
            if (like.Count == 1)
            {
                columns[field.Name] = like[0];
                free.Remove(like[0]);
            }
        }

        return columns;

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

    /// <summary>The kind that a file most likely is, and how sure that is; null when no kind's needed fields are there.</summary>
    public static (ImportKind? Kind, double Sure) Guess(string name, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var file = name.ToLowerInvariant();
        var matches = AllKinds.InOrder.Select(kind => (Kind: kind, Columns: Match(kind, headers, samples))).ToList();
        var scores = matches
            .Where(found => found.Kind.Fields.All(field => !field.Needed || found.Columns.ContainsKey(field.Name))
                && (found.Kind.OneOf.Count == 0 || found.Kind.OneOf.Any(found.Columns.ContainsKey)))
            .Select(found => (found.Kind, Score: found.Columns.Count + found.Kind.Fields.Count(field => field.Needed) + (found.Kind.FileNames.Any(file.Contains) ? 4.0 : 0)))
            .OrderByDescending(found => found.Score)
            .ToList();
        // A file that has nearly all of one kind is that kind with a column missing, not what the rest of its columns happens to suit.
        var whole = scores.Count == 0 ? 0 : matches.Where(found => scores.Any(score => score.Kind == found.Kind)).Max(found => found.Columns.Count);
        var lacking = matches.Where(found => found.Kind.Fields.Count(field => field.Needed && !found.Columns.ContainsKey(field.Name)) == 1).OrderByDescending(found => found.Columns.Count).FirstOrDefault();
        if (scores.Count > 0 && lacking.Kind is not null && lacking.Columns.Count >= whole + ClearlyMore)
        {
            return (lacking.Kind, 0.6);
        }

        return scores.Count == 0 ? (null, 0)
            : scores.Count == 1 ? (scores[0].Kind, 0.9)
            : (scores[0].Kind, Math.Clamp((scores[0].Score - scores[1].Score) / scores[0].Score + 0.4, 0, 1));
    }

    /// <summary>Positions of the columns of fields, -1 for a field without one.</summary>
    /// <param name="headers">Headers as the file has them.</param>
    /// <param name="columns">Header by field.</param>
    /// <param name="fields">Fields wanted.</param>
    /// <exception cref="FileRefusedException">A header is not there.</exception>
    public static int[] Positions(IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> columns, IEnumerable<string> fields)
    {
        var unique = Unique(headers);
        return [.. fields.Select(field =>
        {
            if (!columns.TryGetValue(field, out var header))
            {
                return -1;
            }

            var index = Index(unique, header);
            return index >= 0 ? index : throw FileFault.ChosenColumnGone.At(1, header, header, field, Some(unique));
        })];
    }

    /// <summary>What is said of a field that a file lacks.</summary>
    public static FileRefusedException Missing(string field, IReadOnlyList<string> headers) => FileFault.NoColumnFound.At(1, field, field, Some(headers));

    /// <summary>The headers of a file, cut where they are many.</summary>
    public static string Some(IReadOnlyList<string> headers) =>
        string.Join(", ", headers.Take(MostNamed)) + (headers.Count > MostNamed ? $", … (+{headers.Count - MostNamed})" : "");

    /// <summary>Checks that needed fields have columns, and that none was found under a name that stands twice.</summary>
    /// <exception cref="FileRefusedException">One is missing or not certain.</exception>
    public static void Check(ImportKind kind, IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> headers)
    {
        if (columns.Keys.FirstOrDefault(field => kind.Position(field) < 0) is { } unknown)
        {
            throw FileFault.UnknownField.Whole(kind.Name, string.Join(", ", kind.Fields.Select(field => field.Name)), unknown);
        }

        if (kind.Fields.FirstOrDefault(field => field.Needed && !columns.ContainsKey(field.Name)) is { } missing)
        {
            throw Missing(missing.Name, headers);
        }

        if (kind.OneOf.Count > 0 && !kind.OneOf.Any(columns.ContainsKey))
        {
            throw FileFault.NoneOfColumns.At(1, null, string.Join(", ", kind.OneOf), Some(headers), kind.OneOf[0]);
        }

        if (columns.GroupBy(column => column.Value).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw FileFault.ColumnChosenTwice.At(1, twice.Key, twice.Key, twice.First().Key, twice.Last().Key);
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
        return values.Count < LeastSamples ? 0 : (double)values.Count(value => CellForms.LooksLike(field.Type, value)) / values.Count;
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
