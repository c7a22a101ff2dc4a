using System.Security.Cryptography;

namespace Marketing.Model;

/// <summary>What a policy knows as bytes: magic, format, content, and the hash of it all.</summary>
/// <param name="magic">First bytes, by which one kind of content is told from another.</param>
/// <param name="format">Number of the content's form; another one is not read.</param>
/// <param name="name">What it is, for messages: <c>a saved policy</c>.</param>
internal sealed class SealedBytes(byte[] magic, int format, string name)
{
    /// <summary>Seals a content.</summary>
    public byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(magic);
        writer.Write(format);
        write(writer);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a content to its end.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public T Read<T>(ReadOnlyMemory<byte> saved, Func<BinaryReader, T> read)
    {
        var bytes = saved.Span;
        if (!bytes.StartsWith(magic))
        {
            throw new InvalidDataException($"It is not {name}.");
        }

        var body = bytes.Length - SHA256.HashSizeInBytes;
        if (body < magic.Length || !SHA256.HashData(bytes[..body]).AsSpan().SequenceEqual(bytes[body..]))
        {
            throw new InvalidDataException("It is damaged or cut short: its hash is not that of its content.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes[magic.Length..body].ToArray()));
        if (reader.ReadInt32() is var given && given != format)
        {
            throw new InvalidDataException($"It has the format {given}; this program reads {format}.");
        }

        var content = read(reader);
        return reader.BaseStream.Position == reader.BaseStream.Length ? content : throw new InvalidDataException("Something follows its end.");
    }
}
