using Marketing.Model;
using Marketing.Model.Training;

namespace Marketing.Tests.Model.Training;

public sealed class CurveTests
{
    [Fact]
    public void A_short_curve_is_kept_as_it_is()
    {
        var curve = new Curve(most: 10);
        var points = Enumerable.Range(1, 9).Select(step => Point(step, step, step % 2 == 0 ? step : null)).ToList();
        points.ForEach(curve.Add);
        Assert.Equal(points, curve.Points);
        Assert.Equal(8, curve.Best);
    }

    [Fact]
    public void A_long_curve_keeps_its_mean_loss_its_ends_and_a_bounded_size()
    {
        var curve = new Curve(most: 40);
        var random = new Random(3);
        var losses = Enumerable.Range(0, 10_007).Select(_ => random.NextDouble()).ToList();
        for (var i = 0; i < losses.Count; i++)
        {
            curve.Add(Point(3 * (i + 1), losses[i], i == 5000 ? 0.9 : i % 100 == 0 ? 0.5 : null));
            Assert.InRange(curve.Points.Count, 1, 41);
        }

        var points = curve.Points;
        Assert.True(points.Count >= 20);
        Assert.Equal(3 * losses.Count, points[^1].Step);
        Assert.Equal(losses.Average(), points.Zip(points.Prepend(Point(0, 0, null)), (one, before) => one.Loss * (one.Step - before.Step)).Sum() / points[^1].Step, 9);
        Assert.Equal(0.9, curve.Best);
    }

    [Fact]
    public void What_is_no_number_or_goes_back_in_time_is_left_out()
    {
        var curve = new Curve();
        curve.Add(Point(10, double.NaN, null));
        curve.Add(Point(20, 1, double.NaN) with { TokensPerSecond = double.PositiveInfinity });
        curve.Add(Point(20, 2, 3));
        Assert.Equal([Point(20, 1, null) with { TokensPerSecond = 0 }], curve.Points);
        Assert.Null(curve.Best);
    }

    private static CurvePoint Point(long step, double loss, double? validation) => new(1, step, loss, validation, 100, 0.5);
}
