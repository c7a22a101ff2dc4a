using Marketing.Data.Import.Kinds;
using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Import.Files;

/// <summary>Remembered mappings, from the store.</summary>
internal sealed class ImportMappings(DataImportFilesStore store, IAuditLog audit, TimeProvider system) : IImportMappings
{
    public Task<IReadOnlyList<SavedMapping>> ListAsync(CancellationToken cancellation) => store.MappingsAsync(cancellation);

    public async Task SaveAsync(string name, IReadOnlyList<string> headers, ImportPlan plan, CancellationToken cancellation)
    {
        if (!IsName(name))
        {
            throw new ArgumentException($"A mapping has a name of 1 to {IImportMappings.LongestName} letters.", nameof(name));
        }

        await store.SaveMappingAsync(name.Trim(), ColumnMatch.Fingerprint(headers), plan, system.GetUtcNow(), cancellation).ConfigureAwait(false);
        await audit.WriteAsync(plan.Actor, "mapping.save", name.Trim(), new { plan.Kind }, CancellationToken.None).ConfigureAwait(false);
    }

    public async Task<MappingRename> RenameAsync(string name, string other, string actor, CancellationToken cancellation)
    {
        if (!IsName(other))
        {
            return MappingRename.BadName;
        }

        var outcome = await store.RenameMappingAsync(name, other.Trim(), cancellation).ConfigureAwait(false);
        if (outcome == MappingRename.Renamed)
        {
            await audit.WriteAsync(actor, "mapping.rename", name, new { To = other.Trim() }, CancellationToken.None).ConfigureAwait(false);
        }

        return outcome;
    }

    public async Task<bool> DeleteAsync(string name, string actor, CancellationToken cancellation)
    {
        var deleted = await store.DeleteMappingAsync(name, cancellation).ConfigureAwait(false);
        if (deleted)
        {
            await audit.WriteAsync(actor, "mapping.delete", name, null, CancellationToken.None).ConfigureAwait(false);
        }

        return deleted;
    }

    private static bool IsName(string name) => !string.IsNullOrWhiteSpace(name) && name.Trim().Length <= IImportMappings.LongestName;
}
