using System.Globalization;
using System.Runtime.InteropServices;
using Marketing.Kernel;

namespace Marketing.Execution.Outbox;

/// <summary>
/// Delivery into files <c>outbox/CAMPAIGN/MESSAGE.eml</c>. A file is written beside, flushed and renamed: it is complete or absent, and
/// one that is there is the delivery, so that trying again changes nothing.
/// </summary>
internal sealed partial class EmlFolder(DataFolder folder)
{
    public bool Holds(CampaignId campaign, MessageId message) => File.Exists(PathOf(campaign, message));

    public byte[]? Read(CampaignId campaign, MessageId message) => Holds(campaign, message) ? File.ReadAllBytes(PathOf(campaign, message)) : null;

    /// <summary>Writes one message unless it is there.</summary>
    public void Write(CampaignId campaign, MessageId message, ReadOnlySpan<byte> source)
    {
        var path = PathOf(campaign, message);
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
    public bool Delete(CampaignId campaign, MessageId message)
    {
        var path = PathOf(campaign, message);
        var there = File.Exists(path);
        if (Directory.Exists(FolderOf(campaign)))
        {
            File.Delete(path);
            File.Delete(path + ".partial");
        }

        return there;
    }

    /// <summary>Makes the names of written files last through a power cut: a rename is safe once its folder is on disk.</summary>
    public void Secure(CampaignId campaign)
    {
        var path = FolderOf(campaign);
        if (!OperatingSystem.IsWindows() && Directory.Exists(path))
        {
            var handle = OpenFolder(path, 0);
            if (handle >= 0)
            {
                _ = FlushFolder(handle);
                _ = CloseFolder(handle);
            }
        }
    }

    private string FolderOf(CampaignId campaign) => Path.Combine(folder.Outbox, campaign.Value.ToString(CultureInfo.InvariantCulture));

    private string PathOf(CampaignId campaign, MessageId message) => Path.Combine(FolderOf(campaign), $"{message.Value.ToString(CultureInfo.InvariantCulture)}.eml");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FlushFolder(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFolder(int handle);
}
