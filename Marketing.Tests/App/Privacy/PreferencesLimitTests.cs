using System.Net;
using Marketing.Tests.App.Access;

namespace Marketing.Tests.App.Privacy;

/// <summary>Preference pages against somebody who tries many links.</summary>
public sealed class PreferencesLimitTests
{
    [Fact]
    public async Task One_address_cannot_try_links_without_end_and_the_rest_of_the_program_goes_on()
    {
        var shop = new ServedShop();
        shop.Settings["Preferences:RequestsPerMinute"] = "10";
        await shop.InitializeAsync();
        try
        {
            using var stranger = new HttpClient { BaseAddress = shop.Address };
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 12; i++)
            {
                using var content = new StringContent("List-Unsubscribe=One-Click");
                var path = i % 2 == 0 ? $"/preferences/forged-{i}" : $"/unsubscribe/forged-{i}";
                answers.Add((i % 3 == 0 ? await stranger.PostAsync(path, content) : await stranger.GetAsync(path)).StatusCode);
            }

            Assert.All(answers.Take(10), answer => Assert.Equal(HttpStatusCode.NotFound, answer));
            Assert.All(answers.Skip(10), answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer));
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health")).StatusCode);
        }
        finally
        {
            await shop.DisposeAsync();
        }
    }
}
