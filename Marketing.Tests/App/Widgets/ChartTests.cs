using Bunit;
using Marketing.App.Components.Widgets;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace Marketing.Tests.App.Widgets;

public sealed class ChartTests
{
    [Fact]
    public async Task A_page_that_is_left_while_the_script_is_on_its_way_draws_nothing()
    {
        await using var context = new PageContext();
        var script = new SlowScript();
        context.Services.AddSingleton<IJSRuntime>(script);
        var chart = context.Render<Chart>(parameters => parameters
            .Add(widget => widget.Options, new { })
            .Add(widget => widget.Label, "Sales")
            .Add(widget => widget.OnClick, EventCallback.Factory.Create<string>(this, _ => { })));
        await chart.Instance.DisposeAsync();
        script.Arrive();
        await script.Module.Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(script.Module.Called);
    }

    private sealed class SlowScript : IJSRuntime
    {
        private readonly TaskCompletionSource<object> _import = new();

        public SlowModule Module { get; } = new();

        public void Arrive() => _import.SetResult(Module);

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => (TValue)await _import.Task;

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }

    private sealed class SlowModule : IJSObjectReference
    {
        private readonly TaskCompletionSource _disposed = new();

        public List<string> Called { get; } = [];

        public Task Disposed => _disposed.Task;

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Called.Add(identifier);
            return ValueTask.FromResult<TValue>(default!);
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync()
        {
            _disposed.SetResult();
            return ValueTask.CompletedTask;
        }
    }
}
