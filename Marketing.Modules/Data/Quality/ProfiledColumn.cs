namespace Marketing.Data.Quality;

/// <summary>One field in a column, with the time of each row.</summary>
internal abstract class ProfiledColumn(string dataset, string field, string type, long[] times)
{
    public string Dataset { get; } = dataset;

    public string Field { get; } = field;

    public string Type { get; } = type;

    /// <summary>UTC milliseconds of each row; <see cref="long.MinValue"/> for a row without a time.</summary>
    public long[] Times { get; } = times;
}

/// <summary>Numbers; NaN is missing.</summary>
internal sealed class NumberColumn(string dataset, string field, string type, long[] times, double[] values) : ProfiledColumn(dataset, field, type, times)
{
    public double[] Values { get; } = values;
}

/// <summary>Codes from 0; negative is missing.</summary>
/// <param name="dataset">Dataset.</param>
/// <param name="field">Field.</param>
/// <param name="type">Type.</param>
/// <param name="times">Time of each row.</param>
/// <param name="codes">Code of each row.</param>
/// <param name="count">Codes are below it.</param>
/// <param name="names">Names of the codes, or null where they say nothing to a person.</param>
internal sealed class CodeColumn(string dataset, string field, string type, long[] times, int[] codes, int count, IReadOnlyList<string>? names) : ProfiledColumn(dataset, field, type, times)
{
    public int[] Codes { get; } = codes;

    public int Count { get; } = count;

    public IReadOnlyList<string>? Names { get; } = names;

    /// <summary>Numbers texts by their first mention; blank is missing.</summary>
    public static CodeColumn Of(string dataset, string field, string type, long[] times, string[] texts)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new int[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            codes[i] = -1;
            if (!string.IsNullOrWhiteSpace(texts[i]) && !known.TryGetValue(texts[i], out codes[i]))
            {
                known[texts[i]] = codes[i] = known.Count;
            }
        }

        return new CodeColumn(dataset, field, type, times, codes, known.Count, type == "category" ? [.. known.Keys] : null);
    }
}
