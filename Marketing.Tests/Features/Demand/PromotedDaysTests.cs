using Marketing.Features.Demand;

namespace Marketing.Tests.Features.Demand;

public sealed class PromotedDaysTests
{
    [Fact]
    public void A_price_ten_percent_below_the_usual_one_is_a_promotion_until_it_is_the_usual_one()
    {
        // 60 days at 10, then 9 for 40 days: the median of 56 days is 9 once there are 29 days at 9, the mean of both at 28.
        float[] price = [.. Enumerable.Repeat(10f, 60), .. Enumerable.Repeat(9f, 40)];
        var promoted = PromotedDays.Of(price);
        Assert.Equal(Enumerable.Range(60, 28), Enumerable.Range(0, 100).Where(day => promoted[day]));
    }

    [Theory]
    [InlineData(1.10f, 0.99f, true)]
    [InlineData(2.55f, 2.30f, false)]
    [InlineData(3.00f, 2.70f, true)]
    [InlineData(3.00f, 2.71f, false)]
    [InlineData(3.00f, 3.50f, false)]
    public void Ten_percent_is_the_limit(float usual, float price, bool isPromoted) =>
        Assert.Equal(isPromoted, PromotedDays.Of([.. Enumerable.Repeat(usual, 20), price])[20]);

    [Fact]
    public void Before_a_week_of_prices_nothing_is_usual()
    {
        float[] price = [float.NaN, float.NaN, 10, 10, 10, 10, 10, 10, 5, 5];
        Assert.Equal([9], Enumerable.Range(0, 10).Where(day => PromotedDays.Of(price)[day]));
        Assert.Empty(PromotedDays.Of([]));
        Assert.DoesNotContain(true, PromotedDays.Of([float.NaN, float.NaN]));
    }

    [Fact]
    public void The_sliding_window_equals_a_median_taken_anew_each_day()
    {
        var random = new Random(7);
        var price = new float[400];
        for (var day = 5; day < price.Length; day++)
        {
            price[day] = random.Next(4) > 0 && day > 5 ? price[day - 1] : random.Next(50, 150) / 100f;
        }

        price.AsSpan(0, 5).Fill(float.NaN);
        var promoted = PromotedDays.Of(price);
        for (var day = 0; day < price.Length; day++)
        {
            var before = price[Math.Max(0, day - 56)..day].Where(value => !float.IsNaN(value)).Order().ToArray();
            var usual = before.Length < 7 ? 0 : ((double)before[before.Length / 2] + before[(before.Length - 1) / 2]) / 2;
            Assert.Equal(price[day] <= usual * 0.900001, promoted[day]);
        }

        Assert.InRange(promoted.Count(day => day), 50, 250);
    }
}
