using System.Threading.Channels;
using Marketing.Kernel;

namespace Marketing.App.Privacy;

/// <summary>
/// Who looked at many people at once, for the audit log: one line a look with how many and how they were chosen, never with words that
/// were searched for, since those name people. A page does not wait for its line; the same look again within minutes is the same look.
/// </summary>
internal sealed class BulkViews : IDisposable
{
    private const int Most = 10_000;
    private static readonly TimeSpan Same = TimeSpan.FromMinutes(5);
    private readonly IAuditLog _audit;
    private readonly TimeProvider _system;
    private readonly ILogger<BulkViews> _logger;
    private readonly Channel<Look> _waiting = Channel.CreateBounded<Look>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly Dictionary<(string, string, string), DateTimeOffset> _seen = [];
    private readonly Lock _seeing = new();
    private readonly Task _loop;

    public BulkViews(IAuditLog audit, TimeProvider system, ILogger<BulkViews> logger)
    {
        (_audit, _system, _logger) = (audit, system, logger);
        _loop = Task.Run(LoopAsync);
    }

    private sealed record Look(string Actor, string Subject, object Detail);

    /// <summary>Notes a look at a page of people.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="list">What was looked at, for example <c>customers</c>.</param>
    /// <param name="shown">People shown.</param>
    /// <param name="total">People under the filter.</param>
    /// <param name="filter">How they were chosen, by machine names.</param>
    public async ValueTask NoteAsync(string actor, string list, int shown, long total, string filter)
    {
        if (shown > 0 && IsNew((actor, list, filter)))
        {
            await _waiting.Writer.WriteAsync(new Look(actor, list, new { Shown = shown, Total = total, Filter = filter }));
        }
    }

    /// <summary>Writes down that people left as a file or to another program; returns once it is written.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="place">One of <see cref="Data.TransferPlaces"/>.</param>
    /// <param name="subject">What, for example <c>import 7</c>.</param>
    /// <param name="filter">How they were chosen, by machine names.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public Task ExportedAsync(string actor, string place, string subject, string filter, CancellationToken cancellation) =>
        _audit.WriteAsync(actor, "people.export", subject, new { Place = place, Filter = filter }, cancellation);

    /// <summary>The same for a program that reads part after part: once for the parts of some minutes.</summary>
    public Task ReadAsync(string actor, string place, string subject, CancellationToken cancellation) =>
        IsNew((actor, place, subject)) ? ExportedAsync(actor, place, subject, "", cancellation) : Task.CompletedTask;

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _loop.Wait();
    }

    private bool IsNew((string, string, string) look)
    {
        var now = _system.GetUtcNow();
        lock (_seeing)
        {
            if (_seen.TryGetValue(look, out var at) && now - at < Same)
            {
                return false;
            }

            if (_seen.Count >= Most)
            {
                _seen.Clear();
            }

            _seen[look] = now;
            return true;
        }
    }

    private async Task LoopAsync()
    {
        await foreach (var look in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                await _audit.WriteAsync(look.Actor, "people.view", look.Subject, look.Detail, CancellationToken.None);
            }
            catch (Exception e) when (e is OperatorException or IOException or InvalidOperationException)
            {
                _logger.LogError(e, "A look of {Actor} at {List} could not be written into the audit log.", look.Actor, look.Subject);
            }
        }
    }
}
