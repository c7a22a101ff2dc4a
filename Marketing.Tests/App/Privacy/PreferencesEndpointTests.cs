using System.Net;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.App.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Privacy;

/// <summary>Somebody outside with the link of a mail, and programs that read or post it.</summary>
public sealed class PreferencesEndpointTests(ServedShop shop) : IClassFixture<ServedShop>
{
    private static readonly ConsentUse Mail = new(ConsentPurposes.Marketing, ConsentChannels.Mail);
    private static long _last;

    [Fact]
    public async Task Reading_a_link_changes_nothing_and_needs_no_script_or_cookie()
    {
        var (customer, token) = Person();
        using var reader = Stranger();
        foreach (var place in (string[])["preferences", "unsubscribe"])
        {
            using var answer = await reader.GetAsync($"/{place}/{token}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            var page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script", page);
            Assert.Contains("""value="marketing-mail" checked""", page);
        }

        Assert.True(await GrantedAsync(customer));
    }

    [Fact]
    public async Task One_click_unsubscribes_without_redirect_or_cookie()
    {
        var (customer, token) = Person();
        using var answer = await PostAsync($"/unsubscribe/{token}", "List-Unsubscribe=One-Click");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(await GrantedAsync(customer));
    }

    [Fact]
    public async Task One_click_may_come_as_multipart()
    {
        var (customer, token) = Person();
        using var content = new MultipartFormDataContent { { new StringContent("One-Click"), "\"List-Unsubscribe\"" } };
        using var reader = Stranger();
        using var answer = await reader.PostAsync($"/unsubscribe/{token}", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await GrantedAsync(customer));
    }

    [Fact]
    public async Task A_post_that_does_not_ask_for_it_is_refused()
    {
        var (customer, token) = Person();
        using var answer = await PostAsync($"/unsubscribe/{token}", "hello=1");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var long1 = await PostAsync($"/unsubscribe/{token}", new string('x', 20_000));
        Assert.Equal(HttpStatusCode.BadRequest, long1.StatusCode);
        Assert.True(await GrantedAsync(customer));
    }

    [Fact]
    public async Task Ticks_are_saved_and_confirmed_and_everything_can_be_refused()
    {
        var (customer, token) = Person();
        using var saved = await PostAsync($"/preferences/{token}?lang=zh-Hans", "use=marketing-mail&use=profiling-web&use=nonsense");
        Assert.Contains("您的选择已保存", WebUtility.HtmlDecode(await saved.Content.ReadAsStringAsync()));
        var consents = shop.Services.GetRequiredService<IConsents>();
        Assert.Equal(["marketing", "profiling"], (await consents.StateAsync(customer, default)).Where(state => state.Granted).Select(state => state.Use.Purpose));
        using var nothing = await PostAsync($"/preferences/{token}", "use=marketing-mail&nothing=1");
        Assert.Contains("unsubscribed from everything", await nothing.Content.ReadAsStringAsync());
        Assert.All(await consents.StateAsync(customer, default), state => Assert.False(state.Granted));
    }

    [Fact]
    public async Task Forged_expired_and_erased_links_look_the_same()
    {
        var (customer, token) = Person();
        var links = shop.Services.GetRequiredService<IPreferenceLinks>();
        var expired = links.Token(customer, TimeProvider.System.GetUtcNow().AddDays(-500));
        var nobody = links.Token(new CustomerId(987_654), TimeProvider.System.GetUtcNow());
        var forged = (token[0] == 'A' ? "B" : "A") + token[1..];
        using var reader = Stranger();
        var pages = new List<string>();
        foreach (var wrong in (string[])[expired, nobody, forged, "1"])
        {
            using var page = await reader.GetAsync($"/preferences/{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            pages.Add(await page.Content.ReadAsStringAsync());
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"/preferences/{wrong}", "nothing=1")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"/unsubscribe/{wrong}", "List-Unsubscribe=One-Click")).StatusCode);
        }

        Assert.Single(pages.Distinct());
        Assert.True(await GrantedAsync(customer));
    }

    [Fact]
    public async Task The_page_speaks_the_readers_language_and_can_be_switched()
    {
        var (_, token) = Person();
        using var reader = Stranger();
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9,en;q=0.5");
        Assert.Contains("lang=\"zh-Hans\"", await reader.GetStringAsync($"/preferences/{token}"));
        Assert.Contains("<html lang=\"en\"", await reader.GetStringAsync($"/preferences/{token}?lang=en"));
    }

    [Fact]
    public async Task A_yes_that_does_not_count_is_not_ticked_and_saving_the_page_does_not_give_it_anew()
    {
        var ((one, first), (_, second)) = (Person("family-1@buyers.test"), Person("family-1@buyers.test"));
        await PostAsync($"/unsubscribe/{second}", "List-Unsubscribe=One-Click");
        using var reader = Stranger();
        Assert.DoesNotContain("""value="marketing-mail" checked""", await reader.GetStringAsync($"/preferences/{first}"));
        await PostAsync($"/preferences/{first}", "use=profiling-web");
        Assert.True(await IsHeldAsync(one));
        await PostAsync($"/preferences/{first}", "use=marketing-mail&use=profiling-web");
        Assert.False(await IsHeldAsync(one));
        Assert.Contains("""value="marketing-mail" checked""", await reader.GetStringAsync($"/preferences/{first}"));
    }

    [Theory]
    [InlineData("unsubscribe", "List-Unsubscribe=One-Click")]
    [InlineData("preferences", "nothing=1")]
    [InlineData("preferences", "use=profiling-web")]
    public async Task Refusing_again_holds_for_the_mailbox_after_another_record_has_agreed(string place, string form)
    {
        var ((one, first), (two, second)) = (Person($"{place}-{form.Length}@buyers.test"), Person($"{place}-{form.Length}@buyers.test"));
        await PostAsync($"/unsubscribe/{first}", "List-Unsubscribe=One-Click");
        await PostAsync($"/preferences/{second}", "use=marketing-mail");
        Assert.False(await IsHeldAsync(two));
        await PostAsync($"/{place}/{first}", form);
        Assert.Equal((true, true), (await IsHeldAsync(one), await IsHeldAsync(two)));
    }

    private async Task<bool> IsHeldAsync(CustomerId customer) => (await shop.Services.GetRequiredService<ISuppressions>().HeldAsync([customer], default)).Contains(customer);

    private HttpClient Stranger() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shop.Address };

    private async Task<HttpResponseMessage> PostAsync(string address, string form)
    {
        using var reader = Stranger();
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        return await reader.PostAsync(address, content);
    }

    private async Task<bool> GrantedAsync(CustomerId customer) =>
        (await shop.Services.GetRequiredService<IConsents>().StateAsync(customer, default)).Single(state => state.Use == Mail).Granted;

    private (CustomerId Customer, string Token) Person(string? address = null)
    {
        var id = Interlocked.Increment(ref _last);
        shop.Services.GetRequiredService<Database>().Write((connection, transaction) => connection.Execute(
            """
            insert into data_customers (id, key, country, email, simulated) values (@id, 'k' || @id, 'France', coalesce(@address, 'k' || @id || '@buyers.test'), '');
            insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (@id, 'marketing', 'mail', 1, 0, 'form', 'v1', 0);
            """,
            new { id, address },
            transaction));
        return (new CustomerId(id), shop.Services.GetRequiredService<IPreferenceLinks>().Token(new CustomerId(id), TimeProvider.System.GetUtcNow()));
    }
}
