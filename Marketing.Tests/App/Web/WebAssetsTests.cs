using System.IO.Compression;
using Marketing.App.Web;
using Microsoft.AspNetCore.Http;

namespace Marketing.Tests.App.Web;

public sealed class WebAssetsTests
{
    [Theory]
    [InlineData("_framework/blazor.web.js", "text/javascript; charset=utf-8")]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", "text/css; charset=utf-8")]
    [InlineData("_content/MudBlazor/MudBlazor.min.js", "text/javascript; charset=utf-8")]
    [InlineData("_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js", "text/javascript; charset=utf-8")]
    [InlineData("app.css", "text/css; charset=utf-8")]
    [InlineData("shell.js", "text/javascript; charset=utf-8")]
    [InlineData("favicon.svg", "image/svg+xml")]
    public async Task What_pages_need_is_carried_in_the_program(string path, string type)
    {
        var response = await GetAsync(WebAssets.Url(path));
        Assert.Equal(200, response.StatusCode);
        Assert.Equal(type, response.ContentType);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl.ToString());
        Assert.True(Body(response).Length > 100);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Compressed_content_opens_to_the_plain_content(string encoding)
    {
        var plain = Body(await GetAsync("/_framework/blazor.web.js"));
        var response = await GetAsync("/_framework/blazor.web.js", request => request.Headers.AcceptEncoding = encoding);
        Assert.Equal(encoding, response.Headers.ContentEncoding.ToString());
        Assert.Equal("Accept-Encoding", response.Headers.Vary.ToString());
        Assert.True(Body(response).Length < plain.Length / 2);

        using var packed = new MemoryStream(Body(response));
        using Stream open = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var opened = new MemoryStream();
        await open.CopyToAsync(opened);
        Assert.Equal(plain, opened.ToArray());
    }

    [Fact]
    public async Task An_encoding_that_the_browser_refuses_is_not_sent()
    {
        var response = await GetAsync("/app.css", request => request.Headers.AcceptEncoding = "br;q=0, gzip;q=0.5");
        Assert.Equal("gzip", response.Headers.ContentEncoding.ToString());
    }

    [Fact]
    public async Task What_the_browser_holds_already_is_not_sent_again()
    {
        var first = await GetAsync("/app.css");
        var second = await GetAsync("/app.css", request => request.Headers.IfNoneMatch = first.Headers.ETag);
        Assert.Equal(304, second.StatusCode);
        Assert.Empty(Body(second));
        Assert.Equal(first.Headers.ETag.ToString(), second.Headers.ETag.ToString());
    }

    [Theory]
    [InlineData("/app.css")]
    [InlineData("/app.css?v=0123456789abcdef")]
    public async Task An_address_without_the_right_version_is_asked_for_every_time(string address) =>
        Assert.Equal("no-cache", (await GetAsync(address)).Headers.CacheControl.ToString());

    [Theory]
    [InlineData("/")]
    [InlineData("/customers")]
    [InlineData("/../appsettings.json")]
    [InlineData("/appsettings.json")]
    public async Task Everything_else_goes_on(string path) => Assert.Equal(418, (await GetAsync(path)).StatusCode);

    [Fact]
    public async Task Posting_to_an_asset_goes_on() =>
        Assert.Equal(418, (await GetAsync("/app.css", request => request.Method = "POST")).StatusCode);

    [Fact]
    public void An_asset_that_is_not_carried_is_a_broken_promise() => Assert.Throws<ArgumentException>(() => WebAssets.Url("missing.css"));

    [Fact]
    public void Nothing_is_carried_that_no_page_loads() =>
        Assert.DoesNotContain(WebAssets.Paths, path => path.EndsWith(".map", StringComparison.Ordinal) || path.Contains("blazor.server", StringComparison.Ordinal));

    private static async Task<HttpResponse> GetAsync(string address, Action<HttpRequest>? change = null)
    {
        var context = new DefaultHttpContext();
        var uri = new Uri(new Uri("http://localhost"), "http://localhost" + address);
        context.Request.Method = "GET";
        context.Request.Path = address.Split('?')[0];
        context.Request.QueryString = new QueryString(uri.Query);
        context.Response.Body = new MemoryStream();
        change?.Invoke(context.Request);
        await WebAssets.ServeAsync(context, rest =>
        {
            rest.Response.StatusCode = 418;
            return Task.CompletedTask;
        });
        return context.Response;
    }

    private static byte[] Body(HttpResponse response) => ((MemoryStream)response.Body).ToArray();
}
