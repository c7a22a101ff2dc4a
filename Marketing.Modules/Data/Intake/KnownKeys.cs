namespace Marketing.Data.Intake;

/// <summary>Ids by key: those on disk, and those of the open transaction, which may still be taken back.</summary>
internal sealed class KnownKeys<T>
    where T : notnull
{
    private const int Most = 2_000_000;
    private readonly Dictionary<T, long> _known = [];
    private readonly Dictionary<T, long> _open = [];

    /// <summary>Whether the id of a key is known without asking the store.</summary>
    public bool Knows(T key) => _known.ContainsKey(key) || _open.ContainsKey(key);

    /// <summary>The id of a key; asks the store for one that is not known yet.</summary>
    public long Of(T key, Func<T, long> find)
    {
        if (_known.TryGetValue(key, out var id) || _open.TryGetValue(key, out id))
        {
            return id;
        }

        return _open[key] = find(key);
    }

    /// <summary>Keys may have changed: all are asked for again.</summary>
    public void Forget()
    {
        _known.Clear();
        _open.Clear();
    }

    /// <summary>Ends the transaction.</summary>
    /// <param name="keep">Whether what it found is on disk.</param>
    public void Settle(bool keep)
    {
        if (_known.Count > Most)
        {
            _known.Clear();
        }

        if (keep)
        {
            foreach (var (key, id) in _open)
            {
                _known[key] = id;
            }
        }

        _open.Clear();
    }
}
