namespace Marketing.Data.Snapshots;

/// <summary>Which records of customers are read under another.</summary>
internal sealed class MergedRecords
{
    private readonly Dictionary<long, long> _survivors = [];
    private readonly Dictionary<long, long> _joined = [];

    /// <summary>Takes one record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="survivor">The record that stands for the person.</param>
    /// <param name="at">When they were found to be one, UTC milliseconds of the shop's clock.</param>
    public void Add(long record, long survivor, long at)
    {
        _survivors[record] = survivor;
        _joined[survivor] = Math.Max(at, _joined.GetValueOrDefault(survivor, long.MinValue));
    }

    /// <summary>The record that stands for the person; a record that is not merged stands for itself, and 0 for nobody.</summary>
    public long Of(long record) => _survivors.Count > 0 && _survivors.TryGetValue(record, out var survivor) ? survivor : record;

    /// <summary>When the last record of a person was found to be one with the others, or null for a person of one record.</summary>
    public long? Joined(long survivor) => _joined.Count > 0 && _joined.TryGetValue(survivor, out var at) ? at : null;
}
