using System.Runtime.Intrinsics;
using Marketing.Model.Neural;
using MathNet.Numerics.Distributions;

namespace Marketing.Tests.Model.Neural;

public sealed unsafe class VectorMathTests
{
    [Fact]
    public void The_exponential_is_right_to_two_in_ten_million()
    {
        for (var x = -87f; x < 88; x += 0.0371f)
        {
            var wanted = Math.Exp(x);
            Assert.InRange(VectorMath.Exp(Vector512.Create(x))[3] / wanted, 1 - 2e-7, 1 + 2e-7);
        }

        Assert.Equal(1, VectorMath.Exp(Vector512<float>.Zero)[0]);
        Assert.InRange(VectorMath.Exp(Vector512.Create(-1000f))[0], 0, 2e-38);
        Assert.True(float.IsFinite(VectorMath.Exp(Vector512.Create(1000f))[0]));
    }

    [Fact]
    public void The_normal_distribution_function_and_its_density_are_right()
    {
        for (var x = -8.0; x < 8; x += 0.0137)
        {
            var share = VectorMath.Normal(Vector512.Create((float)x), out var density);
            Assert.InRange(share[5] - Normal.CDF(0, 1, (float)x), -2e-7, 2e-7);
            Assert.InRange(density[5] - Normal.PDF(0, 1, (float)x), -2e-7, 2e-7);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(47)]
    public void A_sum_of_exponentials_takes_every_entry_and_none_behind(int count)
    {
        var x = new float[64];
        Array.Fill(x, 500f);
        for (var i = 0; i < count; i++)
        {
            x[i] = 300 - i;
        }

        fixed (float* at = x)
        {
            var sum = VectorMath.ExpSum(at, count, out var max);
            Assert.Equal(300, max);
            Assert.Equal(Enumerable.Range(0, count).Sum(i => Math.Exp(-i)), sum, 1e-6);
        }

        Assert.Equal(500, x[count]);
        Assert.Equal(Math.Exp(-Math.Min(3, count - 1)), x[Math.Min(3, count - 1)], 1e-6);
    }

    [Fact]
    public void Dropout_leaves_out_its_rate_keeps_the_mean_and_is_the_same_on_the_way_back()
    {
        var (x, there, back) = (new FloatBlock(100_003), new FloatBlock(100_003), new FloatBlock(100_003));
        x.Span.Fill(1);
        var dropout = new Dropout(0.3f, 12345);
        dropout.Apply(x.Data, there.Data, x.Length);
        dropout.Apply(x.Data, back.Data, x.Length);
        Assert.Equal(there.Span.ToArray(), back.Span.ToArray());
        var (zeros, sum) = (0, 0.0);
        foreach (var one in there.Span)
        {
            zeros += one == 0 ? 1 : 0;
            sum += one;
        }

        Assert.InRange(zeros / 100_003.0, 0.295, 0.305);
        Assert.InRange(sum / 100_003, 0.99, 1.01);
        dropout.At(1).Apply(x.Data, back.Data, x.Length);
        Assert.NotEqual(there.Span.ToArray(), back.Span.ToArray());
    }

    [Fact]
    public void The_learning_rate_rises_and_then_falls_to_a_tenth()
    {
        Assert.Equal(0.5f, AdamW.Rate(1, 5, 10, 100));
        Assert.Equal(1f, AdamW.Rate(1, 10, 10, 100));
        Assert.Equal(0.55f, AdamW.Rate(1, 55, 10, 100), 1e-6);
        Assert.Equal(0.1f, AdamW.Rate(1, 100, 10, 100), 1e-6);
        Assert.Equal(0.1f, AdamW.Rate(1, 500, 10, 100), 1e-6);
    }
}
