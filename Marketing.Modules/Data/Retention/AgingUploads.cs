using Marketing.Data.Sql;
using Marketing.Kernel;

namespace Marketing.Data.Retention;

/// <summary>Uploaded files that no import waits for: drafts nobody started, and what a broken transfer left.</summary>
internal sealed class AgingUploads(RetentionKind kind, DataRetentionStore store, DataFolder folder, TimeProvider system) : IAgingData
{
    public RetentionKind Kind => kind;

    public async Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var files = await FilesAsync(before, cancellation).ConfigureAwait(false);
        return new AgedRows(files.Count, files.Count == 0 ? null : files.Min(Written));
    }

    public async Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        var stuck = new StuckFiles();
        foreach (var slice in (await FilesAsync(before, cancellation).ConfigureAwait(false)).Chunk(DataRetentionStore.Slice))
        {
            // A draft that is over cannot be started any more; one that was started meanwhile needs its file.
            await store.EndDraftsAsync(slice, system.GetUtcNow(), cancellation).ConfigureAwait(false);
            var needed = await NeededAsync(cancellation).ConfigureAwait(false);
            gone(slice.Count(path => !needed.Contains(Path.GetFullPath(path)) && stuck.TryDelete(path, () => File.Delete(path))));
        }

        stuck.ThrowIfAny();
    }

    private async Task<List<string>> FilesAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var needed = await NeededAsync(cancellation).ConfigureAwait(false);
        return [.. Directory.EnumerateFiles(folder.Uploads, "*", SearchOption.AllDirectories).Where(path => Written(path) < before && !needed.Contains(Path.GetFullPath(path)))];
    }

    private async Task<HashSet<string>> NeededAsync(CancellationToken cancellation) =>
        (await store.NeededFilesAsync(cancellation).ConfigureAwait(false)).Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);

    private static DateTimeOffset Written(string path) => new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
}
