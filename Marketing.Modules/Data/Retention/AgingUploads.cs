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

    public async Task<long> ExpireAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var files = await FilesAsync(before, cancellation).ConfigureAwait(false);
        foreach (var slice in files.Chunk(DataRetentionStore.Slice))
        {
            await store.EndDraftsAsync(slice, system.GetUtcNow(), cancellation).ConfigureAwait(false);
            Array.ForEach(slice, File.Delete);
        }

        return files.Count;
    }

    private async Task<List<string>> FilesAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var needed = (await store.NeededFilesAsync(cancellation).ConfigureAwait(false)).Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        return [.. Directory.EnumerateFiles(folder.Uploads, "*", SearchOption.AllDirectories).Where(path => Written(path) < before && !needed.Contains(Path.GetFullPath(path)))];
    }

    private static DateTimeOffset Written(string path) => new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
}
