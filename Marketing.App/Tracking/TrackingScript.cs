using System.Security.Cryptography;
using System.Text;

namespace Marketing.App.Tracking;

/// <summary>The script as it is served: the written one without its comment lines and indents.</summary>
internal static class TrackingScript
{
    private static readonly Lazy<byte[]> Served = new(Read);

    public static byte[] Bytes => Served.Value;

    /// <summary>Entity tag of the content.</summary>
    public static string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes))[..16]}\"";

    private static byte[] Read()
    {
        using var stream = typeof(TrackingScript).Assembly.GetManifestResourceStream("web/track.js") ?? throw new InvalidOperationException("The program does not carry the tracking script.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
