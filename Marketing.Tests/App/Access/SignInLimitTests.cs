using System.Net;
using Marketing.App.Access;

namespace Marketing.Tests.App.Access;

public sealed class SignInLimitTests : IAsyncLifetime
{
    private readonly ServedShop _shop = new();

    [Fact]
    public async Task One_address_may_try_a_few_names_a_minute_and_then_has_to_wait()
    {
        using var browser = _shop.Browser();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(i == 1 ? "/setup" : "/sign-in", null)).StatusCode);
        }

        var refused = await browser.PostAsync("/sign-in", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("Wait a minute", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in")).StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void One_line_is_one_place(string address, string place) => Assert.Equal(place, SignInLimit.Place(IPAddress.Parse(address)));

    public Task InitializeAsync()
    {
        _shop.Settings["Access:AttemptsPerMinute"] = "3";
        return _shop.InitializeAsync();
    }

    public Task DisposeAsync() => _shop.DisposeAsync();
}
