using System.Collections.Frozen;
using System.Reflection;

namespace Marketing.Kernel.Storage;

/// <summary>Named statements of one embedded file: <c>-- name: save-order</c> and a line of purpose above each.</summary>
internal sealed class SqlFile
{
    private const string Marker = "-- name:";
    private readonly FrozenDictionary<string, string> _statements;

    private SqlFile(string path, FrozenDictionary<string, string> statements)
    {
        Path = path;
        _statements = statements;
    }

    public string Path { get; }

    public IEnumerable<string> Names => _statements.Keys;

    /// <summary>The statement of that name; an unknown name is a broken promise.</summary>
    public string this[string name] => _statements.TryGetValue(name, out var sql)
        ? sql
        : throw new InvalidOperationException($"{Path} holds no statement called '{name}'.");

    /// <summary>Loads one embedded file, for example <c>Data/Sql/Data.sql</c>.</summary>
    public static SqlFile Load(string path) => Parse(path, EmbeddedText.Read(path));

    /// <summary>Every embedded file of statements of every module.</summary>
    public static IReadOnlyList<SqlFile> All() =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.Replace('\\', '/').Contains("/Sql/", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load)];

    internal static SqlFile Parse(string path, string text)
    {
        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        string? name = null;
        var body = new System.Text.StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Marker, StringComparison.Ordinal))
            {
                Close();
                name = line[Marker.Length..].Trim();
            }
            else if (name is not null && !line.StartsWith("--", StringComparison.Ordinal))
            {
                body.Append(line).Append('\n');
            }
        }

        Close();
        return new SqlFile(path, statements.ToFrozenDictionary(StringComparer.Ordinal));

        void Close()
        {
            if (name is not null && !statements.TryAdd(name, body.ToString().Trim()))
            {
                throw new InvalidOperationException($"{path} names the statement '{name}' twice.");
            }

            body.Clear();
        }
    }
}
