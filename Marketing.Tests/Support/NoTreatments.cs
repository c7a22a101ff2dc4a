using Marketing.Features;

namespace Marketing.Tests.Support;

/// <summary>A shop in which no feature is treated.</summary>
internal sealed class NoTreatments : ITreatmentSettings
{
    public IReadOnlyList<TreatmentInForce> InForce => [];

    public Treatment Of(string feature) => new();

    public Task SaveAsync(string feature, Treatment treatment, string actor, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> RevertAsync(string feature, string actor, CancellationToken cancellation) => throw new NotSupportedException();
}
