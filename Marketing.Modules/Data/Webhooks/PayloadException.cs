namespace Marketing.Data.Webhooks;

/// <summary>A payload that says something we cannot place; it is kept apart with the reason.</summary>
/// <param name="field">Where in the payload.</param>
/// <param name="reason">What is wrong there.</param>
internal sealed class PayloadException(string field, string reason) : Exception($"{field}: {reason}")
{
    public string Field { get; } = field;

    public string Reason { get; } = reason;
}
