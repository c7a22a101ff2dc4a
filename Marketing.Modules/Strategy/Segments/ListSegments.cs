using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.Strategy.Segments;

internal sealed class ListSegments(IFeatures features, ICustomerRecords records) : ISegments
{
    private readonly ConditionalWeakTable<FeatureFrame, Lazy<SegmentView>> _views = [];

    public Segmentation Assign(FeatureFrame frame) => View(frame).Segments;

    public async Task<Segmentation> CurrentAsync(CancellationToken cancellation) => (await ViewAsync(cancellation).ConfigureAwait(false)).Segments;

    public async Task<IReadOnlyList<SegmentSummary>> SummariseAsync(CancellationToken cancellation) => (await ViewAsync(cancellation).ConfigureAwait(false)).Summaries;

    public async Task<Page<CustomerRow>> CustomersAsync(CustomerFilter filter, TableQuery query, CancellationToken cancellation)
    {
        var view = await ViewAsync(cancellation).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(query.Search))
        {
            return view.Page(filter, null, query);
        }

        // All hits are needed: the page is cut after sorting by a column that the search does not know.
        var found = await records.SearchAsync(query.Search.Trim(), numbersOnly: false, int.MaxValue, cancellation).ConfigureAwait(false);
        return view.Page(filter, found, query);
    }

    public async Task<Page<CustomerRow>> CustomersAfterAsync(CustomerFilter filter, CustomerId? after, int take, CancellationToken cancellation) =>
        (await ViewAsync(cancellation).ConfigureAwait(false)).After(filter, after, take);

    private SegmentView View(FeatureFrame frame) => _views.GetValue(frame, key => new Lazy<SegmentView>(() => new SegmentView(key))).Value;

    private async Task<SegmentView> ViewAsync(CancellationToken cancellation) => View(await features.CurrentAsync(cancellation).ConfigureAwait(false));
}
