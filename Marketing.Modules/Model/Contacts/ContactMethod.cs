using Marketing.Kernel;
using Marketing.Model.Recommenders;

namespace Marketing.Model.Contacts;

/// <summary>What a method is fitted with.</summary>
/// <param name="Log">Sequences.</param>
/// <param name="Values">Its parameters.</param>
/// <param name="Progress">Takes reports, or null.</param>
/// <param name="Cancellation">Stops the work.</param>
internal sealed record ContactFit(ContactLog Log, ParameterValues Values, IProgress<Progress>? Progress, CancellationToken Cancellation);

/// <summary>A method.</summary>
/// <param name="Kind">Name by the field's custom.</param>
/// <param name="Explores">Whether its choices follow values, and explore; else they follow the logs.</param>
/// <param name="Own">Its parameters.</param>
/// <param name="Fit">Learns.</param>
/// <param name="Read">Reads what was learned, of so many features and actions.</param>
internal sealed record ContactMethod(string Kind, bool Explores, IReadOnlyList<MethodParameter> Own, Func<ContactFit, ContactModel> Fit, Func<BinaryReader, int, int, ParameterValues, ContactModel> Read)
{
    public IReadOnlyList<MethodParameter> Parameters { get; } = [.. Own, .. Explores ? Exploration.Parameters : []];

    /// <summary>A value for each parameter.</summary>
    public ParameterValues Given(IReadOnlyDictionary<string, string> given) => ParameterValues.Of(Kind, Parameters, given);
}
