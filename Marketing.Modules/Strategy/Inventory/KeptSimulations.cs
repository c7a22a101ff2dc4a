namespace Marketing.Strategy.Inventory;

/// <summary>Simulations of one board, the last ones asked for: a page that is opened again waits for none.</summary>
internal sealed class KeptSimulations
{
    private const int Most = 4;
    private readonly Lock _change = new();
    private readonly List<(SimulationQuery Query, Task<StockSimulation?> Work)> _kept = [];

    public Task<StockSimulation?> OfAsync(SimulationQuery query, Func<StockSimulation?> simulate)
    {
        lock (_change)
        {
            // What broke is begun anew by the next reader.
            _kept.RemoveAll(kept => kept.Work.IsFaulted);
            if (_kept.Find(kept => kept.Query == query).Work is { } known)
            {
                return known;
            }

            var work = Task.Run(simulate);
            _kept.Add((query, work));
            if (_kept.Count > Most)
            {
                _kept.RemoveAt(0);
            }

            return work;
        }
    }
}
