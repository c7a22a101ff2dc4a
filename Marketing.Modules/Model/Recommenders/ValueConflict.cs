namespace Marketing.Model.Recommenders;

/// <summary>Values of a method that do not go together, each of them in its range.</summary>
/// <param name="Said">What is wrong, in a sentence without its full stop.</param>
/// <param name="Parameter">Parameter to be given otherwise, by the field's name.</param>
/// <param name="Wanted">What it may be beside the others.</param>
internal sealed record ValueConflict(string Said, string Parameter, string Wanted);
