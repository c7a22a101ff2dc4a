using Marketing.Kernel.Numerics;
using Marketing.Model;
using Marketing.Model.Bidding;
using Marketing.Tests.Support;

namespace Marketing.Tests.Model.Bidding;

public sealed class FitResponseTests
{
    [Theory]
    [InlineData(nameof(ResponseForm.Log), 300, 40)]
    [InlineData(nameof(ResponseForm.Saturation), 500, 120)]
    [InlineData(nameof(ResponseForm.Power), 12, 0.6)]
    public void A_curve_without_noise_comes_back(string form, double scale, double shape)
    {
        var planted = new ResponseCurve(Enum.Parse<ResponseForm>(form), scale, shape);
        var found = FitResponse.Of([.. ((double[])[10, 50, 100, 300]).Select(spend => new SpendPoint(spend, planted.At(spend)))], out var reason)!.Value;
        Assert.Null(reason);
        Assert.Equal(planted.Form, found.Form);
        Assert.Equal(scale, found.Scale, scale * 1e-4);
        Assert.Equal(shape, found.Shape, shape * 1e-4);
    }

    [Fact]
    public void No_shape_of_any_form_has_lower_squares()
    {
        var random = new SeededRandom(6);
        for (var trial = 0; trial < 10; trial++)
        {
            SpendPoint[] points = [.. Enumerable.Range(0, 8).Select(_ => 10 + (300 * random.NextDouble())).Select(spend => new SpendPoint(spend, (40 * Math.Sqrt(spend)) + (60 * Drawn.Normal(random))))];
            var found = Squares(points, FitResponse.Of(points, out _)!.Value);
            foreach (var form in Enum.GetValues<ResponseForm>())
            {
                for (var i = 0; i <= 2000; i++)
                {
                    var shape = form == ResponseForm.Power ? 0.02 + (0.96 * i / 2000) : Math.Pow(10, -1 + (6 * i / 2000.0));
                    var weight = points.Sum(point => Math.Pow(ResponseCurve.Unit(form, shape, point.Spend), 2));
                    var scale = points.Sum(point => ResponseCurve.Unit(form, shape, point.Spend) * point.Margin) / weight;
                    Assert.InRange(found, 0, Squares(points, new ResponseCurve(form, scale, shape)) * (1 + 1e-6));
                }
            }
        }
    }

    [Fact]
    public void What_cannot_be_told_has_its_reason()
    {
        Assert.Null(FitResponse.Of([], out var reason));
        Assert.Equal("too-few-points", reason);
        Assert.Null(FitResponse.Of([new(10, 5), new(20, 9), new(20, 8)], out reason));
        Assert.Equal("too-few-points", reason);
        Assert.Null(FitResponse.Of([new(10, 50), new(20, -60), new(30, 70), new(40, -50)], out reason));
        Assert.Equal("cannot-tell", reason);

        // That it does not pay can be told.
        Assert.Equal(0, FitResponse.Of([new(10, -50), new(20, -60), new(30, -70), new(40, -81)], out reason)!.Value.Scale);
        Assert.Null(reason);
    }

    [Fact]
    public void Nothing_planted_is_found_about_one_time_in_forty()
    {
        // One side of 95 %; the shape, which is searched too, makes it a little more.
        var (random, found) = (new SeededRandom(12), 0);
        for (var trial = 0; trial < 400; trial++)
        {
            SpendPoint[] points = [.. Enumerable.Range(1, 10).Select(i => new SpendPoint(20 * i, 30 * Drawn.Normal(random)))];
            found += FitResponse.Of(points, out _) is { Scale: > 0 } ? 1 : 0;
        }

        Assert.InRange(found, 4, 32);
    }

    [Theory]
    [InlineData(nameof(ResponseForm.Log), 300, 40)]
    [InlineData(nameof(ResponseForm.Saturation), 500, 120)]
    [InlineData(nameof(ResponseForm.Power), 12, 0.6)]
    public void The_marginal_is_the_slope_and_turns_round(string form, double scale, double shape)
    {
        var curve = new ResponseCurve(Enum.Parse<ResponseForm>(form), scale, shape);
        foreach (var spend in (double[])[5, 60, 700])
        {
            Assert.Equal((curve.At(spend + 1e-3) - curve.At(spend - 1e-3)) / 2e-3, curve.Marginal(spend), 1e-5);
            Assert.Equal(spend, curve.SpendAt(curve.Marginal(spend)), spend * 1e-9);
        }
    }

    private static double Squares(SpendPoint[] points, ResponseCurve curve) => points.Sum(point => Math.Pow(point.Margin - curve.At(point.Spend), 2));
}
