using System.Collections.Concurrent;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Strategy;
using Microsoft.Extensions.Logging;

namespace Marketing.Execution.Ads;

/// <summary>
/// Members of audiences as sets. The first question about one waits until it is there; after a change of the shop the former set answers while the new one is made. What cannot be read is tried again after a pause, or at
/// the next change. A customer whom the set does not know is not in it, nor is a visitor.
/// </summary>
internal sealed class AdAudiences : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly IAudiences _audiences;
    private readonly ISnapshots _snapshots;
    private readonly TimeProvider _system;
    private readonly ILogger<AdAudiences> _log;
    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly CancellationTokenSource _end = new();
    private long _change;

    public AdAudiences(IAudiences audiences, ISnapshots snapshots, TimeProvider system, ILogger<AdAudiences> log)
    {
        (_audiences, _snapshots, _system, _log) = (audiences, snapshots, system, log);
        _snapshots.Changed += Note;
    }

    private sealed class Known
    {
        public readonly Lock Lock = new();
        public volatile HashSet<long>? Members;
        public long Change = -1;
        public Task? Reading;
        public (long Change, long At)? Failure;
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

    // The reading under way or begun, or null where the set is as the shop is now, or could not be read a moment ago.
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
                : known.Failure is { } failure && failure.Change == change && _system.GetElapsedTime(failure.At) < Pause ? null
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
            known.Failure = null;
            Interlocked.Exchange(ref known.Change, change);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // For example a look-alike audience without a model: nobody is in it until there is one, and it is said once a change of the shop.
            if (known.Failure?.Change != change)
            {
                _log.LogWarning(e, "The members of the audience {Audience} cannot be told; its campaigns are shown to those who were in it before.", audience);
            }

            known.Failure = (change, _system.GetTimestamp());
            known.Members ??= [];
        }
    }
}
