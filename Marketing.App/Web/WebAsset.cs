using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace Marketing.App.Web;

/// <summary>One style, script or picture that the program carries inside itself.</summary>
internal sealed class WebAsset
{
    private const string Prefix = "web/";
    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    private WebAsset(string path, byte[] bytes)
    {
        Path = path;
        Plain = bytes;
        Version = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        ContentType = TypeOf(path);
        _brotli = new Lazy<byte[]>(() => Compress(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
        _gzip = new Lazy<byte[]>(() => Compress(stream => new GZipStream(stream, CompressionLevel.Optimal)));
    }

    /// <summary>Path below the root of the site, without a leading slash.</summary>
    public string Path { get; }

    /// <summary>First sixteen hexadecimal digits of the content's SHA-256.</summary>
    public string Version { get; }

    public string ContentType { get; }

    public byte[] Plain { get; }

    /// <summary>The content in an encoding, compressed once, at its first use.</summary>
    /// <param name="encoding"><c>br</c>, <c>gzip</c>, or empty.</param>
    public byte[] In(string encoding) => encoding switch
    {
        "br" => _brotli.Value,
        "gzip" => _gzip.Value,
        _ => Plain,
    };

    /// <summary>Everything that an assembly carries under <c>web/</c>.</summary>
    public static Dictionary<string, WebAsset> Load(Assembly assembly) => assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => new WebAsset(name[Prefix.Length..], Read(assembly, name)))
        .ToDictionary(asset => asset.Path, StringComparer.Ordinal);

    private static string TypeOf(string path)
    {
        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private byte[] Compress(Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write(Plain);
        }

        return target.ToArray();
    }
}
