using Marketing.Features;
using Marketing.Kernel;
using Marketing.Model;
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
            var rows = Enumerable.Range(0, 6).SelectMany(page => view.Page(default, null, new TableQuery(page * 10, 10, null, sort, descending)).Items).ToList();
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
        Assert.Equal(["ann", "bob", "nobody"], view.Page(default, null, new TableQuery(Sort: "recency")).Items.Select(row => row.Key));
        var descending = view.Page(default, null, new TableQuery(Sort: "recency", Descending: true)).Items;
        Assert.Equal(["bob", "ann", "nobody"], descending.Select(row => row.Key));
        Assert.Null(descending[2].RecencyDays);
        Assert.Equal("", descending[2].Segment);
    }

    [Fact]
    public void Scores_stand_in_the_rows_sort_the_list_and_choose_by_risk()
    {
        var frame = Frames.Of(new SnapshotBuilder(Now).Order(Now.AddDays(-3), "ann", ("a", 1, 100)).Order(Now.AddDays(-9), "bob", ("a", 1, 100)).Order(Now.AddDays(-9), "cleo", ("a", 1, 100)).Customer("nobody").Build());
        var round = new ScoreRound(new RunId(1), Now.AddDays(-1), 90, new ModelVersionId(1), new ModelVersionId(2), 2);
        var view = new SegmentView(frame, new ScoreColumns(round, [1, 2], [new CustomerOutlook(0.2, 5, 120.4), new CustomerOutlook(0.9, null, 4000)]));
        Assert.Equal(["bob", "ann", "cleo", "nobody"], view.Page(default, null, new TableQuery(Sort: "churn", Descending: true)).Items.Select(row => row.Key));
        Assert.Equal(["ann", "bob", "cleo", "nobody"], view.Page(default, null, new TableQuery(Sort: "spend")).Items.Select(row => row.Key));
        Assert.Equal(["ann", "bob", "cleo", "nobody"], view.Page(default, null, new TableQuery(Sort: "next", Descending: true)).Items.Select(row => row.Key));
        var ann = view.Page(new CustomerFilter(Risk: ChurnRisk.Low), null, new TableQuery()).Items.Single();
        Assert.Equal(("ann", 0.2, Now.AddDays(4), 120L), (ann.Key, ann.Churn!.Value, ann.NextOrder!.Value, ann.ExpectedSpend!.Value));
        Assert.Equal("bob", view.After(new CustomerFilter(Risk: ChurnRisk.High), null, 10).Items.Single().Key);
        Assert.Empty(view.Page(new CustomerFilter(Risk: ChurnRisk.Middle), null, new TableQuery()).Items);
        Assert.Null(view.Page(default, null, new TableQuery()).Items[3].Churn);
    }

    [Fact]
    public void Who_is_known_by_the_record_alone_stands_in_the_list_without_figures()
    {
        var view = new SegmentView(Frames.Of(Beginners().Build()));
        Assert.Equal(["a-new", "ann", "bob", "m-new", "z-new"], view.Page(default, null, new TableQuery()).Items.Select(row => row.Key));
        var row = view.Page(default, [], new TableQuery(Search: "m-n")).Items.Single();
        Assert.Equal(new CustomerRow(new CustomerId(15), "m-new", "France", "", null, 0, 0, 0, 0, 0, MailConsent: false), row);
        Assert.Equal("z-new", view.Page(default, [new CustomerId(25)], new TableQuery(Search: "somebody")).Items.Single().Key);
        Assert.Equal(2, view.Summaries.Sum(summary => summary.Customers));
    }

    [Theory]
    [InlineData("recency", "ann bob a-new m-new z-new", "bob ann a-new m-new z-new")]
    [InlineData("segment", "ann bob a-new m-new z-new", "bob ann a-new m-new z-new")]
    [InlineData("frequency", "a-new m-new z-new bob ann", "ann bob z-new m-new a-new")]
    [InlineData("monetary", "a-new m-new z-new ann bob", "bob ann z-new m-new a-new")]
    [InlineData("country", "a-new m-new z-new ann bob", "bob ann z-new m-new a-new")]
    public void The_list_is_sorted_with_those_who_have_not_bought_in_it(string sort, string ascending, string descending)
    {
        var view = new SegmentView(Frames.Of(Beginners().Build()));
        Assert.Equal(ascending, string.Join(' ', view.Page(default, null, new TableQuery(Sort: sort)).Items.Select(row => row.Key)));
        Assert.Equal(descending, string.Join(' ', view.Page(default, null, new TableQuery(Sort: sort, Descending: true)).Items.Select(row => row.Key)));
    }

    [Fact]
    public void Buyers_and_others_are_told_apart_and_counted()
    {
        var view = new SegmentView(Frames.Of(Beginners().Customer("signed-up").Build()));
        foreach (var (bought, keys) in (IEnumerable<(bool?, string[])>)[(null, ["a-new", "ann", "m-new", "bob", "z-new", "signed-up"]), (true, ["ann", "bob"]), (false, ["a-new", "m-new", "z-new", "signed-up"])])
        {
            var filter = new CustomerFilter(Bought: bought);
            Assert.Equal(keys.Order(), view.Page(filter, null, new TableQuery()).Items.Select(row => row.Key).Order());
            var first = view.After(filter, null, 1);
            var rest = view.After(filter, first.Items[0].Id, 100);
            Assert.Equal(keys, first.Items.Concat(rest.Items).Select(row => row.Key));
            Assert.Equal((keys.Length, keys.Length), (first.Total, rest.Total));
        }

        var segment = view.Summaries.First(summary => summary.Customers > 0);
        Assert.Equal(segment.Customers, view.After(new CustomerFilter(segment.Code), null, 9).Total);
        Assert.Equal(0, view.After(new CustomerFilter(segment.Code, Bought: false), null, 9).Total);
    }

    [Fact]
    public void A_segment_and_a_search_narrow_the_list_together()
    {
        var view = new SegmentView(_frame);
        var segment = Code(0);
        var all = view.Page(new(segment), null, new TableQuery(Take: 100));
        Assert.All(all.Items, row => Assert.Equal(segment, row.Segment));
        Assert.Equal(Enumerable.Range(0, 60).Count(c => Code(c) == segment), all.Total);

        // "1" is in the key of 1; 40 is found by name elsewhere.
        var found = view.Page(default, [new CustomerId(40), new CustomerId(999)], new TableQuery(Take: 100, Search: " 11 "));
        Assert.Equal(["11", "40"], found.Items.Select(row => row.Key));
        Assert.Equal(60, view.Page(default, [], new TableQuery(Search: "united king")).Total);
    }

    [Fact]
    public void Unknown_columns_and_segments_are_refused()
    {
        var view = new SegmentView(_frame);
        Assert.Throws<ArgumentException>(() => view.Page(default, null, new TableQuery(Sort: "email; drop table")));
        Assert.Throws<ArgumentException>(() => view.Page(new("vip"), null, new TableQuery()));
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

    // ann bought twice of late, bob once, for more, a while ago; three are known by their records alone.
    private static SnapshotBuilder Beginners() => new SnapshotBuilder(Now)
        .Newcomer(5, "a-new").Newcomer(15, "m-new").Newcomer(25, "z-new")
        .Order(Now.AddDays(-9), "ann", ("a", 1, 100)).Order(Now.AddDays(-3), "ann", ("a", 1, 100)).Order(Now.AddDays(-20), "bob", ("a", 1, 900));

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
