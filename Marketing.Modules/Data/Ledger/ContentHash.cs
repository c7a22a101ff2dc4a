using System.Security.Cryptography;
using System.Text;

namespace Marketing.Data.Ledger;

/// <summary>The name of a content: the first 128 bits of its SHA-256, too many for two contents to share one by chance.</summary>
internal static class ContentHash
{
    private const int Bytes = 16;

    public static byte[] Of(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content))[..Bytes];
}
