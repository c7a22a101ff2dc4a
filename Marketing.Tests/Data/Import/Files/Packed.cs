using System.IO.Compression;
using System.Security;
using System.Text;

namespace Marketing.Tests.Data.Import.Files;

/// <summary>Files packed in one way or another.</summary>
internal static class Packed
{
    public static byte[] With(byte[] bytes, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>A workbook of one sheet with texts in its cells, and a number where a cell begins with #.</summary>
    public static byte[] Workbook(string[][] rows) => Book(("Data", rows));

    /// <summary>A workbook of several sheets; rows without cells are left out of it, as spreadsheets do.</summary>
    public static byte[] Book(params (string Name, string[][] Rows)[] sheets)
    {
        var (names, parts) = (new StringBuilder(), new StringBuilder());
        var entries = new List<(string, string)>
        {
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"),
            ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        };
        for (var i = 1; i <= sheets.Length; i++)
        {
            var (name, rows) = sheets[i - 1];
            names.Append($"<sheet name=\"{name}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>");
            parts.Append($"<Relationship Id=\"rId{i}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
            var cells = string.Concat(rows.Select((row, r) => row.Length == 0 ? "" : $"<row r=\"{r + 1}\">" + string.Concat(row.Select((cell, c) => Cell($"{(char)('A' + c)}{r + 1}", cell))) + "</row>"));
            entries.Add(($"xl/worksheets/sheet{i}.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"));
        }

        entries.Add(("xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{names}</sheets></workbook>"));
        entries.Add(("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{parts}</Relationships>"));
        return Archive([.. entries]);
    }

    private static string Cell(string place, string cell) => cell.StartsWith('#')
        ? $"<c r=\"{place}\"><v>{cell[1..]}</v></c>"
        : $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>";

    public static byte[] Archive(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Many megabytes of one sign in a few kilobytes.</summary>
    public static byte[] Bomb(Func<Stream, Stream> pack, int megabytes)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
        {
            stream.Write("id,email\n"u8);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'\n');
            for (var i = 0; i < megabytes; i++)
            {
                stream.Write(block);
            }
        }

        return packed.ToArray();
    }
}
