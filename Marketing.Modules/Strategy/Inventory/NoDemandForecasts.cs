using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Inventory;

/// <summary>Stands where a host foretells no demand: there is nothing to hold stock against.</summary>
internal sealed class NoDemandForecasts : IDemandForecasts
{
    public Task<DemandTurn?> ForecastAsync(DemandFrame frame, RunId run, IProgress<Progress>? progress, CancellationToken cancellation) => Task.FromResult<DemandTurn?>(null);

    public Task<DemandBook?> CurrentAsync(CancellationToken cancellation) => Task.FromResult<DemandBook?>(null);
}
