using Marketing.Model.Demand;

namespace Marketing.Tests.Model.Demand;

public sealed class MethodChoiceTests
{
    [Fact]
    public void The_method_that_was_least_off_is_chosen_and_what_all_say_counts_where_a_series_says_little()
    {
        // The first is far better for nearly all; the last series is told clearly better by the second, the one before by a hair.
        var choice = new MethodChoice(2, 1, 10);
        for (var at = 0; at < 8; at++)
        {
            choice.Add([1, 2], at);
        }

        choice.Add([1.05, 1.0], 8);
        for (var origin = 0; origin < 3; origin++)
        {
            choice.Add([5, 0.5], 9);
        }

        var chosen = choice.Choose();
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], chosen);
        Assert.Equal(["b", "a"], choice.Errors(9, ["a", "b"]).Select(one => one.Method));
        Assert.Equal(Math.Sqrt(0.5), choice.Errors(9, ["a", "b"])[0].Rmsse, 1e-12);
    }

    [Fact]
    public void A_method_without_an_answer_is_never_chosen_and_of_a_series_never_asked_none_is()
    {
        var choice = new MethodChoice(2, 0, 2);
        choice.Add([null, 3], 0);
        Assert.Equal([1, -1], choice.Choose());
        Assert.Equal("b", Assert.Single(choice.Errors(0, ["a", "b"])).Method);
        Assert.Empty(choice.Errors(1, ["a", "b"]));
    }

    [Fact]
    public void The_usual_method_stays_unless_another_is_clearly_less_off()
    {
        Assert.Equal(1, Alone(0.99));
        Assert.Equal(0, Alone(0.5));

        static int Alone(double error)
        {
            var one = new MethodChoice(3, 1, 1);
            one.Add([error, 1, 2], 0);
            return one.Choose()[0];
        }
    }

    [Fact]
    public void Sums_and_total_are_weighed_by_how_far_they_were_off()
    {
        var total = new ShopTotal();
        Assert.Equal(1.1, total.Factor(100, 120), 1e-12);
        Assert.Equal(1, total.Factor(100, null));
        Assert.Equal(1, total.Factor(0, 50));

        // The sum was 50 % too low, the total right: from then on the total counts for nearly all.
        total.Learn(50, 100, 100);
        Assert.InRange(total.Factor(100, 120), 1.19, 1.2);
        Assert.Equal(2, total.Factor(1, 1000));
    }

    [Theory]
    [InlineData("smooth", new float[] { 5, 6, 5, 7, 6, 5, 6, 5 })]
    [InlineData("erratic", new float[] { 1, 30, 2, 1, 40, 1, 2, 1 })]
    [InlineData("intermittent", new float[] { 0, 5, 0, 0, 5, 0, 5, 0 })]
    [InlineData("lumpy", new float[] { 0, 1, 0, 0, 50, 0, 1, 0 })]
    [InlineData("intermittent", new float[] { 0, 0 })]
    public void Classes_are_told_by_gaps_and_sizes(string wanted, float[] values) => Assert.Equal(wanted, DemandClass.Of(values));
}
