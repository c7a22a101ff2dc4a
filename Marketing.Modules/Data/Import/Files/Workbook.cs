using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Marketing.Data.Import.Files;

/// <summary>Opens a workbook after a look at what it would unpack to.</summary>
internal static class Workbook
{
    // The reader's defaults name a code page that the runtime knows only after this.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The sheets with their first rows, as texts.</summary>
    public static List<(string Name, List<(long Row, string[] Cells)> Head)> Heads(Stream bytes, int rows)
    {
        using var reader = Open(bytes);
        var heads = new List<(string, List<(long, string[])>)>();
        do
        {
            var head = new List<(long, string[])>();
            while (head.Count < rows && reader.Read())
            {
                head.Add((head.Count + 1, [.. Enumerable.Range(0, reader.FieldCount).Select(i => SheetText.Shown(reader.GetValue(i)).Trim())]));
            }

            heads.Add((reader.Name, head));
        }
        while (reader.NextResult());
        return heads;
    }

    /// <summary>Opens a workbook at one of its sheets.</summary>
    /// <exception cref="FileRefusedException">It is none, it is a bomb, or it has no such sheet.</exception>
    public static IExcelDataReader Open(Stream bytes, string? sheet = null)
    {
        IExcelDataReader reader;
        try
        {
            Weigh(bytes);
            bytes.Position = 0;
            reader = ExcelReaderFactory.CreateOpenXmlReader(bytes);
        }
        catch (Exception e) when (e is not (FileRefusedException or OperationCanceledException or OutOfMemoryException))
        {
            throw FileFault.BrokenWorkbook.Whole();
        }

        if (sheet is null)
        {
            return reader;
        }

        var names = new List<string>();
        do
        {
            if (reader.Name == sheet)
            {
                return reader;
            }

            names.Add(reader.Name);
        }
        while (reader.NextResult());
        reader.Dispose();
        throw FileFault.NoSheet.Whole(sheet, string.Join(", ", names));
    }

    // What the archive says of its own sizes may be a lie: every part is unpacked once and counted.
    private static void Weigh(Stream bytes)
    {
        bytes.Position = 0;
        using var archive = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.GetEntry("xl/workbook.xml") is null)
        {
            throw OtherForm(archive) is { } form ? FileFault.OtherOffice.Whole(form) : FileFault.Archive.Whole();
        }

        var buffer = new byte[64 * 1024];
        long total = 0;
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            for (int read; (read = part.Read(buffer)) > 0;)
            {
                total += read;
                GuardedStream.Check(total, bytes.Length);
            }
        }
    }

    // What other office programs write is an archive too.
    private static string? OtherForm(ZipArchive archive) =>
        archive.GetEntry("xl/workbook.bin") is not null ? ".xlsb"
        : archive.GetEntry("word/document.xml") is not null ? ".docx"
        : archive.GetEntry("ppt/presentation.xml") is not null ? ".pptx"
        : archive.GetEntry("content.xml") is not null && archive.GetEntry("mimetype") is not null ? "OpenDocument, .ods"
        : archive.GetEntry("Index/Document.iwa") is not null ? ".numbers"
        : null;
}
