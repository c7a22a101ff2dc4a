using Marketing.Model.Recommenders;

namespace Marketing.Model.Bidding;

/// <summary>Finds ways to pace by their kind.</summary>
internal sealed class PacingMethods : IPacingMethods
{
    public IReadOnlyList<string> Kinds { get; } = [PidPacer.Name, DualPacer.Name];

    public IReadOnlyList<MethodParameter> Parameters(string kind) => kind switch
    {
        PidPacer.Name => PidPacer.Known,
        DualPacer.Name => DualPacer.Known,
        _ => throw new ArgumentException($"There is no pacing '{kind}'; there are {string.Join(", ", Kinds)}.", nameof(kind)),
    };

    public IPacer Begin(string kind, double budget, IReadOnlyDictionary<string, string> parameters)
    {
        var values = ParameterValues.Of(kind, Parameters(kind), parameters);
        return !(budget > 0) || double.IsInfinity(budget) ? throw new ArgumentException($"A budget of {budget} cannot be spread; it must be above 0.", nameof(budget))
            : kind == PidPacer.Name ? new PidPacer(budget, values)
            : new DualPacer(budget, values);
    }
}
