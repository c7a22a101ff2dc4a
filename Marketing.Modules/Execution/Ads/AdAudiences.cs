using System.Collections.Concurrent;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.Extensions.Logging;

namespace Marketing.Execution.Ads;

/// <summary>
/// Members of audiences as sets. The first question about one waits until it is there; after a change of the shop the former set answers while the new one is made. A customer whom the set does not know is not
/// in it, nor is a visitor.
/// </summary>
internal sealed class AdAudiences : IDisposable
{
    private readonly IAudiences _audiences;
    private readonly ISnapshots _snapshots;
    private readonly ILogger<AdAudiences> _log;
    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly CancellationTokenSource _end = new();
    private long _change;

    public AdAudiences(IAudiences audiences, ISnapshots snapshots, ILogger<AdAudiences> log)
    {
        (_audiences, _snapshots, _log) = (audiences, snapshots, log);
        _snapshots.Changed += Note;
    }

    private sealed class Known
    {
        public readonly Lock Lock = new();
        public volatile HashSet<long>? Members;
        public long Change = -1;
        public Task? Reading;
    }

    /// <summary>Whether a customer is in an audience.</summary>
    public async ValueTask<bool> HoldsAsync(string audience, CustomerId customer, CancellationToken cancellation)
    {
        var known = _known.GetOrAdd(audience, _ => new Known());
        var reading = Refresh(audience, known);
        if (known.Members is null && reading is not null)
        {
            await reading.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return known.Members?.Contains(customer.Value) == true;
    }

    /// <summary>Waits until sets that were asked for are as the shop is now.</summary>
    public Task RefreshAsync(CancellationToken cancellation) => Task.WhenAll(_known.Select(one => Refresh(one.Key, one.Value)).OfType<Task>()).WaitAsync(cancellation);

    public void Dispose()
    {
        _snapshots.Changed -= Note;
        _end.Cancel();
        _end.Dispose();
    }

    private void Note() => Interlocked.Increment(ref _change);

    // The reading under way or begun, or null where the set is as the shop is now.
    private Task? Refresh(string audience, Known known)
    {
        var change = Interlocked.Read(ref _change);
        if (Interlocked.Read(ref known.Change) == change)
        {
            return null;
        }

        lock (known.Lock)
        {
            return known.Change == change ? null
                : known.Reading is { IsCompleted: false } ? known.Reading
                : known.Reading = ReadAsync(audience, known, change, _end.Token);
        }
    }

    private async Task ReadAsync(string audience, Known known, long change, CancellationToken cancellation)
    {
        try
        {
            await Task.Yield();
            var members = await _audiences.MembersAsync(audience, cancellation).ConfigureAwait(false);
            known.Members = [.. members.Select(member => member.Customer.Value)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // For example a look-alike audience without a model: nobody is in it until the shop or the model changes.
            _log.LogWarning(e, "The members of the audience {Audience} cannot be told; its campaigns are shown to those who were in it before.", audience);
            known.Members ??= [];
        }
        finally
        {
            Interlocked.Exchange(ref known.Change, change);
        }
    }
}
