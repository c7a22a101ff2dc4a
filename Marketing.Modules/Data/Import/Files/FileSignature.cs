using System.Text;

namespace Marketing.Data.Import.Files;

/// <summary>Tells from its first bytes what a file is that is no table, so that a person is told what to do with it.</summary>
internal static class FileSignature
{
    // Where a tar archive names its form.
    private const int TarMark = 257;

    /// <summary>The refusal of what a file is, or null where its first bytes tell nothing.</summary>
    /// <param name="head">First bytes.</param>
    /// <param name="isText">Whether they are text: letters that begin a table by chance are no mark.</param>
    public static FileRefusedException? Of(ReadOnlySpan<byte> head, bool isText) =>
        head.StartsWith("%PDF-"u8) ? FileFault.Document.Whole("PDF")
        : head.StartsWith("{\\rtf"u8) ? FileFault.Document.Whole("RTF")
        : IsPage(head) ? FileFault.WebPage.Whole()
        : isText ? null
        : Bytes(head);

    private static FileRefusedException? Bytes(ReadOnlySpan<byte> head) => head switch
    {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => FileFault.OldWorkbook.Whole(),
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => FileFault.Executable.Whole("ELF"),
        [(byte)'M', (byte)'Z', ..] => FileFault.Executable.Whole("EXE"),
        [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => FileFault.Executable.Whole("Mach-O"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => FileFault.Picture.Whole("PNG"),
        [0xFF, 0xD8, 0xFF, ..] => FileFault.Picture.Whole("JPEG"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => FileFault.Picture.Whole("GIF"),
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => FileFault.Picture.Whole("TIFF"),
        [(byte)'B', (byte)'M', ..] => FileFault.Picture.Whole("BMP"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => FileFault.Picture.Whole("WebP"),
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => FileFault.DataFile.Whole("Parquet"),
        [(byte)'S', (byte)'Q', (byte)'L', (byte)'i', (byte)'t', (byte)'e', ..] => FileFault.DataFile.Whole("SQLite"),
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => FileFault.OtherArchive.Whole("RAR"),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => FileFault.OtherArchive.Whole("7z"),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => FileFault.OtherArchive.Whole("xz"),
        [(byte)'B', (byte)'Z', (byte)'h', ..] => FileFault.OtherArchive.Whole("bzip2"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => FileFault.OtherArchive.Whole("Zstandard"),
        _ => head.Length > TarMark && head[TarMark..].StartsWith("ustar"u8) ? FileFault.OtherArchive.Whole("tar") : null,
    };

    // What a shop's server sends instead of an export where one has to sign in first.
    private static bool IsPage(ReadOnlySpan<byte> head)
    {
        var text = (head.StartsWith(Encoding.UTF8.Preamble) ? head[Encoding.UTF8.Preamble.Length..] : head).TrimStart(" \t\r\n"u8);
        return Begins(text, "<!doctype html"u8) || Begins(text, "<html"u8);
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);
}
