using Marketing.Kernel.Processing;

namespace Marketing.Tests.Support;

/// <summary>Computations on every thread of <see cref="HeavyWork"/>, and some that wait for one, until they are let go.</summary>
internal sealed class BusyThreads : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly Task[] _busy;

    public BusyThreads() => _busy = [.. Enumerable.Range(0, Environment.ProcessorCount + 2).Select(_ => HeavyWork.RunAsync(
        () =>
        {
            _over.Wait();
            return true;
        },
        default))];

    /// <summary>Lets them end, and waits until they have.</summary>
    public Task EndAsync()
    {
        _over.Set();
        return Task.WhenAll(_busy);
    }

    public void Dispose() => _over.Dispose();
}
