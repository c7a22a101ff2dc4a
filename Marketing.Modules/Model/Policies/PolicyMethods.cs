namespace Marketing.Model.Policies;

/// <summary>The methods as other modules see them.</summary>
internal sealed class PolicyMethods : IPolicyMethods
{
    // Beyond, the covariance of one arm alone takes megabytes.
    private const int MostFeatures = 1000;

    public IReadOnlyList<string> Kinds { get; } = [.. PolicyCatalogue.All.Select(method => method.Kind)];

    public IReadOnlyList<MethodParameter> Parameters(string kind) => PolicyCatalogue.Of(kind).Parameters;

    public void Check(string kind, IReadOnlyDictionary<string, string> parameters) => PolicyCatalogue.Of(kind).Values(parameters);

    public IPolicy Create(string kind, int features, IReadOnlyDictionary<string, string> parameters)
    {
        var method = PolicyCatalogue.Of(kind);
        var values = method.Values(parameters);
        return features is < 0 or > MostFeatures
            ? throw new ArgumentException($"A context has {features} numbers; it may have 0 to {MostFeatures}.", nameof(features))
            : new LearningPolicy(method, values, features, method.Empty(features, values));
    }

    public PolicyRestore Restore(ReadOnlyMemory<byte> saved)
    {
        try
        {
            return new PolicyRestore.Restored(PolicyFile.Read(saved));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or FormatException)
        {
            return new PolicyRestore.Damaged(e is EndOfStreamException ? "It ends too early." : e.Message);
        }
    }

    public PolicyMerge Merge(IPolicy first, IPolicy second)
    {
        var (a, b) = (Own(first), Own(second));
        if (a.Kind != b.Kind || a.Features != b.Features)
        {
            return new PolicyMerge.Differ($"One is {a.Kind} of {a.Features} features, the other {b.Kind} of {b.Features}.");
        }

        return a.Parameters.FirstOrDefault(one => b.Parameters[one.Key] != one.Value) is { Key: not null } other
            ? new PolicyMerge.Differ($"{other.Key} is {other.Value} in one and {b.Parameters[other.Key]} in the other.")
            : new PolicyMerge.Merged(a.Merge(b));
    }

    private static LearningPolicy Own(IPolicy policy) => policy as LearningPolicy ?? throw new ArgumentException("Only policies of this service can be put together.", nameof(policy));
}
