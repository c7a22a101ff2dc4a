using System.Threading.Channels;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Strategy.Recording;

/// <summary>Writes choices into the ledger that somebody waits for. Whoever waits shares one commit: while one is on its way to the disk, the next ones gather.</summary>
internal sealed class GroupCommit : IDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostTogether = 200;
    private readonly ILedger _ledger;
    private readonly BusinessClock _clock;
    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _loop;

    public GroupCommit(ILedger ledger, BusinessClock clock)
    {
        (_ledger, _clock) = (ledger, clock);
        _loop = Task.Run(LoopAsync);
    }

    private sealed record Waiting(IReadOnlyList<DecisionDraft> Drafts, TaskCompletionSource<IReadOnlyList<DecisionId?>> Written);

    /// <summary>Writes decisions, all of them in one commit; they are on disk when their numbers come back. One of a customer who was erased meanwhile has none.</summary>
    public async Task<IReadOnlyList<DecisionId?>> WriteAsync(IReadOnlyList<DecisionDraft> drafts, CancellationToken cancellation)
    {
        var waiting = new Waiting(drafts, new TaskCompletionSource<IReadOnlyList<DecisionId?>>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(waiting, cancellation).ConfigureAwait(false);
        return await waiting.Written.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _loop.Wait();
    }

    private async Task LoopAsync()
    {
        var together = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            together.Clear();
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var one))
            {
                together.Add(one);
            }

            // One that cannot be written takes nothing from the others.
            if (!await WriteAsync(together).ConfigureAwait(false) && together.Count > 1)
            {
                foreach (var one in together)
                {
                    await WriteAsync([one]).ConfigureAwait(false);
                }
            }
        }
    }

    // False when nothing is written; of one alone, it is told why.
    private async Task<bool> WriteAsync(List<Waiting> together)
    {
        try
        {
            var ids = await _ledger.AppendAsync(null, _clock.GetUtcNow(), [.. together.SelectMany(one => one.Drafts)], null, CancellationToken.None).ConfigureAwait(false);
            var from = 0;
            foreach (var one in together)
            {
                one.Written.SetResult([.. ids.Skip(from).Take(one.Drafts.Count)]);
                from += one.Drafts.Count;
            }

            return true;
        }
        catch (Exception e)
        {
            if (together.Count == 1)
            {
                together[0].Written.SetException(e);
            }

            return false;
        }
    }
}
