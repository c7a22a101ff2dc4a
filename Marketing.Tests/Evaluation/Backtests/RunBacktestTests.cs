using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Evaluation.Backtests;

public sealed class RunBacktestTests : IDisposable
{
    private static readonly DateTimeOffset Cut = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Cut.AddDays(30);
    private readonly BacktestRig _rig = new(Shop, End.AddDays(10));

    [Fact]
    public async Task A_report_holds_every_method_with_intervals_and_the_gain_over_popularity()
    {
        var report = await _rig.Backtests.RunAsync(Cut, End, false, null, null, null, default);
        Assert.Equal(["popular", "item-knn"], report.Methods.Select(method => method.Kind));
        Assert.Equal(20, report.Customers);
        Assert.All(report.Methods, method => Assert.Equal(["ndcg@10", "recall@20", "hit@10", "map@10", "novelty@10", "diversity@10", "coverage@10", "gini@10"], method.Metrics.Select(metric => metric.Name)));
        Assert.All(report.Methods.SelectMany(method => method.Metrics.Take(3)), metric => Assert.True(metric.Low <= metric.Value && metric.Value <= metric.High));
        Assert.Null(report.Methods[0].NdcgGain);
        var (popular, neighbours) = (report.Methods[0].Metrics[0].Value, report.Methods[1].Metrics[0].Value);
        Assert.Equal(neighbours - popular, report.Methods[1].NdcgGain!.Value, 1e-12);
        Assert.Equal(-report.Methods[1].NdcgGain!.Value, report.Methods[0].Gains["item-knn"].Value, 1e-12);
    }

    [Fact]
    public async Task A_stored_report_comes_back_as_it_was()
    {
        var report = await _rig.Backtests.RunAsync(Cut, End, false, null, null, null, default);
        var fresh = await _rig.Backtests.RunAsync(Cut, End, true, null, null, null, default);
        var stored = (await _rig.Backtests.LatestAsync(false, default))!;
        Assert.Equal((report.Id, report.At, report.Cut, report.End, report.Customers), (stored.Id, stored.At, stored.Cut, stored.End, stored.Customers));
        Assert.Equal(report.Methods[1].Metrics, stored.Methods[1].Metrics);
        Assert.Equal(report.Methods[1].Gains, stored.Methods[1].Gains);
        Assert.Equal(report.Segments, stored.Segments);
        Assert.Equal([fresh.Id, report.Id], (await _rig.Backtests.ListAsync(10, default)).Select(one => one.Id));
        Assert.True((await _rig.Backtests.LatestAsync(true, default))!.OnlyNew);
    }

    [Theory]
    [InlineData(null, "popular", true)]
    [InlineData("item-knn", "item-knn", false)]
    public void Where_no_method_could_be_measured_the_one_in_charge_stays_and_the_first_begins(string? champion, string kind, bool wins)
    {
        var verdict = _rig.Backtests.Judge(new Marketing.Evaluation.BacktestReport(1, End, Cut, End, false, 20, [], []), champion);
        Assert.Equal((kind, wins), (verdict.Kind, verdict.Change));
        Assert.Equal($"No method could be measured, since no training on hidden history gave a model; {kind} is in charge.", verdict.Reason);
    }

    [Fact]
    public async Task A_run_that_resumes_makes_a_report_once()
    {
        var first = await _rig.Backtests.RunAsync(Cut, End, false, ["popular"], new RunId(4), null, default);
        Assert.Equal(first.Id, (await _rig.Backtests.RunAsync(Cut, End, false, ["popular"], new RunId(4), null, default)).Id);
        Assert.NotEqual(first.Id, (await _rig.Backtests.RunAsync(Cut, End, true, ["popular"], new RunId(4), null, default)).Id);
        Assert.NotEqual(first.Id, (await _rig.Backtests.RunAsync(Cut, End, false, ["popular"], new RunId(5), null, default)).Id);
    }

    [Fact]
    public async Task Measuring_twice_gives_the_same_figures()
    {
        var (first, second) = (await _rig.Backtests.RunAsync(Cut, End, false, null, null, null, default), await _rig.Backtests.RunAsync(Cut, End, false, ["item-knn"], null, null, default));
        Assert.Equal(first.Methods[1].Metrics, second.Methods[0].Metrics);
        Assert.Null(second.Methods[0].NdcgGain);
    }

    [Fact]
    public async Task Segments_of_the_cut_are_followed_into_the_window()
    {
        // At the cut the ten even customers bought last week, the ten odd ones and "gone" long ago; all but "gone" bought again.
        var report = await _rig.Backtests.RunAsync(Cut, End, false, ["popular"], null, null, default);
        Assert.Equal([("recent", 10, 10, 1000L), ("old", 11, 10, 1000L)], report.Segments.Select(segment => (segment.Segment, segment.Customers, segment.Bought, segment.Revenue)));
        Assert.Equal((10 / 11.0, true), (report.Segments[1].Rate.Value, report.Segments[1].Rate.Low > 0.6 && report.Segments[1].Rate.High < 0.99));
    }

    [Fact]
    public async Task A_window_without_an_order_is_reported_as_such()
    {
        var report = await _rig.Backtests.RunAsync(End, End.AddDays(5), false, null, null, null, default);
        Assert.Equal(0, report.Customers);
        Assert.All(report.Methods, method => Assert.Empty(method.Metrics));
        var verdict = _rig.Backtests.Judge(report, "popular");
        Assert.Equal(("popular", false), (verdict.Kind, verdict.Change));
        Assert.Contains("nothing could be compared", verdict.Reason);
    }

    [Fact]
    public async Task A_window_that_ends_before_it_starts_is_a_broken_promise()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _rig.Backtests.RunAsync(Cut, Cut, false, null, null, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => _rig.Backtests.RunAsync(Cut, End, false, [], null, null, default));
    }

    [Fact]
    public async Task A_cancelled_backtest_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.Backtests.RunAsync(Cut, End, false, null, null, null, cancelled.Token));
        Assert.Empty(await _rig.Backtests.ListAsync(10, default));
    }

    public void Dispose() => _rig.Dispose();

    // Twenty customers of two tastes (five products each) buy two products of theirs before the cut and the third in the window.
    private static ShopSnapshot Shop(DateTimeOffset asOf)
    {
        var builder = new SnapshotBuilder(asOf).Order(Cut.AddDays(-200), "gone", ("p0", 1, 100));
        for (var product = 0; product < 10; product++)
        {
            builder.Product($"p{product}");
        }

        for (var customer = 0; customer < 20; customer++)
        {
            var (taste, bought) = (customer % 2, customer % 2 == 0 ? Cut.AddDays(-7) : Cut.AddDays(-100));
            string Own(int step) => $"p{(2 * ((customer / 2 + step) % 5)) + taste}";
            builder.Order(bought, $"c{customer}", (Own(0), 1, 100), (Own(1), 1, 100));
            if (asOf > Cut)
            {
                builder.Order(Cut.AddDays(3), $"c{customer}", (Own(2), 1, 100));
            }
        }

        return builder.Build();
    }
}
