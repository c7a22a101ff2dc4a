namespace Marketing.Kernel.Storage;

/// <summary>Copies of the database in the data folder. The newest stays however old it is, and so does one younger than a day.</summary>
internal sealed class BackupAging(DataFolder folder, TimeProvider system) : IAgingData
{
    private static readonly TimeSpan Young = TimeSpan.FromDays(1);

    public RetentionKind Kind { get; } = new("backups", DefaultDays: 180, LeastDays: 2, ByShopClock: false);

    public Task<AgedRows> CountAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var files = Old(before);
        return Task.FromResult(new AgedRows(files.Count, files.Count == 0 ? null : files.Min(Written)));
    }

    public Task ExpireAsync(DateTimeOffset before, Action<long> gone, CancellationToken cancellation)
    {
        var stuck = new StuckFiles();
        foreach (var file in Old(before))
        {
            cancellation.ThrowIfCancellationRequested();
            gone(stuck.TryDelete(file.FullName, file.Delete) ? 1 : 0);
        }

        stuck.ThrowIfAny();
        return Task.CompletedTask;
    }

    private List<FileInfo> Old(DateTimeOffset before)
    {
        var latest = system.GetUtcNow() - Young;
        var copies = new DirectoryInfo(folder.Backups).EnumerateFiles("*.db").OrderByDescending(file => file.LastWriteTimeUtc).ThenByDescending(file => file.Name, StringComparer.Ordinal).ToList();
        return [.. copies.Skip(1).Where(file => Written(file) < before && Written(file) < latest)];
    }

    private static DateTimeOffset Written(FileInfo file) => new(file.LastWriteTimeUtc, TimeSpan.Zero);
}
