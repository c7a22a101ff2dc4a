using System.Collections.Concurrent;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;

namespace Marketing.Strategy.Segments;

/// <summary>Everything the customer list and the segment page need of one frame, computed at the first question and kept beside it. Segments follow the treated frame; figures shown to people are the stored ones.</summary>
internal sealed class SegmentView
{
    private readonly FeatureFrame _frame;
    private readonly Segmentation _segments;
    private readonly KnownCustomers _known;
    private readonly ConcurrentDictionary<string, Lazy<CustomerOrder>> _orders = [];
    private readonly ConcurrentDictionary<CustomerFilter, int> _totals = [];
    private readonly Lazy<IReadOnlyList<SegmentSummary>> _summaries;

    private readonly ScoreColumns? _scores;

    public SegmentView(FeatureFrame frame, ScoreColumns? scores = null)
    {
        _frame = frame;
        _scores = scores;
        _segments = Assign(frame);
        _known = KnownCustomers.Of(frame.Snapshot);
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
    /// <param name="filter">Which customers.</param>
    /// <param name="found">Ids that the words were found for elsewhere, or null without a search.</param>
    /// <param name="query">Part wanted.</param>
    public Page<CustomerRow> Page(CustomerFilter filter, IReadOnlyList<CustomerId>? found, TableQuery query)
    {
        var passes = Passes(filter);
        var hits = found is null ? null : Hits(query.Search!.Trim(), found);
        var order = _orders.GetOrAdd(query.Sort ?? "key", name => new Lazy<CustomerOrder>(() => Sort(name))).Value;
        var (page, total) = order.Take(c => passes(c) && (hits is null || hits[c]), query.Descending, query.Skip, query.Take);
        return new Page<CustomerRow>(page.ConvertAll(Row), total);
    }

    /// <summary>Customers by ascending id after one of them, and how many there are in all.</summary>
    public Page<CustomerRow> After(CustomerFilter filter, CustomerId? after, int take)
    {
        var passes = Passes(filter);
        var place = after is { } last ? Array.BinarySearch(_known.Id, last.Value) : -1;
        var from = place < 0 ? ~place : place + 1;
        var rows = new List<CustomerRow>();
        for (var c = from; c < _known.Count && rows.Count < take; c++)
        {
            if (passes(c))
            {
                rows.Add(Row(c));
            }
        }

        return new Page<CustomerRow>(rows, filter == default ? _known.Count : _totals.GetOrAdd(filter, _ => Enumerable.Range(0, _known.Count).Count(passes)));
    }

    private Func<int, bool> Passes(CustomerFilter filter)
    {
        if (filter == default)
        {
            return _ => true;
        }

        var wanted = filter.Segment is { } segment ? Index(segment) : -1;
        return c => (wanted < 0 || Segment(c) == wanted) && (filter.Bought is not { } bought || Bought(c) == bought)
            && (filter.Risk is not { } risk || (Score(c) is { } score && ChurnRisks.Of(score.Churn) == risk));
    }

    // Index of the segment, or -1.
    private int Segment(int c) => _known.Place(c) is >= 0 and var place ? _segments.Of[place] : -1;

    private CustomerOutlook? Score(int c) => _scores?.Of(new CustomerId(_known.Id[c]));

    private bool Bought(int c) => _known.Place(c) is >= 0 and var place && _frame.Stored.Frequency[place] > 0;

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
        var hits = new bool[_known.Count];
        foreach (var id in found)
        {
            if (_known.IndexOf(id) is >= 0 and var c)
            {
                hits[c] = true;
            }
        }

        for (var c = 0; c < hits.Length; c++)
        {
            hits[c] |= _known.Key[c].Contains(words, StringComparison.OrdinalIgnoreCase) || _known.Country[c].Contains(words, StringComparison.OrdinalIgnoreCase);
        }

        return hits;
    }

    private CustomerOrder Sort(string column)
    {
        var stored = _frame.Stored;
        var all = (int _) => true;
        return column switch
        {
            "key" => CustomerOrder.By(_known.Key, all, NaturalText.Comparer),
            "country" => CustomerOrder.By(_known.Country, c => _known.Country[c].Length > 0, StringComparer.OrdinalIgnoreCase),
            "segment" => CustomerOrder.By(_known.Spread<sbyte>(_segments.Of, -1), c => Segment(c) >= 0),
            "recency" => CustomerOrder.By(_known.Spread(stored.RecencyDays, float.NaN), Bought),
            "frequency" => CustomerOrder.By(_known.Spread(stored.Frequency, 0), all),
            "churn" => By(score => score.Churn),
            "next" => By(score => score.NextOrderDays),
            "spend" => By(score => score.Spend),
            "monetary" => CustomerOrder.By(_known.Spread(stored.Monetary, 0), all),
            _ => throw new ArgumentException($"Customers cannot be sorted by '{column}'.", nameof(column)),
        };
    }

    private CustomerOrder By(Func<CustomerOutlook, double?> value)
    {
        var values = new double?[_known.Count];
        for (var c = 0; c < values.Length; c++)
        {
            values[c] = Score(c) is { } score ? value(score) : null;
        }

        return CustomerOrder.By(values, c => values[c] is not null);
    }

    private CustomerRow Row(int c) => Score(c) is not { } score ? Plain(c) : Plain(c) with
    {
        Churn = score.Churn,
        NextOrder = score.NextOrderDays is { } days ? _scores!.Round.AsOf.AddDays(days) : null,
        ExpectedSpend = (long)Math.Round(score.Spend),
    };

    private CustomerRow Plain(int c)
    {
        var (id, key, country, place) = (new CustomerId(_known.Id[c]), _known.Key[c], _known.Country[c], _known.Place(c));
        if (place < 0)
        {
            return new CustomerRow(id, key, country, "", null, 0, 0, 0, 0, 0, MailConsent: false);
        }

        var (stored, segment) = (_frame.Stored, _segments.Of[place]);
        return new CustomerRow(
            id,
            key,
            country,
            segment < 0 ? "" : _segments.Codes[segment],
            stored.Frequency[place] == 0 ? null : stored.RecencyDays[place],
            stored.Frequency[place],
            stored.Monetary[place],
            _frame.R[place],
            _frame.F[place],
            _frame.M[place],
            _frame.Snapshot.Customers.MailConsent[place]);
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
