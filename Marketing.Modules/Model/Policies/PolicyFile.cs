using Marketing.Model.Recommenders;

namespace Marketing.Model.Policies;

/// <summary>A policy in bytes: kind, features, parameters, clock, arms and their sums, sealed.</summary>
internal static class PolicyFile
{
    private static readonly SealedBytes _form = new("MKTPOLCY"u8.ToArray(), 1, "a saved policy");

    public static byte[] Write(PolicyMethod method, IReadOnlyDictionary<string, string> parameters, int features, ArmMemory memory) => _form.Write(writer =>
    {
        writer.Write(method.Kind);
        writer.Write(features);
        ModelBody.Write(writer, parameters);
        writer.Write(memory.Clock);
        ModelBody.Write(writer, memory.Index.Ids);
        memory.Write(writer);
    });

    /// <summary>Reads.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    public static LearningPolicy Read(ReadOnlyMemory<byte> saved) => _form.Read(saved, reader =>
    {
        var (method, features) = (PolicyCatalogue.Of(reader.ReadString()), reader.ReadInt32());
        var values = method.Values(ModelBody.ReadParameters(reader));
        var clock = reader.ReadDouble();
        var index = new ArmIndex(ModelBody.ReadLongs(reader));
        return new LearningPolicy(method, values, features, method.Empty(features, values).Read(reader, index, clock));
    });
}
