using System.Text;

namespace Marketing.App.Commands;

/// <summary>A file that a command writes: whoever reads it finds the old one or the whole new one.</summary>
internal static class WholeFile
{
    public static async Task WriteAsync(string path, Func<TextWriter, Task> write)
    {
        var part = path + ".part";
        try
        {
            await using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(false)))
            {
                await write(writer);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
