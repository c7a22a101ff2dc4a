using System.Collections.Concurrent;
using Marketing.Features;
using Marketing.Kernel;

namespace Marketing.Strategy.Segments;

/// <summary>Everything the customer list and the segment page need of one frame, computed at the first question and kept beside it. Segments follow the treated frame; figures shown to people are the stored ones.</summary>
internal sealed class SegmentView
{
    private readonly FeatureFrame _frame;
    private readonly Segmentation _segments;
    private readonly ConcurrentDictionary<string, Lazy<CustomerOrder>> _orders = [];
    private readonly Lazy<IReadOnlyList<SegmentSummary>> _summaries;

    public SegmentView(FeatureFrame frame)
    {
        _frame = frame;
        _segments = Assign(frame);
        _summaries = new Lazy<IReadOnlyList<SegmentSummary>>(Summarise);
    }

    public Segmentation Segments => _segments;

    public IReadOnlyList<SegmentSummary> Summaries => _summaries.Value;

    public static Segmentation Assign(FeatureFrame frame)
    {
        var of = new sbyte[frame.Frequency.Length];
        for (var c = 0; c < of.Length; c++)
        {
            of[c] = SegmentRule.IndexOf(frame.R[c], frame.F[c], frame.M[c]);
        }

        return new Segmentation(frame, [.. SegmentRule.All.Select(rule => rule.Code)], of);
    }

    /// <summary>One page of customers.</summary>
    /// <param name="segment">Only this segment, or null.</param>
    /// <param name="found">Ids that the words were found for elsewhere, or null without a search.</param>
    /// <param name="query">Part wanted.</param>
    public Page<CustomerRow> Page(string? segment, IReadOnlyList<CustomerId>? found, TableQuery query)
    {
        var wanted = segment is null ? -1 : Index(segment);
        var hits = found is null ? null : Hits(query.Search!.Trim(), found);
        var order = _orders.GetOrAdd(query.Sort ?? "key", name => new Lazy<CustomerOrder>(() => Sort(name))).Value;
        var (page, total) = order.Take(
            c => (wanted < 0 || _segments.Of[c] == wanted) && (hits is null || hits[c]),
            query.Descending,
            query.Skip,
            query.Take);
        return new Page<CustomerRow>(page.ConvertAll(Row), total);
    }

    /// <summary>Customers by ascending id after one of them, and how many there are in all.</summary>
    public Page<CustomerRow> After(string? segment, CustomerId? after, int take)
    {
        var wanted = segment is null ? -1 : Index(segment);
        var ids = _frame.Snapshot.Customers.Id;
        var place = after is { } last ? Array.BinarySearch(ids, last.Value) : -1;
        var from = place < 0 ? ~place : place + 1;
        var rows = new List<CustomerRow>();
        for (var c = from; c < ids.Length && rows.Count < take; c++)
        {
            if (wanted < 0 || _segments.Of[c] == wanted)
            {
                rows.Add(Row(c));
            }
        }

        return new Page<CustomerRow>(rows, wanted < 0 ? ids.Length : Summaries[wanted].Customers);
    }

    private static int Index(string segment)
    {
        for (var i = 0; i < SegmentRule.All.Count; i++)
        {
            if (SegmentRule.All[i].Code == segment)
            {
                return i;
            }
        }

        throw new ArgumentException($"There is no segment '{segment}'.", nameof(segment));
    }

    private bool[] Hits(string words, IReadOnlyList<CustomerId> found)
    {
        var customers = _frame.Snapshot.Customers;
        var hits = new bool[customers.Count];
        foreach (var id in found)
        {
            if (customers.IndexOf(id) is >= 0 and var c)
            {
                hits[c] = true;
            }
        }

        for (var c = 0; c < hits.Length; c++)
        {
            hits[c] |= customers.Key[c].Contains(words, StringComparison.OrdinalIgnoreCase) || customers.Country[c].Contains(words, StringComparison.OrdinalIgnoreCase);
        }

        return hits;
    }

    private CustomerOrder Sort(string column)
    {
        var (customers, stored) = (_frame.Snapshot.Customers, _frame.Stored);
        var all = (int _) => true;
        return column switch
        {
            "key" => CustomerOrder.By(customers.Key, all, NaturalText.Comparer),
            "country" => CustomerOrder.By(customers.Country, c => customers.Country[c].Length > 0, StringComparer.OrdinalIgnoreCase),
            "segment" => CustomerOrder.By([.. _segments.Of], c => _segments.Of[c] >= 0),
            "recency" => CustomerOrder.By(stored.RecencyDays, c => stored.Frequency[c] > 0),
            "frequency" => CustomerOrder.By(stored.Frequency, all),
            "monetary" => CustomerOrder.By(stored.Monetary, all),
            _ => throw new ArgumentException($"Customers cannot be sorted by '{column}'.", nameof(column)),
        };
    }

    private CustomerRow Row(int c)
    {
        var (customers, stored) = (_frame.Snapshot.Customers, _frame.Stored);
        var segment = _segments.Of[c];
        return new CustomerRow(
            new CustomerId(customers.Id[c]),
            customers.Key[c],
            customers.Country[c],
            segment < 0 ? "" : _segments.Codes[segment],
            stored.Frequency[c] == 0 ? null : stored.RecencyDays[c],
            stored.Frequency[c],
            stored.Monetary[c],
            _frame.R[c],
            _frame.F[c],
            _frame.M[c],
            customers.MailConsent[c]);
    }

    private SegmentSummary[] Summarise()
    {
        var sums = new (int Customers, long Revenue, double Recency, long Frequency)[SegmentRule.All.Count];
        var (revenue, stored) = (0L, _frame.Stored);
        for (var c = 0; c < _segments.Of.Count; c++)
        {
            if (_segments.Of[c] is >= 0 and var segment)
            {
                ref var sum = ref sums[segment];
                sum = (sum.Customers + 1, sum.Revenue + stored.Monetary[c], sum.Recency + stored.RecencyDays[c], sum.Frequency + stored.Frequency[c]);
                revenue += stored.Monetary[c];
            }
        }

        // A mean of nobody is NaN: 0.0 / 0.
        return [.. SegmentRule.All.Select((rule, i) => new SegmentSummary(
            rule.Code,
            rule.Text,
            sums[i].Customers,
            sums[i].Revenue,
            revenue == 0 ? 0 : sums[i].Revenue / (double)revenue,
            sums[i].Recency / sums[i].Customers,
            sums[i].Frequency / (double)sums[i].Customers))];
    }
}
