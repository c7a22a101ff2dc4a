using System.Net;
using Dapper;
using Marketing.App.Tracking;
using Marketing.Data;
using Marketing.Data.Webhooks;
using Marketing.Kernel.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Marketing.Tests.App.Tracking;

public sealed class TrackingEndpointTests(TrackedShop shop) : IClassFixture<TrackedShop>
{
    private static int _number = 1_000;

    private static string Next() => TrackedShop.Id(Interlocked.Increment(ref _number));

    [Fact]
    public async Task The_script_is_under_five_kilobytes_as_it_is_served()
    {
        using var client = new HttpClient { BaseAddress = shop.Address };
        var script = await client.GetByteArrayAsync("/t.js");
        Assert.InRange(script.Length, 1_000, 4_999);
        Assert.DoesNotContain("\n//", System.Text.Encoding.UTF8.GetString(script), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_stored_once_however_often_it_is_sent()
    {
        var (id, visitor) = (Next(), Next());
        var batch = shop.Batch($$"""{"id":"{{id}}","kind":"view","age":1500,"product":"cup","url":"https://shop.test/cup?email=ann@x.test&utm_source=mail"}""", visitor);
        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusAsync(batch));
        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusAsync(batch));
        Assert.Equal(1, shop.Value<long>("select count(*) from data_events e join data_visitors v on v.id = e.visitor_id where v.key = @visitor and e.bot = 0", new { visitor }));
        Assert.DoesNotContain("ann@x.test", shop.Value<string>("select coalesce(e.detail, '') from data_events e join data_visitors v on v.id = e.visitor_id where v.key = @visitor", new { visitor }));
    }

    [Fact]
    public async Task Pages_of_other_addresses_are_not_heard()
    {
        var batch = shop.Batch($$"""{"id":"{{Next()}}","kind":"page","age":0}""");
        var before = shop.Tally.Strangers;
        Assert.Equal(HttpStatusCode.Forbidden, await shop.StatusAsync(batch, "https://thief.test"));
        Assert.Equal(HttpStatusCode.Forbidden, await shop.StatusAsync(batch, "null"));
        Assert.Equal(HttpStatusCode.Forbidden, await shop.StatusAsync(batch, origin: null));
        Assert.Equal(before + 3, shop.Tally.Strangers);
        using var heard = await shop.PostAsync(batch);
        Assert.Equal(TrackedShop.Elsewhere, heard.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("DNT")]
    [InlineData("Sec-GPC")]
    public async Task Whoever_objects_to_tracking_leaves_nothing(string header)
    {
        var visitor = Next();
        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusAsync(shop.Batch($$"""{"id":"{{Next()}}","kind":"page","age":0}""", visitor), change: request => request.Headers.Add(header, "1")));
        Assert.Equal(0, shop.Value<long>("select count(*) from data_visitors where key = @visitor", new { visitor }));
    }

    [Theory]
    [InlineData("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    public async Task Robots_and_pages_fetched_ahead_are_marked(string header, string value)
    {
        var visitor = Next();
        await shop.StatusAsync(shop.Batch($$"""{"id":"{{Next()}}","kind":"page","age":0}""", visitor), change: request =>
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, value);
        });
        Assert.Equal(1, shop.Value<long>("select e.bot from data_events e join data_visitors v on v.id = e.visitor_id where v.key = @visitor", new { visitor }));
    }

