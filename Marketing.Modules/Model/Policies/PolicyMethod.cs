using Marketing.Model.Recommenders;

namespace Marketing.Model.Policies;

/// <summary>A method: a memory, a ranking, and how much is left to chance.</summary>
/// <param name="Kind">Name by the field's custom.</param>
/// <param name="Rewards">What it learns from.</param>
/// <param name="Ranking">How scores become an order.</param>
/// <param name="Floor">Parameter with the share of choices that are uniformly random; null for none.</param>
/// <param name="Own">Its parameters beside those of forgetting.</param>
/// <param name="Empty">A memory for a number of features.</param>
internal sealed record PolicyMethod(string Kind, RewardRange Rewards, Ranking Ranking, string? Floor, IReadOnlyList<MethodParameter> Own, Func<int, ParameterValues, ArmMemory> Empty)
{
    public IReadOnlyList<MethodParameter> Parameters { get; } = [.. Own, .. Forgetting.Parameters];

    /// <summary>A value for each parameter.</summary>
    public ParameterValues Values(IReadOnlyDictionary<string, string> given)
    {
        var values = ParameterValues.Of(Kind, Parameters, given);
        return Forgetting.Conflict(values) is { } conflict ? throw new ConflictingValuesException($"{conflict.Said}.", conflict.Parameter, conflict.Wanted) : values;
    }
}
