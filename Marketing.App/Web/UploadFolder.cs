using Marketing.Kernel;

namespace Marketing.App.Web;

/// <summary>Files on their way from a browser into an import. What is left there goes at the end of its period.</summary>
internal sealed class UploadFolder(DataFolder folder, ILogger<UploadFolder> logger)
{
    /// <summary>Writes a stream to a new file, through to the disk, and returns its path; a broken transfer leaves nothing.</summary>
    /// <param name="name">The file's own name; only its ending is used, since readers go by it.</param>
    /// <param name="source">Content.</param>
    /// <param name="progress">Takes the bytes written so far.</param>
    /// <param name="cancellation">Stops the transfer.</param>
    public async Task<string> KeepAsync(string name, Stream source, Action<long> progress, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Uploads, Guid.NewGuid().ToString("N") + Ending(name));
        try
        {
            await using var target = File.Create(path);
            var buffer = new byte[128 * 1024];
            long written = 0;
            for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0;)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
                progress(written += read);
            }

            target.Flush(flushToDisk: true);
            DurableFolder.Flush(folder.Uploads);
            return path;
        }
        catch
        {
            Remove(path);
            throw;
        }
    }

    /// <summary>Removes a file; one that cannot be removed now goes at the end of its period.</summary>
    public void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(e, "The uploaded file {Path} could not be removed.", path);
        }
    }

    private static string Ending(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".gz" => ".csv.gz",
        ".br" => ".csv.br",
        ".xlsx" => ".xlsx",
        _ => ".csv",
    };
}
