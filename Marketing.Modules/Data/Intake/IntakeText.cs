using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketing.Data.Intake;

/// <summary>Texts of items: what may stand in them, how they are shown, and their fingerprints.</summary>
internal static class IntakeText
{
    /// <summary>Longest id of a sender, in UTF-16 units.</summary>
    public const int LongestId = 200;

    private const int LongestShown = 80;
    private const int ShortText = 512;

    // Line ends and tabs are text; the rest of C0 and C1 are none.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(code => code is not (9 or 10 or 13)).Concat(Enumerable.Range(127, 33)).Select(code => (char)code)]);

    /// <summary>How items are written down in quarantine and fingerprinted.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Whether a text has characters that no text has: control characters, or half of a pair.</summary>
    public static bool IsBroken(string text)
    {
        if (text.AsSpan().ContainsAny(Controls))
        {
            return true;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A value as messages and pages show it.</summary>
    public static string Shown(string? text) => text is null ? "" : text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown - 1), "…");

    /// <summary>Product codes are told apart without regard to case, as in files.</summary>
    public static string Code(string code) => code.Trim().ToUpperInvariant();

    /// <summary>The first 128 bits of SHA-256 over the sender and the sender's id.</summary>
    public static void Key(IntakeSender sender, string id, Span<byte> key)
    {
        Span<char> text = stackalloc char[ShortText];
        var length = sender.Name.Length + id.Length + 2;
        if (length > text.Length)
        {
            Hash($"{(char)('0' + (int)sender.Door)}{sender.Name}\n{id}", key);
            return;
        }

        text[0] = (char)('0' + (int)sender.Door);
        sender.Name.CopyTo(text[1..]);
        text[sender.Name.Length + 1] = '\n';
        id.CopyTo(text[(sender.Name.Length + 2)..]);
        Hash(text[..length], key);
    }

    /// <summary>The first 128 bits of SHA-256 over what an item says.</summary>
    public static byte[] ContentHash<T>(T item)
    {
        var hash = new byte[16];
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(item, Json)).AsSpan(0, 16).CopyTo(hash);
        return hash;
    }

    private static void Hash(ReadOnlySpan<char> text, Span<byte> key)
    {
        Span<byte> utf8 = stackalloc byte[ShortText * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var bytes = Encoding.UTF8.GetMaxByteCount(text.Length) <= utf8.Length ? utf8[..Encoding.UTF8.GetBytes(text, utf8)] : Encoding.UTF8.GetBytes(text.ToString());
        SHA256.HashData(bytes, hash);
        hash[..key.Length].CopyTo(key);
    }
}
