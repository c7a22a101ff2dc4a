namespace Marketing.Evaluation.Laboratory;

/// <summary>Names of a file as codes from 0, in the order of their first appearance.</summary>
internal sealed class LabNames
{
    private readonly Dictionary<string, int> _codes = [];
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    /// <summary>Code of a name, a new one where it was not there yet.</summary>
    public int Code(ReadOnlySpan<char> name)
    {
        var known = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(name, out var code))
        {
            return code;
        }

        known[name] = _names.Count;
        _names.Add(name.ToString());
        return _names.Count - 1;
    }

    /// <summary>Code of a name that is there, or null.</summary>
    public int? Find(string name) => _codes.TryGetValue(name, out var code) ? code : null;
}
