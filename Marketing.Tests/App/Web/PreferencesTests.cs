using Marketing.App.Web;
using Microsoft.AspNetCore.Http;

namespace Marketing.Tests.App.Web;

public sealed class PreferencesTests
{
    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans")]
    [InlineData("zh-Hans", "zh-Hans")]
    [InlineData("en-GB,en;q=0.9,zh;q=0.8", "en")]
    [InlineData("fr,zh;q=0.5,en;q=0.4", "zh-Hans")]
    [InlineData("fr", "en")]
    [InlineData("zhuang", "en")]
    [InlineData("", "en")]
    public void Without_a_cookie_the_browser_s_languages_decide(string accepted, string expected) =>
        Assert.Equal(expected, Of(accepted).Language);

    [Fact]
    public void A_chosen_language_wins() => Assert.Equal("en", Of("zh-CN", "language=en").Language);

    [Fact]
    public void A_cookie_with_nonsense_is_as_none() => Assert.Equal("zh-Hans", Of("zh-CN", "language=tlh").Language);

    [Theory]
    [InlineData("", "system", false)]
    [InlineData("scheme=dark", "system", true)]
    [InlineData("theme=light; scheme=dark", "light", false)]
    [InlineData("theme=dark; scheme=light", "dark", true)]
    [InlineData("theme=purple", "system", false)]
    public void The_theme_is_the_chosen_one_or_the_system_s(string cookies, string theme, bool dark)
    {
        var preferences = Of("", cookies);
        Assert.Equal((theme, dark), (preferences.Theme, preferences.Dark));
    }

    private static Preferences Of(string accepted, string cookies = "")
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = accepted;
        context.Request.Headers.Cookie = cookies;
        return Preferences.Of(context.Request);
    }
}
