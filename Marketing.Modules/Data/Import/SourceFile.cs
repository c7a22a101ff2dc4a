using System.IO.Compression;
using System.Security.Cryptography;
using Marketing.Data.Import.Files;

namespace Marketing.Data.Import;

/// <summary>A file of orders that can be opened more than once: plain, gzip or Brotli.</summary>
/// <param name="Name">Name shown to people.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="IsDemo">Whether it is the file that the program carries.</param>
/// <param name="IsBrotli">Whether it is Brotli, which has no mark in its content.</param>
/// <param name="Open">Opens the bytes.</param>
internal sealed record SourceFile(string Name, string Actor, bool IsDemo, bool IsBrotli, Func<Stream> Open)
{
    private const int HashBlock = 1 << 20;

    /// <summary>How it is written as a person confirmed it, or null to find out while it is read.</summary>
    public FileForm? Form { get; init; }

    /// <summary>Header by column as a person chose it, or null to find them by their names.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>A file on this machine.</summary>
    public static SourceFile Of(OrderFile file) => new(
        file.Name,
        file.Actor,
        IsDemo: false,
        file.Path.EndsWith(".br", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".br", StringComparison.OrdinalIgnoreCase),
        () => new FileStream(file.Path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan }));

    /// <summary>A file with what was chosen for it.</summary>
    public static SourceFile Of(ImportPlan plan) => Of(new OrderFile(plan.Path, plan.Name, plan.Actor)) with { Form = plan.Form, Columns = plan.Columns.Count == 0 ? null : plan.Columns };

    /// <summary>SHA-256 of the bytes as they lie in the file.</summary>
    public string Hash(CancellationToken cancellation)
    {
        using var stream = Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[HashBlock];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, read);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The text inside the opened bytes.</summary>
    public Stream Unpack(Stream bytes)
    {
        if (Form is { } form)
        {
            return FileText.Open(bytes, form);
        }

        if (IsBrotli)
        {
            return new GuardedStream(new BrotliText(bytes), bytes);
        }

        Span<byte> head = stackalloc byte[2];
        var read = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        bytes.Position = 0;
        return read == 2 && head[0] == 0x1F && head[1] == 0x8B ? new GuardedStream(new GZipStream(bytes, CompressionMode.Decompress), bytes) : bytes;
    }
}
