using Marketing.Kernel;

namespace Marketing.Tests.Kernel;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("GBP", 1234, "12.34")]
    [InlineData("JPY", 1234, "1234")]
    [InlineData("KWD", 1234, "1.234")]
    [InlineData("GBP", -5, "-0.05")]
    public void Major_units_follow_the_decimals_of_the_currency(string currency, long minor, string major) =>
        Assert.Equal(decimal.Parse(major), new Money(minor, currency).Major);

    [Fact]
    public void Amounts_of_one_currency_add_and_subtract()
    {
        Assert.Equal(new Money(150, "GBP"), new Money(100, "GBP") + new Money(50, "GBP"));
        Assert.Equal(new Money(-50, "GBP"), new Money(50, "GBP") - new Money(100, "GBP"));
    }

    [Fact]
    public void Amounts_of_two_currencies_do_not_mix()
    {
        Assert.Throws<InvalidOperationException>(() => new Money(1, "GBP") + new Money(1, "EUR"));
        Assert.Throws<InvalidOperationException>(() => new Money(1, "GBP") - new Money(1, "EUR"));
        Assert.NotEqual(new Money(1, "GBP"), new Money(1, "EUR"));
    }
}
