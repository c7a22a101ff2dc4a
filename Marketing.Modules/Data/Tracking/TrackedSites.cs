using System.Security.Cryptography;
using FluentValidation;
using FluentValidation.Results;
using Marketing.Data.Sql;
using Marketing.Data.Webhooks;
using Marketing.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace Marketing.Data.Tracking;

/// <summary>Tracked sites, kept in memory: every batch of events asks for one.</summary>
internal sealed class TrackedSites(DataTrackingStore store, IDataProtectionProvider protection, IAuditLog audit, TimeProvider system) : ITrackedSites, IDisposable
{
    private static readonly TrackedSiteDraftValidator Validator = new();
    private readonly IDataProtector _protector = protection.CreateProtector("Marketing.Data.TrackedSiteSecret");
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile IReadOnlyList<DataTrackingStore.Row>? _rows;

    public async Task<IReadOnlyList<TrackedSite>> ListAsync(CancellationToken cancellation) =>
        [.. (await RowsAsync(cancellation).ConfigureAwait(false)).Select(Site)];

    public async Task<TrackedSite?> FindAsync(string key, CancellationToken cancellation) =>
        (await RowsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(row => row.SiteKey == key && row.Enabled == 1) is { } row ? Site(row) : null;

    public async Task<TrackedSite> CreateAsync(TrackedSiteDraft draft, string actor, CancellationToken cancellation)
    {
        await Validator.ValidateAndThrowAsync(draft, cancellation).ConfigureAwait(false);
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var name = draft.Name.Trim();
            if ((await RowsAsync(cancellation).ConfigureAwait(false)).Any(row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new ValidationException([new ValidationFailure(nameof(draft.Name), $"There is a site called '{name}' already. Choose another name.", name)]);
            }

            var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            var added = new DataTrackingStore.Row(0, name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), _protector.Protect(secret), Joined(draft.Origins), 1, system.GetUtcNow());
            var id = await store.AddAsync(added, cancellation).ConfigureAwait(false);
            _rows = null;
            await audit.WriteAsync(actor, "tracking.site.create", $"tracked site {id}", new { name, draft.Origins }, cancellation).ConfigureAwait(false);
            return Site(added with { Id = id });
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task ChangeAsync(long id, IReadOnlyList<string> origins, bool enabled, string actor, CancellationToken cancellation)
    {
        var row = await RowAsync(id, cancellation).ConfigureAwait(false);
        await Validator.ValidateAndThrowAsync(new TrackedSiteDraft(row.Name, origins), cancellation).ConfigureAwait(false);
        await store.ChangeAsync(id, Joined(origins), enabled, cancellation).ConfigureAwait(false);
        _rows = null;
        await audit.WriteAsync(actor, "tracking.site.change", $"tracked site {id}", new { origins, enabled }, cancellation).ConfigureAwait(false);
    }

    public async Task<string> SecretAsync(long id, CancellationToken cancellation) => Open((await RowAsync(id, cancellation).ConfigureAwait(false)).Secret);

    public async Task<bool> VouchesAsync(TrackedSite site, string customer, string signature, CancellationToken cancellation) =>
        Signatures.IsHex(await SecretAsync(site.Id, cancellation).ConfigureAwait(false), customer, signature);

    public void Dispose() => _changing.Dispose();

    private async Task<IReadOnlyList<DataTrackingStore.Row>> RowsAsync(CancellationToken cancellation) =>
        _rows ??= await store.ListAsync(cancellation).ConfigureAwait(false);

    private async Task<DataTrackingStore.Row> RowAsync(long id, CancellationToken cancellation) =>
        (await RowsAsync(cancellation).ConfigureAwait(false)).FirstOrDefault(row => row.Id == id) ?? throw new ArgumentException($"There is no tracked site {id}.", nameof(id));

    private string Open(string secret)
    {
        try
        {
            return _protector.Unprotect(secret);
        }
        catch (CryptographicException e)
        {
            throw new OperatorException("The secret of the tracked site cannot be read: the keys that encrypted it are not in the data folder.", "Put the folder 'keys' of the data folder back, or make the site anew.", inner: e);
        }
    }

    private static string Joined(IReadOnlyList<string> origins) => string.Join('\n', origins.Select(TrackedSiteDraftValidator.Origin).Distinct());

    private static TrackedSite Site(DataTrackingStore.Row row) => new(row.Id, row.Name, row.SiteKey, row.Origins.Split('\n'), row.Enabled == 1);
}
