using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>A policy in bytes: kind, parameters, names and what was learned, sealed.</summary>
internal static class ContactFile
{
    private const int MostNames = 100_000;
    private static readonly SealedBytes _form = new("MKTCNTCT"u8.ToArray(), 1, "a saved policy of contacts");

    public static byte[] Write(ContactMethod method, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<string> features, IReadOnlyList<string> actions, double spread, ContactModel model) => _form.Write(writer =>
    {
        writer.Write(method.Kind);
        ModelBody.Write(writer, parameters);
        Write(writer, features);
        Write(writer, actions);
        writer.Write(spread);
        model.Write(writer);
    });

    /// <summary>Reads.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static LearnedContacts Read(ReadOnlyMemory<byte> saved) => _form.Read(saved, reader =>
    {
        var method = ContactCatalogue.Of(reader.ReadString());
        var values = method.Given(ModelBody.ReadParameters(reader));
        var (features, actions, spread) = (Names(reader), Names(reader), reader.ReadDouble());
        if (!actions.Contains(ContactLog.Nothing) || !(spread > 0 && double.IsFinite(spread)))
        {
            throw new InvalidDataException($"It has no action '{ContactLog.Nothing}', or no scale of rewards.");
        }

        return new LearnedContacts(method, values, features, actions, spread, method.Read(reader, features.Length, actions.Length, values));
    });

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
