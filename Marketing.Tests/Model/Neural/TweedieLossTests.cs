using Marketing.Model.Neural;

namespace Marketing.Tests.Model.Neural;

public sealed class TweedieLossTests
{
    [Theory]
    [InlineData(0.3f, 0, 1.3)]
    [InlineData(0.3f, 2.5, 1.3)]
    [InlineData(-3f, 7, 1.1)]
    [InlineData(2f, 1, 1.9)]
    public void The_gradient_is_that_of_differences(float output, double amount, double power)
    {
        const float step = 1e-2f;
        var (above, below, gradient) = (output + step, output - step, output);
        TweedieLoss.Row(ref gradient, amount, power, 2);
        var wanted = (TweedieLoss.Row(ref above, amount, power, 2) - TweedieLoss.Row(ref below, amount, power, 2)) / (2 * (double)step);
        Assert.Equal(wanted, gradient, 1e-3 * (1 + Math.Abs(wanted)));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(1)]
    [InlineData(400)]
    public void It_is_least_where_the_mean_is_the_amount(double amount)
    {
        float at = (float)Math.Log(amount), above = at + 0.1f, below = at - 0.1f, gradient = at;
        var least = TweedieLoss.Row(ref at, amount, 1.3, 1);
        TweedieLoss.Row(ref gradient, amount, 1.3, 1);
        Assert.Equal(0, gradient, 1e-3);
        Assert.True(least < TweedieLoss.Row(ref above, amount, 1.3, 1));
        Assert.True(least < TweedieLoss.Row(ref below, amount, 1.3, 1));
    }

    [Fact]
    public void Out_of_bounds_loss_and_gradient_stay_finite()
    {
        foreach (var output in (float[])[-1e30f, -31, 31, 1e30f])
        {
            var gradient = output;
            Assert.True(double.IsFinite(TweedieLoss.Row(ref gradient, 1e6, 1.3, 1)));
            Assert.Equal(0, gradient);
        }
    }
}
