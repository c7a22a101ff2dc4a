namespace Marketing.Data.Snapshots;

/// <summary>Which ids occur, and their dense indices in ascending order of id. Id 0 is nobody and has the index -1.</summary>
internal sealed class SeenIds(long largest)
{
    // Ids are row numbers, so that an array by id is small and needs no hashing.
    private readonly int[] _index = new int[checked((int)largest + 1)];

    public void Mark(ReadOnlySpan<long> ids)
    {
        foreach (var id in ids)
        {
            _index[id] = 1;
        }
    }

    public void Mark(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            _index[id] = 1;
        }
    }

    public void Mark(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            _index[id] = 1;
        }
    }

    /// <summary>Whether an id was marked; asked before <see cref="Number"/>.</summary>
    public bool Contains(long id) => id != 0 && _index[id] == 1;

    /// <summary>Replaces marks by indices; everything is marked by now.</summary>
    public void Number()
    {
        var next = 0;
        _index[0] = -1;
        for (var id = 1; id < _index.Length; id++)
        {
            _index[id] = _index[id] == 1 ? next++ : -1;
        }
    }

    public int IndexOf(long id) => _index[id];

    public int[] IndicesOf(ReadOnlySpan<long> ids)
    {
        var indices = new int[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            indices[i] = _index[ids[i]];
        }

        return indices;
    }

    public int[] IndicesOf(ReadOnlySpan<int> ids)
    {
        var indices = new int[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            indices[i] = _index[ids[i]];
        }

        return indices;
    }
}
