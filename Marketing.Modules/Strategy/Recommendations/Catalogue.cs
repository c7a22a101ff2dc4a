using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Marketing.Data;

namespace Marketing.Strategy.Recommendations;

/// <summary>Products of a snapshot that may be recommended: all but those known to be out of stock.</summary>
internal sealed class Catalogue
{
    private const int HashLetters = 16;

    private Catalogue(bool[] offered, string candidates)
    {
        Offered = offered;
        Candidates = candidates;
    }

    /// <summary>Whether a product may be recommended, by index.</summary>
    public bool[] Offered { get; }

    /// <summary>The set by its size and the SHA-256 of its ids, for the ledger: <c>catalogue:N:HASH</c>.</summary>
    public string Candidates { get; }

    public static Catalogue Of(ShopSnapshot snapshot)
    {
        var offered = Array.ConvertAll(snapshot.Products.Stock, stock => stock != 0);
        var ids = snapshot.Products.Id.Where((_, p) => offered[p]).ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(ids.AsSpan())));
        return new Catalogue(offered, string.Create(CultureInfo.InvariantCulture, $"catalogue:{ids.Length}:{hash[..HashLetters]}"));
    }
}
