using System.Reflection;

namespace Marketing.Kernel.Storage;

/// <summary>Text files carried inside the assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>Reads one embedded text file by its path in the source tree.</summary>
    public static string Read(string path)
    {
        using var reader = new StreamReader(Open(path));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Opens one embedded file by its path in the source tree.</summary>
    public static Stream Open(string path)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceStream(path)
            ?? assembly.GetManifestResourceStream(path.Replace('/', '\\'))
            ?? throw new InvalidOperationException($"The program does not carry {path}.");
    }
}
