using Marketing.Data;
using Marketing.Data.Quality;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Quality;

public sealed class JudgeRulesTests
{
    private static readonly DateTimeOffset Start = new(2011, 1, 3, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rules_made_from_a_period_hold_for_a_period_like_it()
    {
        var fields = Profile(price: 100, anonymous: false);
        var results = JudgeRules.Judge(JudgeRules.Generate(fields), fields);
        Assert.NotEmpty(results);
        Assert.DoesNotContain(results, result => result.Status is "warn" or "fail");
    }

    [Fact]
    public void A_field_that_broke_off_fails_and_prices_in_another_unit_warn()
    {
        var rules = JudgeRules.Generate(Profile(price: 100, anonymous: false));
        var broken = JudgeRules.Judge(rules, Profile(price: 10_000, anonymous: true)).ToDictionary(result => result.Key);
        Assert.Equal("fail", broken["orders.customer/missing"].Status);
        Assert.Equal(1, broken["orders.customer/missing"].Value);
        Assert.Equal("warn", broken["lines.price/most"].Status);
        Assert.Equal("warn", broken["lines.price/psi"].Status);
        Assert.Equal("warn", broken["lines.price/ks"].Status);
    }

    [Fact]
    public void A_price_that_jumps_by_a_hundred_is_a_unit_break_and_one_that_all_share_a_currency_break()
    {
        var options = new QualityOptions();
        Assert.Equal(new Finding(0, 2), PriceBreaks.Units(Shop(100, false), options));
        Assert.Equal(new Finding(2, 2), PriceBreaks.Units(Shop(10_000, false), options));
        Assert.Equal(new Finding(0, 2), PriceBreaks.Units(Shop(130, false), options));
        Assert.Equal(new Finding(2, 2), PriceBreaks.Currency(Shop(130, false), options));
        Assert.Equal(new Finding(0, 2), PriceBreaks.Currency(Shop(100, false), options));
    }

    [Fact]
    public void A_handful_of_rows_has_no_shift_and_its_rules_are_not_measured()
    {
        var rules = JudgeRules.Generate(Profile(price: 100, anonymous: false));
        var builder = new SnapshotBuilder(Start.AddDays(60));
        for (var day = 0; day < 56; day += 4)
        {
            builder.Order(Start.AddDays(day), "c", ("p", 1, day < 28 ? 100 : 900));
        }

        var fields = ProfileShop.ByTime(builder.Build(), new OrderDetails(), 28, CancellationToken.None);
        var price = fields.Single(field => field.Name == "lines.price");
        Assert.True(price.Now.Rows > 0 && price.Before.Rows > 0);
        Assert.Equal(new FieldShift(null, null, null, "too-few-rows"), price.Shift);
        var results = JudgeRules.Judge(rules, fields).ToDictionary(result => result.Key);
        Assert.All(["lines.price/psi", "lines.price/ks", "lines.price/distinct", "orders.customer/psi"], key => Assert.Equal("none", results[key].Status));
    }

    private static FieldProfile[] Profile(long price, bool anonymous) => ProfileShop.ByTime(Shop(price, anonymous), new OrderDetails(), 28, CancellationToken.None);

    // Two periods of 28 days; the second is like the first but for what is asked.
    private static ShopSnapshot Shop(long price, bool anonymous)
    {
        var builder = new SnapshotBuilder(Start.AddDays(60));
        for (var day = 0; day < 56; day++)
        {
            var late = day >= 28;
            builder.Order(Start.AddDays(day), late && anonymous ? null : $"c{day % 5}", ("p", 1 + (day % 3), late ? price : 100), ("q", 2, late ? price * 3 : 300));
        }

        return builder.Build();
    }
}
