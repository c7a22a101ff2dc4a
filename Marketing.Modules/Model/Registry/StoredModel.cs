namespace Marketing.Model.Registry;

/// <summary>A fitted model that the registry can keep in a file.</summary>
/// <param name="kind">Method by the field's name.</param>
/// <param name="parameters">All its parameters, by the field's names.</param>
internal abstract class StoredModel(string kind, IReadOnlyDictionary<string, string> parameters)
{
    public string Kind => kind;

    public IReadOnlyDictionary<string, string> Parameters => parameters;

    /// <summary>Writes the body of the model file.</summary>
    public abstract void Write(BinaryWriter writer);
}

/// <summary>A method whose models can be read back.</summary>
internal interface IStoredMethod
{
    /// <summary>Method by the field's name.</summary>
    string Kind { get; }

    /// <summary>Reads what <see cref="StoredModel.Write"/> wrote.</summary>
    /// <param name="reader">Stands at the body.</param>
    /// <param name="parameters">Parameters of the version.</param>
    /// <exception cref="InvalidDataException">The body contradicts itself.</exception>
    StoredModel Read(BinaryReader reader, IReadOnlyDictionary<string, string> parameters);
}
