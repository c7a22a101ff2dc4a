using System.Collections.Concurrent;
using FluentValidation;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Transfers;

internal sealed class KeepTransfers(DataTransfersStore store, IRetention retention, IShop shop, IAuditLog audit, TimeProvider system) : ITransfers
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // Places with a transfer, and when they were looked up: programs ask for lists a thousand times a second.
    private readonly ConcurrentDictionary<string, long> _open = new();

    public Task<IReadOnlyList<Transfer>> ListAsync(CancellationToken cancellation) => store.ListAsync(cancellation);

    public async Task<Transfer> AddAsync(TransferDraft draft, string actor, CancellationToken cancellation)
    {
        var clean = new TransferDraft(draft.Place, draft.Recipient?.Trim() ?? "", draft.Country?.Trim().ToUpperInvariant() ?? "", draft.Basis, string.IsNullOrWhiteSpace(draft.Safeguard) ? null : draft.Safeguard, draft.Purpose?.Trim() ?? "");
        await new TransferDraftValidator(await store.ControllerAsync(cancellation).ConfigureAwait(false)).ValidateAndThrowAsync(clean, cancellation).ConfigureAwait(false);
        var now = system.GetUtcNow();
        var id = await store.AddAsync(clean, actor, now, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "transfer.add", $"transfer {id}", new { clean.Place, clean.Recipient, clean.Country, clean.Basis, clean.Safeguard }, cancellation).ConfigureAwait(false);
        return new Transfer(id, clean, actor, now, null, null);
    }

    public async Task<bool> EndAsync(long transfer, string actor, CancellationToken cancellation)
    {
        var ended = await store.EndAsync(transfer, actor, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        _open.Clear();
        if (ended)
        {
            await audit.WriteAsync(actor, "transfer.end", $"transfer {transfer}", null, cancellation).ConfigureAwait(false);
        }

        return ended;
    }

    public async Task<string?> ObstacleAsync(string place, CancellationToken cancellation) =>
        shop.Profile.IsDemo || await IsOpenAsync(place, cancellation).ConfigureAwait(false)
            ? null
            : $"Nothing leaves by '{place}' while no recipient, country and legal basis is recorded for it. An administrator records them on the page Privacy > Transfers (/data/privacy/transfers) or with 'marketing privacy allow {place}'.";

    public async Task SaveControllerAsync(DataController controller, string actor, CancellationToken cancellation)
    {
        var clean = new DataController(controller.Name?.Trim() ?? "", controller.Contact?.Trim() ?? "", controller.Country?.Trim().ToUpperInvariant() ?? "", string.IsNullOrWhiteSpace(controller.Officer) ? null : controller.Officer.Trim());
        await new DataControllerValidator().ValidateAndThrowAsync(clean, cancellation).ConfigureAwait(false);
        await store.SaveControllerAsync(clean, cancellation).ConfigureAwait(false);
        await audit.WriteAsync(actor, "controller.save", "controller", new { clean.Name, clean.Country }, cancellation).ConfigureAwait(false);
    }

    public async Task<ProcessingRegister> RegisterAsync(CancellationToken cancellation)
    {
        var standing = (await store.ListAsync(cancellation).ConfigureAwait(false)).Where(transfer => transfer.Ended is null).ToList();
        var periods = await retention.ListAsync(cancellation).ConfigureAwait(false);
        return new ProcessingRegister(
            await store.ControllerAsync(cancellation).ConfigureAwait(false),
            [.. Activities.All.Select(activity => new ProcessingActivity(
                activity.Code,
                activity.Bases,
                [.. standing.Where(transfer => activity.Places.Contains(transfer.Terms.Place))],
                [.. periods.Where(period => activity.Kinds.Contains(period.Kind.Name))]))]);
    }

    private async ValueTask<bool> IsOpenAsync(string place, CancellationToken cancellation)
    {
        if (_open.TryGetValue(place, out var at) && system.GetElapsedTime(at) < Fresh)
        {
            return true;
        }

        var now = system.GetTimestamp();
        var holds = await store.HoldsAsync(place, cancellation).ConfigureAwait(false);
        if (holds)
        {
            _open[place] = now;
        }

        return holds;
    }
}
