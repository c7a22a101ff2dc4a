using Marketing.Features;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Strategy.Segments;
using Marketing.Tests.Support;

namespace Marketing.Tests.Strategy.Segments;

public sealed class SegmentViewTests
{
    private static readonly DateTimeOffset Now = new(2024, 6, 30, 9, 0, 0, TimeSpan.Zero);
    private readonly FeatureFrame _frame = Frames.Of(Frames.Regulars(Now, 60));

    [Fact]
    public void Figures_of_the_segments_add_up_to_the_shop()
    {
        var summaries = new SegmentView(_frame).Summaries;
        Assert.Equal(SegmentRule.All.Select(rule => rule.Code), summaries.Select(summary => summary.Code));
        Assert.Equal(60, summaries.Sum(summary => summary.Customers));
        Assert.Equal(_frame.Monetary.Sum(), summaries.Sum(summary => summary.Revenue));
        Assert.Equal(1, summaries.Sum(summary => summary.RevenueShare), 1e-9);
        var filled = summaries.First(summary => summary.Customers > 0);
        var members = Enumerable.Range(0, 60).Where(c => Code(c) == filled.Code).ToList();
        Assert.Equal(members.Average(c => _frame.RecencyDays[c]), filled.MeanRecencyDays, 1e-3);
        Assert.Equal(members.Average(c => _frame.Frequency[c]), filled.MeanFrequency, 1e-9);
        Assert.All(summaries.Where(summary => summary.Customers == 0), summary => Assert.True(double.IsNaN(summary.MeanRecencyDays)));
    }

    [Theory]
    [InlineData("key")]
    [InlineData("country")]
    [InlineData("segment")]
    [InlineData("recency")]
    [InlineData("frequency")]
    [InlineData("monetary")]
    public void Pages_put_together_are_the_whole_list_sorted_in_both_directions(string sort)
    {
        var view = new SegmentView(_frame);
        foreach (var descending in (bool[])[false, true])
        {
            var rows = Enumerable.Range(0, 6).SelectMany(page => view.Page(null, null, new TableQuery(page * 10, 10, null, sort, descending)).Items).ToList();
            Assert.Equal(60, rows.Select(row => row.Id).Distinct().Count());
            var keys = rows.Select(row => Key(row, sort)).ToList();
            Assert.Equal(descending ? keys.OrderDescending() : keys.Order(), keys);
        }
    }

    [Fact]
    public void Customers_without_an_order_come_last_when_sorted_by_recency()
    {
        var frame = Frames.Of(new SnapshotBuilder(Now).Customer("nobody").Order(Now.AddDays(-3), "ann", ("a", 1, 100)).Order(Now.AddDays(-9), "bob", ("a", 1, 100)).Build());
        var view = new SegmentView(frame);
        Assert.Equal(["ann", "bob", "nobody"], view.Page(null, null, new TableQuery(Sort: "recency")).Items.Select(row => row.Key));
        var descending = view.Page(null, null, new TableQuery(Sort: "recency", Descending: true)).Items;
        Assert.Equal(["bob", "ann", "nobody"], descending.Select(row => row.Key));
        Assert.Null(descending[2].RecencyDays);
        Assert.Equal("", descending[2].Segment);
    }

    [Fact]
    public void A_segment_and_a_search_narrow_the_list_together()
    {
        var view = new SegmentView(_frame);
        var segment = Code(0);
        var all = view.Page(segment, null, new TableQuery(Take: 100));
        Assert.All(all.Items, row => Assert.Equal(segment, row.Segment));
        Assert.Equal(Enumerable.Range(0, 60).Count(c => Code(c) == segment), all.Total);

        // "1" is in the key of 1; 40 is found by name elsewhere.
        var found = view.Page(null, [new CustomerId(40), new CustomerId(999)], new TableQuery(Take: 100, Search: " 11 "));
        Assert.Equal(["11", "40"], found.Items.Select(row => row.Key));
        Assert.Equal(60, view.Page(null, [], new TableQuery(Search: "united king")).Total);
    }

    [Fact]
    public void Unknown_columns_and_segments_are_refused()
    {
        var view = new SegmentView(_frame);
        Assert.Throws<ArgumentException>(() => view.Page(null, null, new TableQuery(Sort: "email; drop table")));
        Assert.Throws<ArgumentException>(() => view.Page("vip", null, new TableQuery()));
    }

    [Theory]
    [InlineData("9", "10")]
    [InlineData("0012", "13")]
    [InlineData("99999", "A1")]
    [InlineData("alice", "Bob")]
    public void Keys_that_are_numbers_are_sorted_by_value(string first, string second)
    {
        Assert.True(NaturalText.Comparer.Compare(first, second) < 0);
        Assert.True(NaturalText.Comparer.Compare(second, first) > 0);
    }

    private string Code(int c) => SegmentRule.All[SegmentRule.IndexOf(_frame.R[c], _frame.F[c], _frame.M[c])].Code;

    private static IComparable Key(CustomerRow row, string sort) => sort switch
    {
        "key" => int.Parse(row.Key),
        "country" => row.Country,
        "segment" => SegmentRule.All.Select(rule => rule.Code).ToList().IndexOf(row.Segment),
        "recency" => row.RecencyDays!.Value,
        "frequency" => row.Frequency,
        _ => row.Monetary,
    };
}
