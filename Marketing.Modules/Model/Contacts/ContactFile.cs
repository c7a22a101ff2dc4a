using System.Security.Cryptography;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>A policy in bytes: magic, format, kind, parameters, names, what was learned, and the hash of it all.</summary>
internal static class ContactFile
{
    private const int Format = 1;
    private const int MostNames = 100_000;
    private static readonly byte[] _magic = "MKTCNTCT"u8.ToArray();

    public static byte[] Write(ContactMethod method, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<string> features, IReadOnlyList<string> actions, double spread, ContactModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(_magic);
        writer.Write(Format);
        writer.Write(method.Kind);
        ModelBody.Write(writer, parameters);
        Write(writer, features);
        Write(writer, actions);
        writer.Write(spread);
        model.Write(writer);
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static LearnedContacts Read(ReadOnlyMemory<byte> saved)
    {
        var bytes = saved.Span;
        if (!bytes.StartsWith(_magic))
        {
            throw new InvalidDataException("It is not a saved policy of contacts.");
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

        var method = ContactCatalogue.Of(reader.ReadString());
        var values = method.Given(ModelBody.ReadParameters(reader));
        var (features, actions, spread) = (Names(reader), Names(reader), reader.ReadDouble());
        if (!actions.Contains(ContactLog.Nothing) || !(spread > 0 && double.IsFinite(spread)))
        {
            throw new InvalidDataException($"It has no action '{ContactLog.Nothing}', or no scale of rewards.");
        }

        var model = method.Read(reader, features.Length, actions.Length, values);
        return reader.BaseStream.Position == reader.BaseStream.Length
            ? new LearnedContacts(method, values, features, actions, spread, model)
            : throw new InvalidDataException("Something follows its end.");
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> names)
    {
        writer.Write(names.Count);
        foreach (var name in names)
        {
            writer.Write(name);
        }
    }

    private static string[] Names(BinaryReader reader) => reader.ReadInt32() is >= 0 and <= MostNames and var count
        ? [.. Enumerable.Range(0, count).Select(_ => reader.ReadString())]
        : throw new InvalidDataException("Its names do not fit into the file.");
}