    [Fact]
    public async Task A_customer_is_believed_only_with_the_shops_signature()
    {
        var secret = await shop.Services.GetRequiredService<ITrackedSites>().SecretAsync(shop.Site.Id, default);
        var (known, claimed) = (Next(), Next());
        await shop.StatusAsync(shop.Batch($$"""{"id":"{{Next()}}","kind":"identify","age":0,"customer":"c-7","signature":"{{Signatures.Hex(secret, "c-7")}}"}""", known));
        await shop.StatusAsync(shop.Batch($$"""{"id":"{{Next()}}","kind":"identify","age":0,"customer":"c-8","signature":"{{Signatures.Hex("guess", "c-8")}}"},{"id":"{{Next()}}","kind":"page","age":0,"customer":"c-8"}""", claimed));
        Assert.Equal("c-7", shop.Value<string>("select c.key from data_visitors v join data_customers c on c.id = v.customer_id where v.key = @known", new { known }));
        Assert.Equal(0, shop.Value<long>("select count(*) from data_visitors where key = @claimed and customer_id is not null", new { claimed }));
        Assert.Equal(0, shop.Value<long>("select count(*) from data_customers where key = 'c-8'"));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[1]", HttpStatusCode.BadRequest)]
    [InlineData("""{"site":"x","visitor":"me","session":"1","events":[{"id":"1","kind":"page","age":0}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"site":"x","visitor":"00000000000000000000000000000001","session":"00000000000000000000000000000001","events":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"site":"x","visitor":"00000000000000000000000000000001","session":"00000000000000000000000000000001","events":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"site":"x","visitor":"00000000000000000000000000000001","session":"00000000000000000000000000000001","events":[{"id":"00000000000000000000000000000001","kind":"page","age":0}]}""", HttpStatusCode.NotFound)]
    public async Task What_the_script_would_not_send_is_refused(string body, HttpStatusCode status) => Assert.Equal(status, await shop.StatusAsync(body));

    [Fact]
    public async Task Too_much_at_once_is_refused()
    {
        var many = string.Join(',', Enumerable.Range(0, 51).Select(_ => $$"""{"id":"{{Next()}}","kind":"page","age":0}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await shop.StatusAsync(shop.Batch(many)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await shop.StatusAsync(new string('x', (64 * 1024) + 1)));
    }

    [Fact]
    public async Task An_event_from_too_long_ago_or_from_the_future_is_left_out()
    {
        var visitor = Next();
        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusAsync(shop.Batch($$"""{"id":"{{Next()}}","kind":"page","age":-60000},{"id":"{{Next()}}","kind":"page","age":1e12}""", visitor)));
        Assert.Equal(0, shop.Value<long>("select count(*) from data_visitors where key = @visitor", new { visitor }));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_batch_is_stored_once_when_it_comes_again()
    {
        var visitor = Next();
        var events = string.Join(',', Enumerable.Range(0, 50).Select(_ => $$"""{"id":"{{Next()}}","kind":"page","age":0,"url":"https://shop.test/{{new string('p', 900)}}"}"""));
        var batch = shop.Batch(events, visitor);
        Pages("pragma max_page_count = 1");
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.StatusAsync(batch));
        }
        finally
        {
            Pages("pragma max_page_count = 1073741823");
        }

        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusAsync(batch));
        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusAsync(batch));
        Assert.Equal(50, shop.Value<long>("select count(*) from data_events e join data_visitors v on v.id = e.visitor_id where v.key = @visitor", new { visitor }));
    }

    [Fact]
    public async Task What_browsers_tell_a_shop_whose_clock_runs_in_the_past_is_dated_by_that_clock_and_seen_at_once()
    {
        var profiles = shop.Services.GetRequiredService<IShop>();
        var usual = profiles.Profile;
        var secret = await shop.Services.GetRequiredService<ITrackedSites>().SecretAsync(shop.Site.Id, default);
        await profiles.SaveAsync(usual with { ClockOffset = TimeSpan.FromDays(-4000) }, default);
        try
        {
            await shop.StatusAsync(shop.Batch($$"""{"id":"{{Next()}}","kind":"identify","age":2000,"customer":"then","signature":"{{Signatures.Hex(secret, "then")}}"},{"id":"{{Next()}}","kind":"page","age":1000}""", Next()));
            var snapshots = shop.Services.GetRequiredService<ISnapshots>();
            snapshots.Invalidate();
            var snapshot = await snapshots.CurrentAsync(default);
            var customer = Array.IndexOf(snapshot.Customers.Key, "then");
            var times = snapshot.Events.Time.Where((_, e) => snapshot.Events.Customer[e] == customer).ToList();
            Assert.Equal(2, times.Count);
            Assert.All(times, time => Assert.InRange(time, snapshot.AsOf.AddMinutes(-5).ToUnixTimeMilliseconds(), snapshot.AsOf.ToUnixTimeMilliseconds() - 1));
            Assert.True(snapshot.AsOf < TimeProvider.System.GetUtcNow().AddDays(-3999));
        }
        finally
        {
            await profiles.SaveAsync(usual, default);
        }
    }

    private void Pages(string pragma) => shop.Services.GetRequiredService<Database>().Write((connection, transaction) => connection.Execute(pragma, transaction: transaction));

    [Theory]
    [InlineData("https://shop.test/a/b?utm_campaign=tea&token=1#x", "https://shop.test/a/b?utm_campaign=tea")]
    [InlineData("https://shop.test/", "https://shop.test/")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData(null, null)]
    public void Of_an_address_only_path_and_campaign_are_kept(string? url, string? kept) => Assert.Equal(kept, KeptAddress.Of(url));
}
