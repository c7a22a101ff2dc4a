using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketing.Data.Ledger;

namespace Marketing.Data.Webhooks;

/// <summary>HMAC-SHA256 signatures (RFC 2104) as shop systems write them; compared in constant time.</summary>
internal static class Signatures
{
    /// <summary>How far the time in our own signature may be from now.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Why a delivery is refused, or null when its signature is right.</summary>
    public static WrittenReason? Refusal(WebhookKind kind, WebhookRequest request, string secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(request.Signature))
        {
            return DeliveryRule.NoSignature.Written();
        }

        return kind == WebhookKind.Generic ? TimedRefusal(request, secret, now) : Fits(request.Body.Span, request.Signature, secret) ? null : DeliveryRule.WrongSignature.Written();
    }

    /// <summary>The hexadecimal signature of a text.</summary>
    public static string Hex(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a hexadecimal signature is the text's.</summary>
    public static bool IsHex(string secret, string text, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(secret, text)), Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));

    /// <summary>Our own signature of a body at a time, as it stands in the header.</summary>
    public static string Timed(string secret, ReadOnlySpan<byte> body, DateTimeOffset at) =>
        $"t={at.ToUnixTimeSeconds()},v1={Convert.ToHexStringLower(TimedHash(secret, body, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>What tells a signed delivery from every other: SHA-256 of its time and body. The signature must have been found right.</summary>
    public static byte[] Identity(WebhookRequest request) => SHA256.HashData([.. Encoding.ASCII.GetBytes(Part(request.Signature!, "t=") + "."), .. request.Body.Span]);

    private static string? Part(string signature, string name) =>
        signature.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static bool Fits(ReadOnlySpan<byte> body, string signature, string secret)
    {
        Span<byte> told = stackalloc byte[HMACSHA256.HashSizeInBytes + 3];
        return Convert.TryFromBase64String(signature, told, out var length)
            && CryptographicOperations.FixedTimeEquals(told[..length], HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
    }

    private static WrittenReason? TimedRefusal(WebhookRequest request, string secret, DateTimeOffset now)
    {
        var (time, told) = (Part(request.Signature!, "t="), Part(request.Signature!, "v1="));
        if (time is null || told is null || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return DeliveryRule.OtherSignature.Written();
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(TimedHash(secret, request.Body.Span, time))), Encoding.ASCII.GetBytes(told.ToLowerInvariant())))
        {
            return DeliveryRule.WrongSignature.Written();
        }

        // After the comparison: whoever does not know the secret learns nothing of the clock.
        return Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds
            ? DeliveryRule.OtherTime.Written($"{Tolerance.TotalMinutes:0}")
            : null;
    }

    private static byte[] TimedHash(string secret, ReadOnlySpan<byte> body, string seconds)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.ASCII.GetBytes(seconds + "."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
