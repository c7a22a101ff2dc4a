namespace Marketing.Model.Policies;

/// <summary>The arms that are held, by ascending id; never changed.</summary>
internal sealed class ArmIndex
{
    private readonly Dictionary<long, int> _places;

    public ArmIndex(IEnumerable<long> ids)
    {
        Ids = [.. ids.Distinct().Order()];
        _places = new Dictionary<long, int>(Ids.Length);
        for (var i = 0; i < Ids.Length; i++)
        {
            _places[Ids[i]] = i;
        }
    }

    public long[] Ids { get; }

    /// <summary>Place of an arm, or -1.</summary>
    public int Find(long id) => _places.TryGetValue(id, out var place) ? place : -1;
}
