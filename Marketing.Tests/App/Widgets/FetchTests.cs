using Bunit;
using Marketing.App.Components.Widgets;
using Marketing.App.Resources;
using Marketing.Data;
using Marketing.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Marketing.Tests.App.Widgets;

public sealed class FetchTests : BunitContext
{
    static FetchTests() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    public FetchTests()
    {
        Services.AddScoped<Words>();
        Services.AddScoped<Sight>();
        Services.AddScoped(provider => new Display(provider.GetRequiredService<Words>(), () => ShopProfile.Default));
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void What_is_being_read_shows_that_it_is_on_its_way()
    {
        var answer = new TaskCompletionSource<string>();
        var fetch = Show(_ => answer.Task);
        Assert.NotNull(fetch.Find("[aria-busy=true]"));

        answer.SetResult("here");
        fetch.WaitForAssertion(() => Assert.Contains("<b>here</b>", fetch.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_says_what_to_do_and_can_be_tried_again()
    {
        var attempts = 0;
        var fetch = Show(_ => ++attempts == 1 ? throw new OperatorException("The disk is full.", "Free some space.") : Task.FromResult("here"));
        fetch.WaitForAssertion(() => Assert.Contains("Free some space.", fetch.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        await fetch.InvokeAsync(() => fetch.Find("button").Click());
        fetch.WaitForAssertion(() => Assert.Contains("<b>here</b>", fetch.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_programming_error_keeps_its_words_to_the_log()
    {
        var fetch = Show(_ => throw new InvalidOperationException("secret detail"));
        fetch.WaitForAssertion(() => Assert.NotNull(fetch.Find("[role=alert]")));
        Assert.DoesNotContain("secret detail", fetch.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_key_reads_anew_and_the_same_key_does_not()
    {
        var reads = 0;
        var fetch = Show(_ => Task.FromResult($"reading {++reads}"), key: 7);
        fetch.WaitForAssertion(() => Assert.Contains("reading 1", fetch.Markup, StringComparison.Ordinal));

        fetch.Render(parameters => parameters.Add(part => part.Key, 7));
        Assert.Equal(1, reads);

        fetch.Render(parameters => parameters.Add(part => part.Key, 30));
        fetch.WaitForAssertion(() => Assert.Contains("reading 2", fetch.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_that_was_overtaken_is_not_shown()
    {
        var slow = new TaskCompletionSource<string>();
        var reads = 0;
        var fetch = Show(_ => Interlocked.Increment(ref reads) == 1 ? slow.Task : Task.FromResult("new"), key: 7);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref reads) == 1, TimeSpan.FromSeconds(5)));
        fetch.Render(parameters => parameters.Add(part => part.Key, 30));
        fetch.WaitForAssertion(() => Assert.Contains("new", fetch.Markup, StringComparison.Ordinal));

        slow.SetResult("old");
        fetch.Render(parameters => parameters.Add(part => part.Key, 30));
        Assert.DoesNotContain("old", fetch.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<Fetch<string>> Show(Func<CancellationToken, Task<string>> read, object? key = null) => Render<Fetch<string>>(parameters => parameters
        .Add(fetch => fetch.Read, read)
        .Add(fetch => fetch.Key, key)
        .Add(fetch => fetch.ChildContent, (RenderFragment<string>)(value => builder => builder.AddMarkupContent(0, $"<b>{value}</b>"))));
}
