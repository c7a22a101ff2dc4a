using System.Globalization;
using System.Text;
using Marketing.Execution.Templates;
using MimeKit;

namespace Marketing.Execution.Outbox;

/// <summary>
/// A message as RFC 5322 bytes. The same letter from the same sender gives the same bytes: identity, date and boundary come from the
/// letter, never from chance or the clock.
/// </summary>
internal static class MailSource
{
    private static readonly FormatOptions Format = Canonical();

    /// <param name="letter">What.</param>
    /// <param name="sender">From whom.</param>
    /// <param name="oneClick">Address for one-click unsubscribing, or null while people outside cannot reach the program.</param>
    public static MimeMessage Build(Letter letter, MailboxAddress sender, string? oneClick)
    {
        var html = PackedText.Unpack(letter.Body);
        var name = string.Create(CultureInfo.InvariantCulture, $"{letter.Campaign.Value}.{letter.Id.Value}.{letter.Queued.ToUnixTimeMilliseconds():x}");
        var parts = new Multipart("alternative") { Part("plain", PlainText.FromHtml(html)), Part("html", html) };
        parts.Boundary = $"=-{name}";
        var message = new MimeMessage
        {
            Subject = letter.Subject,
            Date = letter.Queued,
            MessageId = $"{name}@{sender.Domain}",
            Body = parts,
        };
        var byMail = $"<mailto:{sender.Address}?subject=unsubscribe>";
        message.Headers.Add(HeaderId.ListUnsubscribe, oneClick is null ? byMail : $"<{oneClick}>, {byMail}");

        // RFC 8058, section 3.1: only an address with https may be posted to by a mail reader.
        if (oneClick?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true)
        {
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        message.From.Add(sender);
        message.To.Add(Recipient(letter.Address));
        return message;
    }

    public static byte[] Bytes(Letter letter, MailboxAddress sender, string? oneClick)
    {
        using var message = Build(letter, sender, oneClick);
        using var buffer = new MemoryStream();
        message.WriteTo(Format, buffer);
        return buffer.ToArray();
    }

    // A name without a domain would reach somebody on the mail server's own machine.
    private static MailboxAddress Recipient(string address)
    {
        var mailbox = new MailboxAddress(null, address);
        return mailbox.Domain.Length > 0 ? mailbox : throw new ParseException("it has no domain.", 0, 0);
    }

    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static FormatOptions Canonical()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
