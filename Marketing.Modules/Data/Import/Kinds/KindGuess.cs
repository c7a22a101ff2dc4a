namespace Marketing.Data.Import.Kinds;

/// <summary>Which kind a file most likely is.</summary>
internal static class KindGuess
{
    private const double NearlyAll = 0.9;
    private const int ClearlyMore = 3;
    private const double NameWeight = 4;
    private const double ToldWeight = 6;
    private const double Unsure = 0.6;

    private sealed record Match(ImportKind Kind, Dictionary<string, string> Columns, bool IsNamed, bool IsTold)
    {
        public int Missing => Kind.Fields.Count(one => one.Needed && !Columns.ContainsKey(one.Name));

        public bool IsWhole => Missing == 0 && (Kind.OneOf.Count == 0 || Kind.OneOf.Any(Columns.ContainsKey));

        public double Score => Columns.Count + Kind.Fields.Count(one => one.Needed) + (IsNamed ? NameWeight : 0) + (IsTold ? ToldWeight : 0);
    }

    /// <summary>The kind that a file most likely is, and how sure that is; null when no kind's needed fields are there, or nothing tells between kinds.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="headers">Headers told apart.</param>
    /// <param name="samples">First rows.</param>
    public static (ImportKind? Kind, double Sure) Of(string name, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var matches = AllKinds.InOrder.Select(kind => Matched(kind, name.ToLowerInvariant(), headers, samples)).OfType<Match>().ToList();
        var found = matches.Where(match => match.IsWhole).OrderByDescending(match => match.Score).ToList();
        if (found.Count == 0)
        {
            return matches.FirstOrDefault(match => match.IsTold) is { } told ? (told.Kind, Unsure) : (null, 0);
        }

        // A file that has nearly all of one kind is that kind with a column missing, not what the rest of its columns happens to suit.
        var lacking = matches.Where(match => match.Missing == 1).MaxBy(match => match.Columns.Count);
        return lacking is not null && lacking.Columns.Count >= found.Max(match => match.Columns.Count) + ClearlyMore ? (lacking.Kind, Unsure)
            : found.Count == 1 ? (found[0].Kind, 0.9)
            : (found[0].Kind, Math.Clamp((found[0].Score - found[1].Score) / found[0].Score + 0.4, 0, 1));
    }

    /// <summary>Whether a file holds addresses of people, whatever it says of them.</summary>
    public static bool HasAddresses(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples) =>
        ColumnMatch.Match(CustomersKind.Kind, headers, samples).ContainsKey("email");

    // Null where the file would have to say that it is of this kind, and does not.
    private static Match? Matched(ImportKind kind, string file, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        var columns = ColumnMatch.Match(kind, headers, samples);
        var isNamed = kind.FileNames.Any(file.Contains);
        var isTold = (kind.OnlyWhenTold && kind.Hints.Count == 0 && isNamed) || Tells(kind, columns, headers, samples);
        return !kind.OnlyWhenTold || isNamed || isTold || headers.Any(header => Is(kind.Hints, header)) ? new Match(kind, columns, isNamed, isTold) : null;
    }

    // A column that is empty in many rows says something of some of them only, not what the file is.
    private static bool Tells(ImportKind kind, Dictionary<string, string> columns, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> samples)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            var field = kind.Fields.FirstOrDefault(field => columns.GetValueOrDefault(field.Name) == headers[i]);
            Func<string, bool>? fits = Is(kind.Tells, headers[i]) ? value => value.Length > 0 && (field?.Type != FieldType.Date || CellForms.LooksLike(FieldType.Date, value))
                : field is not null && field.Name == kind.TellingWords ? value => field.Words.ContainsKey(Field.Plain(value))
                : null;
            if (fits is not null && samples.Count > 0 && samples.Count(row => i < row.Count && fits(row[i].Trim())) >= NearlyAll * samples.Count)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IReadOnlyList<string> names, string header) => names.Any(name => Field.Plain(name) == Field.Plain(header));
}
