using Marketing.Features;
using Marketing.Kernel;
using Marketing.Strategy;

namespace Marketing.Tests.Support;

/// <summary>Two segments that a test can count by hand: bought within 30 days, or not. Lists are not offered.</summary>
internal sealed class RecencySegments : ISegments
{
    public Segmentation Assign(FeatureFrame frame) => new(
        frame,
        ["recent", "old", "empty"],
        [.. frame.RecencyDays.Select(days => float.IsNaN(days) ? (sbyte)-1 : days <= 30 ? (sbyte)0 : (sbyte)1)]);

    public Task<Segmentation> CurrentAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<SegmentSummary>> SummariseAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Page<CustomerRow>> CustomersAsync(CustomerFilter filter, TableQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Page<CustomerRow>> CustomersAfterAsync(CustomerFilter filter, CustomerId? after, int take, CancellationToken cancellation) => throw new NotSupportedException();
}
