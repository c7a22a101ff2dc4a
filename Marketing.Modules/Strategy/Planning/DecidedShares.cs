using Marketing.Kernel;

namespace Marketing.Strategy.Planning;

/// <summary>Tells how many customers have been decided for, a hundred times at most and in order, whichever thread is done with one.</summary>
/// <param name="customers">How many there are.</param>
/// <param name="progress">Takes reports, or null.</param>
internal sealed class DecidedShares(int customers, IProgress<Progress>? progress)
{
    private const int Reports = 100;
    private readonly Lock _gate = new();
    private readonly int _step = Math.Max(1, customers / Reports);
    private int _done;

    /// <summary>One more is decided for.</summary>
    public void Add()
    {
        lock (_gate)
        {
            if (++_done % _step == 0 || _done == customers)
            {
                progress?.Report(new Progress("decide", _done / (double)customers, $"{_done:N0} of {customers:N0} customers"));
            }
        }
    }
}
