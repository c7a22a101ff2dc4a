using System.Globalization;
using Marketing.Kernel;

namespace Marketing.Execution.Outbox;

/// <summary>
/// Delivery into files <c>outbox/CAMPAIGN/MESSAGE.QUEUED.eml</c>. A file is written beside, flushed and renamed: it is complete or
/// absent, and one that is there is the delivery, so that trying again changes nothing. The instant of queueing (in hexadecimal
/// milliseconds) keeps messages apart that got the same number before and after a backup was brought back.
/// </summary>
internal sealed class EmlFolder(DataFolder folder)
{
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

    /// <summary>Makes the names of written files last through a power cut: a rename is safe once its folder is on disk.</summary>
    public void Secure(CampaignId campaign) => DurableFolder.Flush(FolderOf(campaign));

    private string FolderOf(CampaignId campaign) => Path.Combine(folder.Outbox, campaign.Value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where a message lies once it is written.</summary>
    public string PathOf(MailFile mail) =>
        Path.Combine(FolderOf(mail.Campaign), string.Create(CultureInfo.InvariantCulture, $"{mail.Id.Value}.{mail.Queued.ToUnixTimeMilliseconds():x}.eml"));
}
