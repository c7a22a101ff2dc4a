using FluentValidation;
using Marketing.App.Components.Pages.Settings;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Execution;

namespace Marketing.Tests.App.Pages.Settings;

public sealed class ShopFormTests
{
    private static readonly ShopProfile Profile = new("Gifts", "GBP", "Europe/London", true, 0.07, "https://news.gifts.example", TimeSpan.FromDays(-5000));

    [Fact]
    public void A_form_that_is_saved_unchanged_changes_nothing() => Assert.Equal(Profile, ShopForm.Of(Profile).Apply(Profile));

    [Fact]
    public void What_is_typed_is_trimmed_and_an_empty_field_is_no_value()
    {
        var form = ShopForm.Of(Profile);
        (form.Name, form.Currency, form.MarginPercent, form.PublicAddress) = ("  Candles ", " eur", null, " ");
        Assert.Equal(Profile with { Name = "Candles", Currency = "EUR", AssumedMargin = null, PublicAddress = null }, form.Apply(Profile));
    }

    [Fact]
    public void Every_field_the_shop_can_refuse_has_a_message_in_both_languages()
    {
        var broken = new ShopProfile("", "pounds", "Nowhere", false, 2, "ftp://x", TimeSpan.Zero);
        var failures = new ShopProfileValidator().Validate(broken).Errors;
        Assert.Equal(5, failures.Count);
        foreach (var language in Words.Languages)
        {
            var messages = FieldMessages.Of(Words.In(language), "Settings.Invalid", new ValidationException(failures));
            Assert.All(failures, failure => Assert.DoesNotContain(failure.ErrorMessage, messages.Values));
            Assert.Contains("pounds", messages["Currency"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refusal_without_words_of_its_own_keeps_the_module_s_sentence()
    {
        var failures = new ShopProfileValidator().Validate(Profile with { ClockOffset = TimeSpan.FromDays(100_000) }).Errors;
        var messages = FieldMessages.Of(Words.In("zh-Hans"), "Settings.Invalid", new ValidationException(failures));
        Assert.Equal(failures.Single().ErrorMessage, messages["ClockOffset"]);
    }

    [Theory]
    [InlineData(true, "https://gifts.example", "Settings.Obstacle.Demo")]
    [InlineData(false, null, "Settings.Obstacle.NoAddress")]
    [InlineData(false, "http://localhost:5080", "Settings.Obstacle.Loopback")]
    [InlineData(false, "http://127.0.0.1", "Settings.Obstacle.Loopback")]
    [InlineData(false, "http://[::1]:5080", "Settings.Obstacle.Loopback")]
    [InlineData(false, "http://0.0.0.0:5080", "Settings.Obstacle.Loopback")]
    [InlineData(false, "https://gifts.example", null)]
    public void Live_sending_is_refused_where_the_channel_refuses_it(bool demo, string? address, string? expected)
    {
        var shop = Profile with { IsDemo = demo, PublicAddress = address };
        Assert.Equal(expected, LiveObstacle.Of(shop));
        Assert.Equal(expected is null, ChannelSettingsValidator.Obstacle(shop) is null);
        Assert.True(expected is null || Words.In("zh-Hans").Has(expected));
    }
}
