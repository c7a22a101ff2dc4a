using System.Security.Cryptography;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Policies;

/// <summary>A policy in bytes: magic, format, kind, features, parameters, clock, arms, their sums, and the hash of it all.</summary>
internal static class PolicyFile
{
    private const int Format = 1;
    private static readonly byte[] _magic = "MKTPOLCY"u8.ToArray();

    public static byte[] Write(PolicyMethod method, IReadOnlyDictionary<string, string> parameters, int features, ArmMemory memory)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(_magic);
        writer.Write(Format);
        writer.Write(method.Kind);
        writer.Write(features);
        ModelBody.Write(writer, parameters);
        writer.Write(memory.Clock);
        ModelBody.Write(writer, memory.Index.Ids);
        memory.Write(writer);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static LearningPolicy Read(ReadOnlyMemory<byte> saved)
    {
        var bytes = saved.Span;
        if (!bytes.StartsWith(_magic))
        {
            throw new InvalidDataException("It is not a saved policy.");
        }

        var body = bytes.Length - SHA256.HashSizeInBytes;
        if (body < _magic.Length || !SHA256.HashData(bytes[..body]).AsSpan().SequenceEqual(bytes[body..]))
        {
            throw new InvalidDataException("It is damaged or cut short: its hash is not that of its content.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes[_magic.Length..body].ToArray()));
        if (reader.ReadInt32() is var format && format != Format)
        {
            throw new InvalidDataException($"It has the format {format}; this program reads {Format}.");
        }

        var (method, features) = (PolicyCatalogue.Of(reader.ReadString()), reader.ReadInt32());
        var values = method.Values(ModelBody.ReadParameters(reader));
        var clock = reader.ReadDouble();
        var index = new ArmIndex(ModelBody.ReadLongs(reader));
        var memory = method.Empty(features, values).Read(reader, index, clock);
        return reader.BaseStream.Position == reader.BaseStream.Length
            ? new LearningPolicy(method, values, features, memory)
            : throw new InvalidDataException("Something follows its end.");
    }
}
