using System.Globalization;
using Marketing.Kernel;
using MimeKit;

namespace Marketing.Execution.Outbox;

/// <summary>
/// Delivery into files <c>outbox/CAMPAIGN/MESSAGE.QUEUED.eml</c>. A file is written beside, flushed and renamed: it is complete or
/// absent, and one that is there is the delivery, so that trying again changes nothing. The instant of queueing (in hexadecimal
/// milliseconds) keeps messages apart that got the same number before and after a backup was brought back.
/// </summary>
internal sealed class EmlFolder(DataFolder folder)
{
    private const int MostOfHead = 64 * 1024;

    public bool Holds(MailFile mail) => File.Exists(PathOf(mail));

    public byte[]? Read(MailFile mail) => Holds(mail) ? File.ReadAllBytes(PathOf(mail)) : null;

    /// <summary>Writes one message unless it is there.</summary>
    public void Write(MailFile mail, ReadOnlySpan<byte> source)
    {
        var path = PathOf(mail);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + ".partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(source);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: false);
    }

    /// <summary>Deletes a written message, and what a broken writing left of it; false when there was none.</summary>
    public bool Delete(MailFile mail)
    {
        var path = PathOf(mail);
        var there = File.Exists(path);
        if (Directory.Exists(FolderOf(mail.Campaign)))
        {
            File.Delete(path);
            File.Delete(path + ".partial");
        }

        return there;
    }

    /// <summary>
    /// Deletes files that are addressed to somebody and that no row knows: an older backup that was brought back knows nothing of what
    /// was written since. Halves of broken writings count too; a file that is no mail stays.
    /// </summary>
    /// <param name="addresses">Addresses of the person.</param>
    /// <param name="known">Reads the messages of a campaign whose files are known.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <returns>Files deleted, and files that cannot be read or deleted.</returns>
    public async Task<(long Deleted, long Unreadable)> DeleteStraysAsync(IReadOnlySet<string> addresses, Func<CampaignId, Task<List<MailFile>>> known, CancellationToken cancellation)
    {
        var (deleted, unreadable) = (0L, 0L);
        foreach (var place in addresses.Count == 0 ? [] : Places())
        {
            var ours = await KnownAsync(place, known).ConfigureAwait(false);
            foreach (var path in Directory.EnumerateFiles(place, "*.eml*").Where(path => !ours.Contains(Path.GetFileName(path))))
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    if (Recipients(path).Any(addresses.Contains))
                    {
                        File.Delete(path);
                        deleted++;
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // One file that somebody guards must not keep the person in the shop.
                    unreadable++;
                }
            }
        }

        return (deleted, unreadable);
    }

    /// <summary>How many files no row knows; the half of a message that is just being written is known.</summary>
    /// <param name="known">Reads the messages of a campaign whose files are known.</param>
    public async Task<long> CountStraysAsync(Func<CampaignId, Task<List<MailFile>>> known)
    {
        var strays = 0L;
        foreach (var place in Places())
        {
            // The files first: a message has its row before it has its file.
            var names = Directory.GetFiles(place, "*.eml*").Select(path => Path.GetFileName(path).Replace(".partial", "", StringComparison.Ordinal)).ToList();
            var ours = names.Count == 0 ? [] : await KnownAsync(place, known).ConfigureAwait(false);
            strays += names.Count(name => !ours.Contains(name));
        }

        return strays;
    }

    /// <summary>Makes the names of written files last through a power cut: a rename is safe once its folder is on disk.</summary>
    public void Secure(CampaignId campaign) => DurableFolder.Flush(FolderOf(campaign));

    private string[] Places() => [folder.Outbox, .. Directory.GetDirectories(folder.Outbox)];

    private async Task<HashSet<string>> KnownAsync(string place, Func<CampaignId, Task<List<MailFile>>> known) =>
        long.TryParse(Path.GetFileName(place), NumberStyles.None, CultureInfo.InvariantCulture, out var campaign)
            ? (await known(new CampaignId(campaign)).ConfigureAwait(false)).Select(mail => Path.GetFileName(PathOf(mail))).ToHashSet(StringComparer.Ordinal)
            : [];

    private static IEnumerable<string> Recipients(string path)
    {
        try
        {
            var to = HeaderList.Load(new MemoryStream(Head(path)))[HeaderId.To];
            return to is not null && InternetAddressList.TryParse(to, out var list)
                ? [.. list.Mailboxes.SelectMany(mailbox => (string[])[mailbox.Address, MailboxAddress.DecodeAddrspec(mailbox.Address)])]
                : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    // The whole lines at the beginning: a writing that broke off may end in the middle of a header.
    private static byte[] Head(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, MostOfHead)];
        stream.ReadExactly(bytes);
        return [.. bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1), .. "\r\n"u8];
    }

    private string FolderOf(CampaignId campaign) => Path.Combine(folder.Outbox, campaign.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where a message lies once it is written.</summary>
    public string PathOf(MailFile mail) =>
        Path.Combine(FolderOf(mail.Campaign), string.Create(CultureInfo.InvariantCulture, $"{mail.Id.Value}.{mail.Queued.ToUnixTimeMilliseconds():x}.eml"));
}
