using Marketing.Model.Neural;

namespace Marketing.Tests.Model.Neural;

public sealed class SpendLossTests
{
    [Fact]
    public void The_mean_of_a_wide_tail_stands_at_most_so_many_times_above_the_median()
    {
        // A share of a half and a median of 1.
        Assert.Equal(0.5 * Math.Exp(0.5 * SpendLoss.Most * SpendLoss.Most), SpendLoss.Mean([0, 0, 40]), 1e-9);
        Assert.Equal(SpendLoss.Mean([0, 0, 40]), SpendLoss.Mean([0, 0, 4000]));
        Assert.Equal(0.5 * Math.Exp(0.5 * Math.Pow(Math.Log(1 + Math.E) + SpendLoss.Least, 2)), SpendLoss.Mean([0, 0, 1]), 1e-9);
    }

    [Theory]
    [InlineData(0.4f, 0.3f, -0.5f, 3)]
    [InlineData(-2f, 1.3f, 1.5f, 0.2)]
    [InlineData(0.4f, 0.3f, 2.9f, 40)]
    public unsafe void Gradients_are_those_of_differences(float share, float mean, float deviation, double amount)
    {
        const float step = 1e-2f;
        float[] at = [share, mean, deviation];
        var gradients = Gradients(at, amount, out _);
        for (var i = 0; i < at.Length; i++)
        {
            float[] up = [.. at], down = [.. at];
            (up[i], down[i]) = (up[i] + step, down[i] - step);
            Gradients(up, amount, out var above);
            Gradients(down, amount, out var below);
            Assert.Equal((above - below) / (2 * step), gradients[i], 1e-2);
        }
    }

    [Fact]
    public void At_its_bound_the_deviation_is_only_taken_back()
    {
        // One deviation would explain e; e^30 would have it wider still.
        Assert.True(Gradients([0, 0, 20], Math.E, out _)[2] > 0);
        Assert.Equal(0, Gradients([0, 0, 20], Math.Exp(30), out _)[2]);
    }

    private static unsafe float[] Gradients(float[] outputs, double amount, out double loss)
    {
        float[] gradients = [.. outputs];
        fixed (float* at = gradients)
        {
            loss = SpendLoss.Row(at, amount, 1);
        }

        return gradients;
    }
}
