namespace Marketing.Model;

/// <summary>Values of a method that do not go together, each of them in its range.</summary>
public sealed class ConflictingValuesException(string message, string parameter, string wanted) : ArgumentException(message)
{
    /// <summary>Parameter to be given otherwise, by the field's name.</summary>
    public string Parameter { get; } = parameter;

    /// <summary>What it may be beside the others.</summary>
    public string Wanted { get; } = wanted;
}
