using Marketing.Execution;
using Marketing.Execution.Ads;
using Marketing.Kernel.Numerics;

namespace Marketing.Tests.Execution.Ads;

public sealed class AdFlowTests
{
    private static readonly DateTimeOffset Start = new(2011, 12, 10, 0, 0, 0, TimeSpan.Zero);

    // Seconds of a day; the busiest stretch is the first minute.
    [Theory]
    [InlineData(AdPricing.Click, 1000, 0.02, 0)]
    [InlineData(AdPricing.Click, 1000, 0.02, 40)]
    [InlineData(AdPricing.Click, 1000, 0.2, 40)]
    [InlineData(AdPricing.Click, 40, 0.05, 20)]
    [InlineData(AdPricing.Click, 10, 0.05, 20)]
    [InlineData(AdPricing.Thousand, 4000, 0, 0)]
    [InlineData(AdPricing.Thousand, 30, 0, 0)]
    public void A_burst_at_the_start_of_a_day_takes_no_more_than_its_part_and_the_whole_budget_is_spent_by_the_end(AdPricing pricing, int units, double rate, int delay)
    {
        var price = new AdPrice(Start, pricing, 30);
        var unit = Math.Max(price.ShowMills, price.ClickMills);
        var budget = (double)units * unit;
        var (flow, random, clicks, spent, first) = (new AdFlow(budget, 0, Start, new ClickEstimate(0, 0)), new SeededRandom(3), new Queue<int>(), 0.0, 0.0);
        for (var second = 0; second < 86_400; second++)
        {
            while (clicks.TryPeek(out var due) && due <= second)
            {
                clicks.Dequeue();
                spent += Math.Min(unit, budget - spent);
                flow.Clicked();
            }

            for (var question = second < 60 ? 200 : 1; question > 0 && spent < budget; question--)
            {
                if (flow.Take(Start.AddSeconds(second), Start.AddDays(1), spent, price, 1) == 0)
                {
                    continue;
                }

                spent += price.ShowMills;
                if (price.ClickMills > 0 && random.NextDouble() < rate)
                {
                    clicks.Enqueue(second + delay);
                }
            }

            first = second == 60 ? spent : first;
        }

        Assert.True(first <= (0.03 * budget) + unit, $"{first / unit} of {units} in the first minute");
        Assert.True(spent >= 0.95 * budget, $"{spent / unit} of {units} in all");
    }

    [Fact]
    public void After_hours_without_a_question_a_burst_takes_no_more_than_a_hundredth()
    {
        var price = new AdPrice(Start, AdPricing.Thousand, 30);
        var (flow, spent) = (new AdFlow(30_000, 0, Start, new ClickEstimate(0, 0)), 0.0);
        for (var question = 0; question < 1000; question++)
        {
            spent += 30 * flow.Take(Start.AddHours(12), Start.AddDays(1), spent, price, 1);
        }

        Assert.InRange(spent, 270, 330);
    }

    [Fact]
    public void Room_of_shows_that_nobody_clicks_comes_back_also_after_clicks_on_shows_of_long_ago()
    {
        var price = new AdPrice(Start, AdPricing.Click, 30);
        var flow = new AdFlow(200 * 30_000, 0, Start, new ClickEstimate(0, 10));
        int Take(double minutes) => flow.Take(Start.AddMinutes(minutes), Start.AddDays(1), 0, price, 100);
        Assert.Equal(1, flow.Take(Start, Start.AddDays(1), 0, price, 1));
        flow.Clicked();
        flow.Clicked();

        // Every show is expected to be clicked, and two clicks are a hundredth of the budget.
        Assert.Equal(2, Take(0.01));
        Assert.Equal(2, Take(6));
    }

    [Fact]
    public void What_did_not_come_about_is_given_back()
    {
        var price = new AdPrice(Start, AdPricing.Click, 30);
        var flow = new AdFlow(30_000 * 100, 0, Start, new ClickEstimate(0, 0));
        var taken = flow.Take(Start, Start.AddDays(1), 0, price, 20);
        Assert.Equal(5, taken);
        Assert.Equal(0, flow.Take(Start, Start.AddDays(1), 0, price, 20));
        flow.Return(taken);
        Assert.Equal(5, flow.Take(Start, Start.AddDays(1), 0, price, 20));
    }
}
