using System.Runtime.CompilerServices;
using Marketing.Data;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Segments;

internal sealed class ListSegments(IFeatures features, ICustomerRecords records, ICustomerScores scores) : ISegments
{
    private readonly ConditionalWeakTable<FeatureFrame, KeptView> _views = [];

    public Segmentation Assign(FeatureFrame frame) => SegmentView.Assign(frame);

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

    private async Task<SegmentView> ViewAsync(CancellationToken cancellation)
    {
        var frame = await features.CurrentAsync(cancellation).ConfigureAwait(false);
        return _views.GetValue(frame, key => new KeptView(key)).Under(await scores.CurrentAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>The view of one frame with the scores asked for last.</summary>
    private sealed class KeptView(FeatureFrame frame)
    {
        private readonly Lock _change = new();
        private ScoreColumns? _scores;
        private Lazy<SegmentView>? _view;

        public SegmentView Under(ScoreColumns? scores)
        {
            Lazy<SegmentView> view;
            lock (_change)
            {
                if (_view is null || !ReferenceEquals(_scores, scores))
                {
                    (_scores, _view) = (scores, new Lazy<SegmentView>(() => new SegmentView(frame, scores)));
                }

                view = _view;
            }

            return view.Value;
        }
    }
}
