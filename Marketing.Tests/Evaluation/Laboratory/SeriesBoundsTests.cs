using Marketing.Evaluation.Laboratory;
using Marketing.Kernel.Numerics;
using Marketing.Model;

namespace Marketing.Tests.Evaluation.Laboratory;

public sealed class SeriesBoundsTests
{
    [Fact]
    public void Cutting_at_0_loses_no_value_that_is_not_negative_and_keeps_the_mean_within()
    {
        var random = new SeededRandom(9);
        for (var i = 0; i < 2000; i++)
        {
            var (mean, deviation, width, came) = ((10 * random.NextDouble()) - 3, 5 * random.NextDouble(), 2.5 * random.NextDouble(), 12 * random.NextDouble());
            var told = new SeriesForecast([mean], [deviation], "naive", [], null);
            var (whole, cut) = (new SeriesBounds(told, [1, -1]).Of(0, width), new SeriesBounds(told, [1, 0]).Of(0, width));
            Assert.Equal((mean - (width * deviation), mean + (width * deviation)), whole);
            Assert.Equal(came >= whole.Low && came <= whole.High, came >= cut.Low && came <= cut.High);
            Assert.True(cut.Low <= mean && mean <= cut.High && (mean < 0 || cut.Low >= 0));
        }
    }
}
